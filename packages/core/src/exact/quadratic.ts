import { Matrix } from 'ml-matrix';
import { choleskyOf, logDeterminant, mustBePositive, traceOfProduct } from './matrices.ts';
import type { PathAverages } from './process.ts';

/** constant + linear·y + ½ yᵀ bend y, a functional of a Gaussian path y of mean 0. */
export interface Quadratic {
  readonly constant: number;
  readonly linear: Float64Array;
  /** [n, n], symmetric. */
  readonly bend: Matrix;
}

/** The same on few coordinates of the path: component a of the term is y[at[a]]. An index may occur twice. */
export interface Term extends Quadratic {
  readonly at: readonly number[];
}

/** Σ weight · term. */
export type Functional = readonly (readonly [weight: number, term: Term])[];

export const plus = (...parts: readonly Functional[]): Functional => parts.flat();
export const minus = (a: Functional, b: Functional): Functional => [...a, ...b.map(([weight, term]) => [-weight, term] as const)];

/** A functional on all n coordinates of the path. */
export function onPath(n: number, functional: Functional): Quadratic {
  let constant = 0;
  const linear = new Float64Array(n);
  const bend = Matrix.zeros(n, n);
  for (const [weight, term] of functional) {
    constant += weight * term.constant;
    term.at.forEach((i, a) => {
      linear[i] += weight * term.linear[a];
      term.at.forEach((j, b) => void bend.set(i, j, bend.get(i, j) + weight * term.bend.get(a, b)));
    });
  }
  return { constant, linear, bend };
}

/** ln N(r; 0, covariance) of r = coefficients · y[at] + offset. */
export function logNormal(at: readonly number[], coefficients: Matrix, offset: readonly number[], covariance: Matrix): Functional {
  if (offset.length === 0) return [];
  const factors = mustBePositive(covariance, '[linear-gaussian] path');
  const miss = Matrix.columnVector([...offset]);
  const pull = factors.solve(miss);
  const across = coefficients.transpose();
  const term: Term = {
    at,
    bend: across.mmul(factors.solve(coefficients)).mul(-1),
    linear: Float64Array.from(across.mmul(pull).to1DArray(), (v) => -v),
    constant: -0.5 * (traceOfProduct(miss.transpose(), pull) + logDeterminant(factors) + offset.length * Math.log(2 * Math.PI)),
  };
  return [[1, term]];
}

/** A Gaussian path: its covariance, its precision and ln det of that. */
export interface PathLaw {
  readonly covariance: Matrix;
  readonly precision: Matrix;
  readonly logDet: number;
}

/** The law of mean 0 (up to `linear`) with this log-density; and where its mean lies. */
export function lawOf({ linear, bend }: Quadratic): PathLaw & { readonly mean: Float64Array } {
  const n = linear.length;
  const precision = Matrix.mul(bend, -1);
  const factors = mustBePositive(precision, '[linear-gaussian] path');
  const covariance = factors.solve(Matrix.eye(n, n));
  return {
    covariance,
    precision,
    logDet: logDeterminant(factors),
    mean: Float64Array.from(covariance.mmul(Matrix.columnVector(linear)).to1DArray()),
  };
}

/** ⟨S⟩, ⟨e^−S⟩ and ⟨e^−2S⟩ of a quadratic functional by Gaussian integrals; Infinity where the integral diverges. */
export function quadraticAverages(s: Quadratic, { covariance, precision, logDet }: PathLaw): PathAverages {
  const { bend } = s;
  const linear = Matrix.columnVector(s.linear);
  /** ⟨e^−kS⟩ exists exactly where precision + k·bend is positive definite. */
  const exponential = (k: number): number => {
    const factors = choleskyOf(Matrix.add(precision, Matrix.mul(bend, k)));
    if (!factors) return Number.POSITIVE_INFINITY;
    const shift = traceOfProduct(linear.transpose(), factors.solve(linear));
    return Math.exp(-k * s.constant + 0.5 * (logDet - logDeterminant(factors)) + 0.5 * k * k * shift);
  };
  return { mean: s.constant + 0.5 * traceOfProduct(bend, covariance), integral: exponential(1), second: exponential(2) };
}
