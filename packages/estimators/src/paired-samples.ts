import { type Batch, type PairedSamples, SzilardError } from '@szilard/core';

/** Refuse what no estimator can use: unequal lengths, wrong shapes, too few rows, NaN and infinities. */
export function checkPaired(where: string, { x, y }: PairedSamples, least = 2): void {
  checkShape(where, 'x', x);
  checkShape(where, 'y', y);
  if (x.n !== y.n) {
    throw new SzilardError('shape', `[${where}] y: expected ${x.n} rows as in x, got ${y.n}. Pair every row of x with one row of y.`);
  }
  if (x.n < least) throw new SzilardError('input', `[${where}] n: expected at least ${least} samples, got ${x.n}. Take more samples.`);
  checkFinite(where, 'x', x);
  checkFinite(where, 'y', y);
}

function checkShape(where: string, name: string, { n, dim, data }: Batch): void {
  if (!(dim >= 1) || data.length !== n * dim) {
    throw new SzilardError(
      'shape',
      `[${where}] ${name}: expected [${n}, ${dim}] = ${n * dim} numbers, got ${data.length}. Build it with batchOf(data, dim).`,
    );
  }
}

function checkFinite(where: string, name: string, { dim, data }: Batch): void {
  for (let at = 0; at < data.length; at++) {
    if (Number.isFinite(data[at])) continue;
    const place = `row ${Math.floor(at / dim)}, column ${at % dim} (both counted from 0)`;
    throw new SzilardError(
      'non-finite',
      `[${where}] ${name}: expected finite numbers, got ${data[at]} at ${place}. Repair or drop that row.`,
    );
  }
}
