import { type Batch, batch, type RandomStream } from '@szilard/core';
import { fineNormal } from './gaussian-pairs.ts';

/** ln det of `dim` columns of variance 1, every pair with correlation r. */
export const equicorrelated = (dim: number, r: number): number => (dim - 1) * Math.log(1 - r) + Math.log(1 + (dim - 1) * r);

/** Standard normals, independent; [n, dim]. */
export function fineNormals(n: number, dim: number, rng: RandomStream): Batch {
  const out = batch(n, dim);
  for (let at = 0; at < out.data.length; at++) out.data[at] = fineNormal(rng);
  return out;
}

/** Columns of variance 1 that load on one common factor: every pair has correlation r ≥ 0; [n, dim]. */
export function columnsOf(n: number, dim: number, r: number, rng: RandomStream): Batch {
  const [own, common] = [fineNormals(n, dim, rng.fork('own')), fineNormals(n, 1, rng.fork('common'))];
  for (let at = 0; at < own.data.length; at++)
    own.data[at] = Math.sqrt(1 - r) * own.data[at] + Math.sqrt(r) * common.data[Math.floor(at / dim)];
  return own;
}
