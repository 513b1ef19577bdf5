import { type Batch, SzilardError } from '@szilard/core';
import { columnsOf } from '../columns.ts';
import { refuseFlat } from '../information/prepare.ts';

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
export function inputsOf(where: string, name: string, samples: Batch, training: Int32Array, standardise: boolean): Inputs {
  const { n, dim, data } = samples;
  const values = new Float32Array(n * dim);
  const columns = standardise ? columnsOf(name, { n: training.length, dim, data: gathered(data, dim, training) }) : [];
  for (let k = 0; k < dim; k++) {
    if (standardise) refuseFlat(where, columns[k], 'in the training part', ', or set standardise to false');
    const { mean, deviation } = columns[k] ?? { mean: 0, deviation: 1 };
    for (let at = k; at < n * dim; at += dim) values[at] = single(where, `${name} column ${k}`, (data[at] - mean) / deviation);
  }
  return { dim, rows: (chosen) => gathered(values, dim, chosen) };
}

function gathered<A extends Float32Array | Float64Array>(data: A, dim: number, rows: Int32Array): A {
  const out = new (data.constructor as new (length: number) => A)(rows.length * dim);
  for (let i = 0; i < rows.length; i++) for (let k = 0; k < dim; k++) out[i * dim + k] = data[rows[i] * dim + k];
  return out;
}

/** Refuses what single precision cannot hold. */
export function single(where: string, name: string, value: number): number {
  if (Number.isFinite(Math.fround(value))) return value;
  throw new SzilardError(
    'non-finite',
    `[${where}] ${name}: expected numbers below 3e38, got ${value}. Rescale it, or set standardise to true.`,
  );
}
