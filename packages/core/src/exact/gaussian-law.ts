import type { Matrix } from 'ml-matrix';
import type { Batch } from '../contracts/batch.ts';
import type { Law } from '../contracts/laws.ts';
import { block, logDeterminant, mustBePositive } from './matrices.ts';

/** A Gaussian law of (x, θ), x first. */
export interface GaussianMoments {
  readonly mean: Float64Array;
  readonly covariance: Matrix;
}

/** Which joint components belong to which seat, labels left out. */
export interface Layout {
  readonly x: readonly number[];
  readonly theta: readonly number[];
  /** Components of x, labels counted: where those of θ begin. */
  readonly thetaAt: number;
}

/** Entropies and information of a Gaussian law, by the Schur complement; nats. */
export interface GaussianInformation {
  readonly x: number;
  readonly theta: number;
  readonly joint: number;
  readonly mutual: number;
}

const LOG_2_PI_E = Math.log(2 * Math.PI) + 1;

/** S(X), S(Θ), S(X,Θ), I(X;Θ) of a covariance; an empty side has entropy 0. */
export function gaussianInformation(covariance: Matrix, { x, theta }: Pick<Layout, 'x' | 'theta'>, where: string): GaussianInformation {
  const entropy = (m: Matrix) => (m.rows === 0 ? 0 : 0.5 * (m.rows * LOG_2_PI_E + logDeterminant(mustBePositive(m, where))));
  const xx = block(covariance, x);
  const tt = block(covariance, theta);
  if (x.length === 0 || theta.length === 0) {
    const alone = { x: entropy(xx), theta: entropy(tt) };
    return { ...alone, joint: alone.x + alone.theta, mutual: 0 };
  }
  const cross = block(covariance, x, theta);
  const given = xx.clone().sub(cross.mmul(mustBePositive(tt, where).solve(cross.transpose())));
  const [sx, st, rest] = [entropy(xx), entropy(tt), entropy(given)];
  return { x: sx, theta: st, joint: st + rest, mutual: sx - rest };
}

/** ln N(z; mean, covariance) of some components of (x, θ); [n]. */
export function logGaussian({ mean, covariance }: GaussianMoments, components: readonly number[], where: string) {
  const dim = components.length;
  if (dim === 0) return (n: number, _at: (i: number, k: number) => number, out: Float64Array) => void out.fill(0, 0, n);
  const factors = mustBePositive(block(covariance, components), where);
  const l = factors.lowerTriangularMatrix.to2DArray();
  const lnZ = 0.5 * (dim * Math.log(2 * Math.PI) + logDeterminant(factors));
  const z = new Float64Array(dim);
  return (n: number, at: (i: number, k: number) => number, out: Float64Array) => {
    for (let i = 0; i < n; i++) {
      let square = 0;
      for (let k = 0; k < dim; k++) {
        let v = at(i, components[k]) - mean[components[k]];
        for (let j = 0; j < k; j++) v -= l[k][j] * z[j];
        z[k] = v / l[k][k];
        square += z[k] * z[k];
      }
      out[i] = -0.5 * square - lnZ;
    }
  };
}

/** The Gaussian law of (x, θ) as a law of the contract. */
export function gaussianLaw(moments: GaussianMoments, layout: Layout, where: string): Law {
  const { x, theta, thetaAt } = layout;
  const [joint, onlyX, onlyTheta] = [[...x, ...theta], x, theta].map((components) => logGaussian(moments, components, where));
  const inX = (batch: Batch) => (i: number, k: number) => batch.data[i * batch.dim + k];
  const inTheta = (batch: Batch) => (i: number, k: number) => batch.data[i * batch.dim + k - thetaAt];
  return {
    logJoint(xs, thetas, out) {
      const [a, b] = [inX(xs), inTheta(thetas)];
      joint(xs.n, (i, k) => (k < thetaAt ? a(i, k) : b(i, k)), out);
    },
    logX: (xs, out) => onlyX(xs.n, inX(xs), out),
    logTheta: (thetas, out) => onlyTheta(thetas.n, inTheta(thetas), out),
  };
}
