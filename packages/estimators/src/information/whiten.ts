import { type Batch, SzilardError } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Column } from '../columns.ts';
import { collected, type View } from '../neighbours/view.ts';
import { refuseFlat } from './prepare.ts';

/** Columns at mean 0 and variance 1; [n, dim], a copy. A column without spread is refused. */
export function standardise(where: string, view: View, columns: readonly Column[]): Batch {
  if (view.n < view.dim + 2) {
    throw new SzilardError(
      'input',
      `[${where}] n: expected at least ${view.dim + 2} samples for a covariance of ${view.dim} columns, got ${view.n}. Take more samples.`,
    );
  }
  for (const column of columns) refuseFlat(where, column);
  const rows = collected(view);
  const { n, dim, data } = rows;
  for (let k = 0; k < dim; k++) {
    const { mean, deviation } = columns[k];
    for (let at = k; at < n * dim; at += dim) data[at] = (data[at] - mean) / deviation;
  }
  return rows;
}

/** Correlations of all pairs of standardised columns. */
export function correlations({ n, dim, data }: Batch): Matrix {
  const products = new Float64Array(dim * dim);
  for (let at = 0; at < n * dim; at += dim)
    for (let a = 0; a < dim; a++) for (let b = 0; b <= a; b++) products[a * dim + b] += data[at + a] * data[at + b];
  const out = new Matrix(dim, dim);
  for (let a = 0; a < dim; a++) {
    for (let b = 0; b <= a; b++) {
      const r = a === b ? 1 : products[a * dim + b] / Math.sqrt(products[a * dim + a] * products[b * dim + b]);
      out.set(a, b, r);
      out.set(b, a, r);
    }
  }
  return out;
}

export interface Factor {
  readonly columns: readonly number[];
  /** ln det of the correlations of these columns. */
  readonly logDet: number;
  /** Lower triangle of their Cholesky factor, row by row. */
  readonly lower: Float64Array;
}

/** Smallest conditional variance of a column, given those before it, that is told apart from none. */
const SINGULAR = 1e-13;

/** Correlations of some columns by Cholesky; null where they are linearly dependent to rounding. */
export function factor(correlation: Matrix, columns: readonly number[]): Factor | null {
  const dim = columns.length;
  if (dim === 0) return { columns, logDet: 0, lower: new Float64Array(0) };
  const cholesky = new CholeskyDecomposition(correlation.selection([...columns], [...columns]));
  const lower = Float64Array.from(cholesky.lowerTriangularMatrix.to1DArray());
  let logDet = 0;
  for (let a = 0; a < dim; a++) {
    // The library clamps a negative pivot to zero and carries on; a tiny positive one is rounding.
    if (!cholesky.isPositiveDefinite() || lower[a * dim + a] ** 2 < SINGULAR * dim) return null;
    logDet += 2 * Math.log(lower[a * dim + a]);
  }
  return { columns, logDet, lower };
}

/** Those of `candidates` that `given`, and the candidates before them, do not determine. */
export function independent(correlation: Matrix, given: readonly number[], candidates: readonly number[]): number[] {
  const kept: number[] = [];
  for (const column of candidates) if (factor(correlation, [...given, ...kept, column])) kept.push(column);
  return kept;
}

/** zᵀR⁻¹z of every row, z its standardised columns, added with a weight; [n]. */
export function addSquares({ n, dim, data }: Batch, { columns, lower }: Factor, weight: number, out: Float64Array): void {
  const size = columns.length;
  const row = new Float64Array(size);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < size; a++) {
      let rest = data[i * dim + columns[a]];
      for (let b = 0; b < a; b++) rest -= lower[a * size + b] * row[b];
      row[a] = rest / lower[a * size + a];
      out[i] += weight * row[a] * row[a];
    }
  }
}
