import { type Batch, component, moments, sum } from '@szilard/core';

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
}

export const columnsOf = (name: string, samples: Batch): Column[] =>
  Array.from({ length: samples.dim }, (_, k) => describe(`${name} column ${k}`, component(samples, k)));

function describe(name: string, values: Float64Array): Column {
  const constant = values.every((value) => value === values[0]);
  const { mean, variance } = moments(values);
  const scaled = values.map((value) => ((value - mean) / Math.sqrt(variance)) ** 2);
  const second = sum(scaled) / values.length;
  const excessKurtosis = constant ? Number.NaN : sum(scaled.map((s) => s * s)) / values.length / second ** 2 - 3;
  return { name, mean, deviation: constant ? 0 : Math.sqrt(variance), constant, excessKurtosis };
}

/** The column with the largest |excess kurtosis|; undefined if all are constant. */
export const leastNormal = (columns: readonly Column[]): Column | undefined =>
  columns.filter(({ constant }) => !constant).sort((a, b) => Math.abs(b.excessKurtosis) - Math.abs(a.excessKurtosis))[0];
