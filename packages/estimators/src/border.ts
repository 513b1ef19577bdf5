import { type Batch, type Ensemble, SzilardError } from '@szilard/core';

/** Refuse what no estimator can use: unequal lengths, wrong shapes, too few rows, NaN and infinities. Samples by name, paired by row. */
export function checkSamples(where: string, samples: Readonly<Record<string, Batch>>, least = 2): void {
  const [[first, { n }]] = Object.entries(samples);
  for (const [name, { n: rows, dim, data }] of Object.entries(samples)) {
    if (!(dim >= 1) || data.length !== rows * dim) {
      throw new SzilardError(
        'shape',
        `[${where}] ${name}: expected [${rows}, ${dim}] = ${rows * dim} numbers, got ${data.length}. Build it with batchOf(data, dim).`,
      );
    }
    if (rows !== n) {
      throw new SzilardError(
        'shape',
        `[${where}] ${name}: expected ${n} rows as in ${first}, got ${rows}. Pair every row of ${first} with one row of ${name}.`,
      );
    }
  }
  if (n < least) throw new SzilardError('input', `[${where}] n: expected at least ${least} samples, got ${n}. Take more samples.`);
  for (const [name, batch] of Object.entries(samples)) checkFinite(where, name, batch, (row) => `row ${row}`);
}

/** The same for series with equal clocks; `least` steps in each trajectory. */
export function checkSeries(where: string, series: Readonly<Record<string, Ensemble>>, least: number): void {
  const [[first, { trajectories, steps }]] = Object.entries(series);
  for (const [name, own] of Object.entries(series)) {
    const expected = own.trajectories * own.steps * own.dim;
    if (!(own.dim >= 1) || own.data.length !== expected) {
      throw new SzilardError(
        'shape',
        `[${where}] ${name}: expected [${own.trajectories}, ${own.steps}, ${own.dim}] = ${expected} numbers, got ${own.data.length}. Give [trajectories, steps, dim].`,
      );
    }
    if (own.trajectories !== trajectories || own.steps !== steps) {
      throw new SzilardError(
        'shape',
        `[${where}] ${name}: expected ${trajectories} trajectories of ${steps} steps as in ${first}, got ${own.trajectories} of ${own.steps}. Record both with one clock.`,
      );
    }
  }
  if (steps < least || trajectories < 1) {
    throw new SzilardError(
      'input',
      `[${where}] steps: expected at least ${least} in each trajectory for these histories and lags, got ${trajectories} trajectories of ${steps}. Record longer, or look back less.`,
    );
  }
  for (const [name, own] of Object.entries(series))
    checkFinite(where, name, own, (row) => `trajectory ${Math.floor(row / steps)}, step ${row % steps}`);
}

function checkFinite(where: string, name: string, { dim, data }: Pick<Batch, 'dim' | 'data'>, place: (row: number) => string): void {
  for (let at = 0; at < data.length; at++) {
    if (Number.isFinite(data[at])) continue;
    throw new SzilardError(
      'non-finite',
      `[${where}] ${name}: expected finite numbers, got ${data[at]} at ${place(Math.floor(at / dim))}, column ${at % dim} (both counted from 0). Repair or drop that row.`,
    );
  }
}
