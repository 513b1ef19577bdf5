import { type Batch, SzilardError } from '@szilard/core';

/** Columns as the network reads them; [n, dim], single precision. */
export interface Inputs {
  readonly dim: number;
  /** The chosen rows; [rows, dim]. */
  rows(chosen: Int32Array): Float32Array;
}

/**
 * As they are, or with mean 0 and standard deviation 1 over `training`; the difference is taken in double precision. A column
 * that does not vary there is refused.
 */
export function inputsOf(where: string, name: string, { n, dim, data }: Batch, training: Int32Array, standardise: boolean): Inputs {
  const values = new Float32Array(n * dim);
  for (let k = 0; k < dim; k++) {
    const { mean, deviation } = standardise ? spreadOf(where, `${name} column ${k}`, data, dim, k, training) : { mean: 0, deviation: 1 };
    for (let at = k; at < n * dim; at += dim) values[at] = single(where, name, (data[at] - mean) / deviation);
  }
  return {
    dim,
    rows(chosen) {
      const out = new Float32Array(chosen.length * dim);
      for (let i = 0; i < chosen.length; i++) for (let k = 0; k < dim; k++) out[i * dim + k] = values[chosen[i] * dim + k];
      return out;
    },
  };
}

function spreadOf(where: string, name: string, data: Float64Array, dim: number, k: number, rows: Int32Array) {
  let mean = 0;
  for (const row of rows) mean += data[row * dim + k] / rows.length;
  let variance = 0;
  for (const row of rows) variance += (data[row * dim + k] - mean) ** 2 / rows.length;
  const deviation = Math.sqrt(variance);
  if (deviation > 0 && Number.isFinite(1 / deviation)) return { mean, deviation };
  throw new SzilardError(
    'input',
    `[${where}] ${name}: expected a column that varies in the training part, got standard deviation ${deviation}. Drop it, rescale it, or set standardise to false.`,
  );
}

/** Refuses what single precision cannot hold. */
export function single(where: string, name: string, value: number): number {
  if (Number.isFinite(Math.fround(value))) return value;
  throw new SzilardError(
    'non-finite',
    `[${where}] ${name}: expected numbers below 3e38, got ${value}. Rescale it, or set standardise to true.`,
  );
}
