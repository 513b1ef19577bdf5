import { Matrix } from 'ml-matrix';
import { solveStein } from './lyapunov.ts';
import { matrixOf, mustBePositive, mustBeSymmetric, type Rows, rowsOf } from './matrices.ts';

export interface LinearMapOptions {
  /** A of x′ = A x + N(0, Q), all eigenvalues inside the unit circle; [n, n]. */
  readonly map: Rows;
  /** Q, symmetric positive definite; [n, n]. */
  readonly noise: Rows;
}

export interface LinearMap {
  /** S = A S Aᵀ + Q; [n, n]. */
  readonly covariance: number[][];
  /** ½⟨r̃ᵀQ⁻¹r̃ − n⟩ = tr[Q⁻¹(1 − A²)S] − n, r̃ the residual of a step undone; nats per step. */
  readonly entropyProductionPerStep: number;
}

/** The steady state of a linear autoregression; docs/theory.md 9. */
export function linearMap({ map, noise }: LinearMapOptions): LinearMap {
  const a = matrixOf(map, '[linearMap] map');
  const q = matrixOf(noise, '[linearMap] noise', a.rows);
  mustBeSymmetric(q, '[linearMap] noise');
  const factors = mustBePositive(q, '[linearMap] noise');
  const s = solveStein(a, q, '[linearMap] map');
  const rest = Matrix.sub(s, a.mmul(a).mmul(s));
  return { covariance: rowsOf(s), entropyProductionPerStep: factors.solve(rest).trace() - a.rows };
}
