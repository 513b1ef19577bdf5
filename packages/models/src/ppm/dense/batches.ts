import { type RandomStream, SzilardError } from '@szilard/core';

/**
 * How batches come about. `independent`: every row drawn anew, with replacement: η is white. `distinct`: no row twice in a batch.
 * `epochs`: all rows once, in a new order, before any comes again: η of an epoch sums to 0, so it is not white.
 */
export type BatchDraw = 'independent' | 'distinct' | 'epochs';

/** The next batch of `rows`; the array is used again. */
export function batches(rows: Int32Array, batch: number, draw: BatchDraw, rng: RandomStream): () => Int32Array {
  const n = rows.length;
  if (!(Number.isSafeInteger(batch) && batch >= 1 && (draw === 'independent' || batch <= n)))
    throw new SzilardError('parameter', `[batches] batch: expected a whole number from 1 to ${n}, got ${batch}.`);
  if (draw === 'epochs' && n % batch !== 0)
    throw new SzilardError(
      'parameter',
      `[batches] batch: expected a divisor of ${n} rows, got ${batch}. Epochs are made of whole batches.`,
    );
  const uniforms = new Float64Array(batch);
  const out = new Int32Array(batch);
  if (draw === 'independent') {
    return () => {
      rng.fillUniform(uniforms);
      for (let i = 0; i < batch; i++) out[i] = rows[Math.floor(uniforms[i] * n)];
      return out;
    };
  }
  const order = Int32Array.from(rows);
  let used = 0;
  return () => {
    if (draw === 'distinct' || used === n) used = 0;
    rng.fillUniform(uniforms);
    for (let i = 0; i < batch; i++, used++) {
      const other = used + Math.floor(uniforms[i] * (n - used));
      [order[used], order[other]] = [order[other], order[used]];
      out[i] = order[used];
    }
    return out;
  };
}
