import type { Batch } from '../contracts/batch.ts';
import { SzilardError } from '../errors.ts';

/** n states of zeros; [n, dim]. */
export const batch = (n: number, dim: number): Batch => ({ n, dim, data: new Float64Array(n * dim) });

/** Numbers as states, no copy; [n, dim]. */
export function batchOf(data: Float64Array, dim = 1): Batch {
  if (dim < 1 || data.length % dim !== 0) {
    throw new SzilardError('shape', `[batch] expected a multiple of dim = ${dim} numbers, got ${data.length}.`);
  }
  return { n: data.length / dim, dim, data };
}

/** Rows [from, to) as a view; no copy. */
export const rows = ({ dim, data }: Batch, from: number, to: number): Batch => ({
  n: to - from,
  dim,
  data: data.subarray(from * dim, to * dim),
});

/** Component k of every state; [n], a copy. */
export const component = ({ n, dim, data }: Batch, k: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => data[i * dim + k]);

/** Time-reversed states: components of parity −1 change sign. A copy, or the batch itself where all are even. */
export const flip = (x: Batch, parity: Int8Array | undefined): Batch =>
  parity ? { ...x, data: x.data.map((v, at) => v * parity[at % x.dim]) } : x;
