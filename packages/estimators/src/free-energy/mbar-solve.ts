import { type ReducedEnergies, sum } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { logSumExp } from './log-sum-exp.ts';

export interface MbarSolution {
  /** Reduced free energies, f of state 0 being 0; [states], kT. */
  readonly f: Float64Array;
  /** Weight of every sample in every state; [samples, states] by rows, every column sums to 1. */
  readonly weights: Float64Array;
  readonly counts: readonly number[];
  /** Largest |Σ_n N_k W_nk − N_k|/N_k over sampled states: how well the equations are met. */
  readonly residual: number;
}

/**
 * The free energies that maximise the likelihood of all samples together [Shirts2008]:
 *
 *     f_k = −ln Σ_n e^−u_k(x_n) / Σ_j N_j e^(f_j − u_j(x_n))
 *
 * They minimise Φ = Σ_n ln Σ_k N_k e^(f_k − u_kn) − Σ_k N_k f_k, which is convex: Newton's step where it lowers Φ, else one
 * pass of the equation itself, which always does. States without samples enter at the end.
 */
export function solveMbar({ reduced, counts }: ReducedEnergies): MbarSolution {
  const { n, dim: states, data } = reduced;
  const sampled = counts.flatMap((count, k) => (count > 0 ? [k] : []));
  const size = sampled.length;
  const f = new Float64Array(states);
  const logDenominator = new Float64Array(n);
  const share = new Float64Array(size);
  const products = new Float64Array(size * size);
  const logs = new Float64Array(size);

  /** Φ at `guess`; fills the logarithms of the denominators, Σ_n p_nk and Σ_n p_nj p_nk with p_nk = N_k W_nk. */
  const look = (guess: Float64Array): number => {
    share.fill(0);
    products.fill(0);
    for (let i = 0; i < n; i++) {
      for (let a = 0; a < size; a++) logs[a] = Math.log(counts[sampled[a]]) + guess[sampled[a]] - data[i * states + sampled[a]];
      logDenominator[i] = logSumExp(logs);
      for (let a = 0; a < size; a++) share[a] += logs[a] = Math.exp(logs[a] - logDenominator[i]);
      for (let a = 0; a < size; a++) for (let b = 0; b <= a; b++) products[a * size + b] += logs[a] * logs[b];
    }
    return sum(logDenominator) - sampled.reduce((total, k) => total + counts[k] * guess[k], 0);
  };

  let phi = look(f);
  for (let pass = 0; pass < 5000; pass++) {
    const before = f.slice();
    const own = sampled.map((k, a) => before[k] - Math.log(share[a] / counts[k]));
    const newton = newtonStep(share, products, sampled, counts);
    if (newton) for (let a = 0; a < size; a++) f[sampled[a]] = before[sampled[a]] + newton[a];
    let reached = newton ? look(f) : Number.POSITIVE_INFINITY;
    if (!(reached <= phi + 1e-13 * Math.abs(phi))) {
      for (let a = 0; a < size; a++) f[sampled[a]] = own[a] - own[0] + before[sampled[0]];
      reached = look(f);
    }
    phi = reached;
    if (sampled.every((k) => Math.abs(f[k] - before[k]) <= 1e-13 * Math.max(1, Math.abs(f[k])))) break;
  }

  for (let k = 0; k < states; k++) {
    if (counts[k] === 0) f[k] = -logSumExp(Float64Array.from({ length: n }, (_, i) => -data[i * states + k] - logDenominator[i]));
  }
  const weights = new Float64Array(n * states);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < states; k++) weights[i * states + k] = Math.exp(f[k] - data[i * states + k] - logDenominator[i]);
  const residual = sampled.reduce((most, k, a) => Math.max(most, Math.abs(share[a] / counts[k] - 1)), 0);
  return { f: f.map((value) => value - f[0]), weights, counts, residual };
}

/** Newton's step with the first sampled state held; null where states are not connected to rounding. */
function newtonStep(share: Float64Array, products: Float64Array, sampled: readonly number[], counts: readonly number[]): number[] | null {
  const size = sampled.length;
  if (size === 1) return [0];
  const hessian = new Matrix(size - 1, size - 1);
  const slope = new Matrix(size - 1, 1);
  for (let a = 1; a < size; a++) {
    slope.set(a - 1, 0, counts[sampled[a]] - share[a]);
    for (let b = 1; b <= a; b++) {
      const entry = (a === b ? share[a] : 0) - products[a * size + b];
      hessian.set(a - 1, b - 1, entry);
      hessian.set(b - 1, a - 1, entry);
    }
  }
  const cholesky = new CholeskyDecomposition(hessian);
  return cholesky.isPositiveDefinite() ? [0, ...cholesky.solve(slope).to1DArray()] : null;
}
