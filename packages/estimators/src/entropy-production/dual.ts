import type { Batch } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { correlations, factor, independent } from '../information/whiten.ts';

const ITERATIONS = 60;
/** A step that promises less than this is the last; nats. */
const GAIN = 1e-13;
/** Exponents beyond this mean that the maximum is at infinity. */
const FARTHEST = 200;

/** θ·m − ln⟨e^{−u}⟩ for u = θ·g; `still`: further rows with u = 0. The shift keeps the largest exponential at 1. */
export function dual(u: Float64Array, still: number): { value: number; logMean: number; shift: number } {
  let [shift, sum] = [0, 0];
  for (let i = 0; i < u.length; i++) {
    if (-u[i] > shift) shift = -u[i];
    sum += u[i];
  }
  let total = still * Math.exp(-shift);
  for (let i = 0; i < u.length; i++) total += Math.exp(-u[i] - shift);
  const n = u.length + still;
  const logMean = Math.log(total / n) + shift;
  return { value: sum / n - logMean, logMean, shift };
}

/**
 * θ that makes θ·⟨g⟩ − ln⟨e^{−θ·g}⟩ largest, by Newton's method with halved steps: it is concave [Donsker1983]. Rows are g of one step each.
 * Columns that never move, and those that others determine, have weight 0. On the way to infinity it stops: the direction is enough.
 */
export function dualWeights({ n, dim, data }: Batch): Float64Array {
  const weights = new Float64Array(dim);
  const size = new Float64Array(dim);
  for (let at = 0; at < n * dim; at++) size[at % dim] += data[at] ** 2 / n;
  const moved = Array.from({ length: dim }, (_, k) => k).filter((k) => size[k] > 0);
  if (moved.length === 0) return weights;
  const products = correlations({ n, dim, data });
  const columns = factor(products, moved)?.columns ?? independent(products, [], moved);
  const m = columns.length;
  const rows = Array.from({ length: n }, (_, i) => i).filter((i) => columns.some((k) => data[i * dim + k] !== 0));
  const g = new Float64Array(rows.length * m);
  for (let at = 0; at < g.length; at++) {
    const k = columns[at % m];
    g[at] = data[rows[Math.floor(at / m)] * dim + k] / Math.sqrt(size[k]);
  }
  const still = n - rows.length;
  const mean = new Float64Array(m);
  for (let at = 0; at < g.length; at++) mean[at % m] += g[at] / n;

  const along = (direction: Float64Array) => {
    const out = new Float64Array(rows.length);
    for (let at = 0; at < g.length; at++) out[Math.floor(at / m)] += g[at] * direction[at % m];
    return out;
  };
  let theta = new Float64Array(m);
  let u = new Float64Array(rows.length);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const now = dual(u, still);
    const tilted = new Float64Array(m);
    const squares = new Float64Array(m * m);
    for (let r = 0; r < rows.length; r++) {
      const e = Math.exp(-u[r] - now.logMean) / n;
      for (let a = 0; a < m; a++) {
        const own = e * g[r * m + a];
        tilted[a] += own;
        for (let b = 0; b <= a; b++) squares[a * m + b] += own * g[r * m + b];
      }
    }
    const hessian = new Matrix(m, m);
    for (let a = 0; a < m; a++) {
      for (let b = 0; b <= a; b++) {
        const own = squares[a * m + b] - tilted[a] * tilted[b];
        hessian.set(a, b, own).set(b, a, own);
      }
    }
    const cholesky = new CholeskyDecomposition(hessian);
    if (!cholesky.isPositiveDefinite()) break;
    const gradient = mean.map((v, a) => v + tilted[a]);
    const step = Float64Array.from(cholesky.solve(Matrix.columnVector(gradient)).to1DArray());
    const promised = step.reduce((sum, v, a) => sum + v * gradient[a], 0);
    const across = along(step);
    let share = 1;
    const at = (s: number) => u.map((v, r) => v + s * across[r]);
    while (share > 1e-6 && !(dual(at(share), still).value > now.value + 1e-4 * share * promised)) share /= 2;
    if (!(share > 1e-6)) break;
    theta = theta.map((v, a) => v + share * step[a]);
    u = at(share);
    if (promised < GAIN || u.some((v) => Math.abs(v) > FARTHEST)) break;
  }
  // Without a curvature to go by, the gradient shows the way to infinity.
  if (theta.every((v) => v === 0)) theta = mean;
  columns.forEach((k, c) => void (weights[k] = theta[c] / Math.sqrt(size[k])));
  return weights;
}
