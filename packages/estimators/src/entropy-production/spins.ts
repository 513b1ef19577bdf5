import { type Batch, type Ensemble, SzilardError } from '@szilard/core';

/** Columns with more values than this are numbers, not symbols. */
const MOST = 16;

/**
 * Two values a column become −1 (the smaller) and +1; more become a column each, 1 where they hold and 0 elsewhere; a constant becomes
 * +1. [trajectories, steps, columns] → [trajectories, steps, spins], a copy.
 */
export function spinsOf(where: string, { trajectories, steps, dim, data }: Ensemble): Ensemble {
  const spins: Float64Array[] = [];
  for (let k = 0; k < dim; k++) {
    const values = Float64Array.from({ length: trajectories * steps }, (_, i) => data[i * dim + k]);
    const seen = new Set<number>();
    for (let i = 0; i < values.length && seen.size <= MOST; i++) seen.add(values[i] + 0);
    if (seen.size > MOST)
      throw new SzilardError(
        'input',
        `[${where}] series: expected symbols, at most ${MOST} values in column ${k}, got more. Take an estimator of numbers.`,
      );
    const up = Math.max(...seen);
    if (seen.size <= 2) spins.push(values.map((v) => (v === up ? 1 : -1)));
    else for (const own of [...seen].sort((a, b) => a - b)) spins.push(values.map((v) => (v === own ? 1 : 0)));
  }
  const count = spins.length;
  const out = new Float64Array(trajectories * steps * count);
  spins.forEach((column, k) => {
    for (let i = 0; i < column.length; i++) out[i * count + k] = column[i];
  });
  return { trajectories, steps, dim: count, data: out };
}

export type SpinObservables = 'exchange' | 'exchange-and-change';

export const observableCount = (kind: SpinObservables, dim: number): number =>
  (dim * (dim - 1)) / 2 + (kind === 'exchange' ? 0 : dim + (dim * (dim - 1)) / 2);

/**
 * What changes sign when two frames change places; [trajectories · (steps − 1), observables]. `exchange`: s_i s_j′ − s_j s_i′, i < j;
 * `exchange-and-change`: those, then s_i′ − s_i, then s_i′s_j′ − s_i s_j, whose means vanish in a steady state but whose noise can be weighed
 * off against that of the first.
 */
export function spinObservables({ trajectories, steps, dim, data }: Ensemble, kind: SpinObservables): { rows: Batch; length: number } {
  const count = observableCount(kind, dim);
  const length = steps - 1;
  const n = trajectories * length;
  const out = new Float64Array(n * count);
  for (let row = 0, at = 0; row < n; row++) {
    const from = (Math.floor(row / length) * steps + (row % length)) * dim;
    const to = from + dim;
    for (let i = 0; i < dim; i++)
      for (let j = i + 1; j < dim; j++) out[at++] = data[from + i] * data[to + j] - data[from + j] * data[to + i];
    if (kind === 'exchange') continue;
    for (let i = 0; i < dim; i++) out[at++] = data[to + i] - data[from + i];
    for (let i = 0; i < dim; i++)
      for (let j = i + 1; j < dim; j++) out[at++] = data[to + i] * data[to + j] - data[from + i] * data[from + j];
  }
  return { rows: { n, dim: count, data: out }, length };
}
