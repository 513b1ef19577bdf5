import { type Ensemble, SzilardError } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Blocks } from './blocks.ts';

/** Second moments of windows of order + 1 frames, oldest frame first; [(order + 1)·dim, (order + 1)·dim], block by block. */
export interface WindowMoments {
  readonly blocks: readonly Matrix[];
  readonly rows: readonly number[];
}

/** Columns are counted from `mean`; [dim]. */
export function windowMoments(
  { trajectories, steps, dim, data }: Ensemble,
  order: number,
  { count, of }: Blocks,
  mean: Float64Array,
): WindowMoments {
  const size = (order + 1) * dim;
  const sums = Array.from({ length: count }, () => new Float64Array(size * size));
  const rows = new Array<number>(count).fill(0);
  const window = new Float64Array(size);
  for (let i = 0, row = 0; i < trajectories; i++) {
    for (let t = 0; t + order < steps; t++, row++) {
      const from = (i * steps + t) * dim;
      for (let a = 0; a < size; a++) window[a] = data[from + a] - mean[a % dim];
      const own = sums[of[row]];
      rows[of[row]]++;
      for (let a = 0; a < size; a++) for (let b = 0; b <= a; b++) own[a * size + b] += window[a] * window[b];
    }
  }
  const blocks = sums.map((own) => {
    const matrix = new Matrix(size, size);
    for (let a = 0; a < size; a++) for (let b = 0; b <= a; b++) matrix.set(a, b, own[a * size + b]).set(b, a, own[a * size + b]);
    return matrix;
  });
  return { blocks, rows };
}

/** x_t = Σ_k A_k x_{t−k} + N(0, Q), fitted by least squares. */
export interface Autoregression {
  /** Residual of the newest frame given those before it, as weights of the window; [dim, window]. */
  readonly forward: Matrix;
  /** Residual of the oldest frame by the same law, the window read backwards with odd columns turned; [dim, window]. */
  readonly backward: Matrix;
  /** Q; [dim, dim]. */
  readonly noise: Matrix;
  /** ½⟨r̃ᵀQ⁻¹r̃ − d⟩, r̃ the residuals of the series read backwards; nats per step. */
  readonly entropyProduction: number;
}

/** From second moments of windows, and how many windows there were; `signs` of the columns under time reversal. */
export function autoregression(where: string, sums: Matrix, rows: number, signs: Int8Array): Autoregression {
  const size = sums.rows;
  const dim = signs.length;
  const past = size - dim;
  const moments = Matrix.div(sums, rows);
  const known = moments.subMatrix(0, past - 1, 0, past - 1);
  const map = solve(where, known, moments.subMatrix(0, past - 1, past, size - 1), 'frames').transpose();
  const [forward, backward] = [new Matrix(dim, size), new Matrix(dim, size)];
  for (let a = 0; a < dim; a++) {
    forward.set(a, past + a, 1);
    backward.set(a, a, signs[a]);
    for (let b = 0; b < past; b++) {
      forward.set(a, b, -map.get(a, b));
      // Frame s of the window is frame order − s of the window read backwards.
      backward.set(a, past - dim * Math.floor(b / dim) + (b % dim), -signs[b % dim] * map.get(a, b));
    }
  }
  const noise = forward.mmul(moments).mmul(forward.transpose());
  const undone = backward.mmul(moments).mmul(backward.transpose());
  const entropyProduction = 0.5 * (solve(where, noise, undone, 'residuals').trace() - dim);
  return { forward, backward, noise, entropyProduction };
}

/** Columns at a conditional variance below this share of their own are determined by others. */
const SINGULAR = 1e-13;

/** matrix⁻¹ right, in units of the columns' own, so that what is singular does not depend on them. */
function solve(where: string, matrix: Matrix, right: Matrix, what: string): Matrix {
  const n = matrix.rows;
  const unit = matrix.diagonal().map(Math.sqrt);
  const scaled = new Matrix(n, n);
  // One triangle: the two may differ by rounding.
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      const r = a === b ? 1 : matrix.get(a, b) / unit[a] / unit[b];
      scaled.set(a, b, r).set(b, a, r);
    }
  }
  if (!unit.every((v) => v > 0 && Number.isFinite(v)) || scaled.to1DArray().some(Number.isNaN)) throw singular(where, what);
  const cholesky = new CholeskyDecomposition(scaled);
  const pivots = cholesky.lowerTriangularMatrix.diagonal();
  if (!pivots.every((pivot) => pivot ** 2 > SINGULAR * n) || !cholesky.isPositiveDefinite()) throw singular(where, what);
  const rows = right.clone();
  for (let a = 0; a < n; a++) rows.mulRow(a, 1 / unit[a]);
  const out = cholesky.solve(rows);
  for (let a = 0; a < n; a++) out.mulRow(a, 1 / unit[a]);
  return out;
}

const singular = (where: string, what: string): SzilardError =>
  new SzilardError(
    'input',
    `[${where}] series: expected ${what} that do not determine each other, got a singular covariance. Drop columns that are constant or follow from others.`,
  );
