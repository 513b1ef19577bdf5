import { Matrix } from 'ml-matrix';
import { SzilardError } from '../errors.ts';
import { logDeterminant, matrixOf, mustBePositive, type Rows } from './matrices.ts';

/** A normal law in any dimension; [dim] and [dim, dim]. */
export interface NormalLaw {
  readonly mean: ArrayLike<number>;
  readonly covariance: Rows;
}

/** D(p‖q) = ½ [tr(Q⁻¹P) + (m − n)ᵀQ⁻¹(m − n) − d + ln det Q/det P] of two normal laws; nats [Cover2006]. */
export function gaussianDivergence(p: NormalLaw, q: NormalLaw): number {
  const dim = p.mean.length;
  if (q.mean.length !== dim)
    throw new SzilardError('shape', `[gaussianDivergence] expected laws of one dimension, got ${dim} and ${q.mean.length}.`);
  const [P, Q] = [
    matrixOf(p.covariance, '[gaussianDivergence] p.covariance', dim),
    matrixOf(q.covariance, '[gaussianDivergence] q.covariance', dim),
  ];
  const [ofP, ofQ] = [mustBePositive(P, '[gaussianDivergence] p.covariance'), mustBePositive(Q, '[gaussianDivergence] q.covariance')];
  const apart = Matrix.columnVector(Array.from(p.mean, (m, k) => m - q.mean[k]));
  const square = apart.transpose().mmul(ofQ.solve(apart)).get(0, 0);
  return 0.5 * (ofQ.solve(P).trace() + square - dim + logDeterminant(ofQ) - logDeterminant(ofP));
}
