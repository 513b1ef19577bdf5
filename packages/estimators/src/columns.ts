import { type Batch, sum } from '@szilard/core';
import { inOrder } from './neighbours/in-order.ts';
import { type View, viewOf } from './neighbours/view.ts';

/** What one column looks like by itself. */
export interface Column {
  /** How cautions call it: `x column 0`. */
  readonly name: string;
  readonly mean: number;
  /** Square root of the unbiased variance. */
  readonly deviation: number;
  readonly constant: boolean;
  /** ⟨(v − mean)⁴⟩/⟨(v − mean)²⟩² − 3: 0 for a normal law. NaN if constant. */
  readonly excessKurtosis: number;
  /** How many different values it takes. */
  readonly distinct: number;
}

export const columnsOf = (name: string, samples: Batch): Column[] => columnsOfView(name, viewOf(samples));

export const columnsOfView = (name: string, view: View): Column[] =>
  Array.from({ length: view.dim }, (_, k) => inOrder(view, k, (values) => describe(`${name} column ${k}`, values)));

/** `values`: in ascending order; they are overwritten. */
function describe(name: string, values: Float64Array): Column {
  const n = values.length;
  let distinct = 1;
  for (let i = 1; i < n; i++) if (values[i] !== values[i - 1]) distinct++;
  const constant = distinct === 1;
  const mean = sum(values) / n;
  for (let i = 0; i < n; i++) values[i] = (values[i] - mean) ** 2;
  const variance = sum(values) / (n - 1);
  let fourth = 0;
  for (let i = 0; i < n; i++) fourth += (values[i] / variance) ** 2;
  const second = (n - 1) / n;
  const excessKurtosis = constant ? Number.NaN : fourth / n / second ** 2 - 3;
  return { name, mean, deviation: constant ? 0 : Math.sqrt(variance), constant, excessKurtosis, distinct };
}

/** The column with the largest |excess kurtosis|; undefined if all are constant. */
export const leastNormal = (columns: readonly Column[]): Column | undefined =>
  columns.filter(({ constant }) => !constant).sort((a, b) => Math.abs(b.excessKurtosis) - Math.abs(a.excessKurtosis))[0];
