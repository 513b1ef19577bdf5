import { type Batch, SzilardError } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Column } from '../columns.ts';

/** Columns at mean 0 and variance 1; a copy. A column without spread is refused. */
export function standardise(where: string, { n, dim, data }: Batch, columns: readonly Column[]): Batch {
  for (const { name, deviation } of columns) {
    if (deviation > 0 && Number.isFinite(1 / deviation)) continue;
    throw new SzilardError(
      'input',
      `[${where}] ${name}: expected a column that varies, got standard deviation ${deviation}. Drop it, or rescale it.`,
    );
  }
  return { n, dim, data: data.map((value, at) => (value - columns[at % dim].mean) / columns[at % dim].deviation) };
}

export interface Whitened {
  /** ln det R of the correlation matrix R. */
  readonly logDet: number;
  /** zᵀR⁻¹z of every sample; [n]. */
  readonly squares: Float64Array;
}

/** Smallest conditional variance of a column, given those before it, that is told apart from none. */
const SINGULAR = 1e-13;

/** Correlations of standardised columns by Cholesky; null where they are linearly dependent to rounding. */
export function whiten(parts: readonly Batch[]): Whitened | null {
  const n = parts[0].n;
  const dim = parts.reduce((sum, part) => sum + part.dim, 0);
  const row = new Float64Array(dim);
  const load = (i: number) => {
    let k = 0;
    for (const { dim: width, data } of parts) for (let c = i * width; c < (i + 1) * width; c++) row[k++] = data[c];
  };

  const products = new Float64Array(dim * dim);
  for (let i = 0; i < n; i++) {
    load(i);
    for (let a = 0; a < dim; a++) for (let b = 0; b <= a; b++) products[a * dim + b] += row[a] * row[b];
  }
  const correlation = new Matrix(dim, dim);
  for (let a = 0; a < dim; a++) {
    for (let b = 0; b <= a; b++) {
      const r = a === b ? 1 : products[a * dim + b] / Math.sqrt(products[a * dim + a] * products[b * dim + b]);
      correlation.set(a, b, r);
      correlation.set(b, a, r);
    }
  }

  const cholesky = new CholeskyDecomposition(correlation);
  const lower = Float64Array.from(cholesky.lowerTriangularMatrix.to1DArray());
  let logDet = 0;
  for (let a = 0; a < dim; a++) {
    // The library clamps a negative pivot to zero and carries on; a tiny positive one is rounding.
    if (!cholesky.isPositiveDefinite() || lower[a * dim + a] ** 2 < SINGULAR * dim) return null;
    logDet += 2 * Math.log(lower[a * dim + a]);
  }

  const squares = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    load(i);
    for (let a = 0; a < dim; a++) {
      let rest = row[a];
      for (let b = 0; b < a; b++) rest -= lower[a * dim + b] * row[b];
      row[a] = rest / lower[a * dim + a];
      squares[i] += row[a] * row[a];
    }
  }
  return { logDet, squares };
}
