import { type Ensemble, linearMap, type RandomStream, type Rows } from '@szilard/core';
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { fineNormal } from './gaussian-pairs.ts';

/** x′ = A x + N(0, Q) in its steady state. */
export interface LinearSeries {
  readonly map: Rows;
  readonly noise: Rows;
  readonly covariance: number[][];
  /** Nats per step. */
  readonly entropyProduction: number;
  sample(trajectories: number, steps: number, rng: RandomStream): Ensemble;
}

export function linearSeries(map: Rows, noise: Rows): LinearSeries {
  const dim = map.length;
  const { covariance, entropyProductionPerStep } = linearMap({ map, noise });
  const [start, kick] = [root(covariance), root(noise)];
  return {
    map,
    noise,
    covariance,
    entropyProduction: entropyProductionPerStep,
    sample(trajectories, steps, rng) {
      const data = new Float64Array(trajectories * steps * dim);
      const z = new Float64Array(dim);
      for (let i = 0; i < trajectories; i++) {
        const own = rng.fork(i);
        for (let t = 0; t < steps; t++) {
          for (let a = 0; a < dim; a++) z[a] = fineNormal(own);
          const at = (i * steps + t) * dim;
          for (let a = 0; a < dim; a++) {
            for (let b = 0; b <= a; b++) data[at + a] += (t === 0 ? start : kick)[a][b] * z[b];
            if (t > 0) for (let b = 0; b < dim; b++) data[at + a] += map[a][b] * data[at - dim + b];
          }
        }
      }
      return { trajectories, steps, dim, data };
    },
  };
}

const root = (covariance: Rows): number[][] =>
  new CholeskyDecomposition(new Matrix(covariance as number[][])).lowerTriangularMatrix.to2DArray();

/** Beads in a row between two walls, all springs 1, each in a bath of its own; dx = −A x dt + √(2T) dW, A = tridiag(−1, 2, −1). */
export function beadChain(temperatures: readonly number[]): { drift: number[][]; diffusion: number[][] } {
  const each = (f: (i: number, j: number) => number) => temperatures.map((_, i) => temperatures.map((_t, j) => f(i, j)));
  return {
    drift: each((i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    diffusion: each((i, j) => (i === j ? temperatures[i] : 0)),
  };
}

/** The exact step of a time `interval` of dx = −A x dt + √(2D) dW, A symmetric, S its stationary covariance: e^{−A t} and S − e^{−A t} S e^{−A t}. */
export function exactStep(drift: Rows, covariance: Rows, interval: number): { map: number[][]; noise: number[][] } {
  const { eigenvectorMatrix: v, realEigenvalues } = new EigenvalueDecomposition(new Matrix(drift as number[][]), { assumeSymmetric: true });
  const map = v.mmul(Matrix.diag(realEigenvalues.map((rate) => Math.exp(-rate * interval)))).mmul(v.transpose());
  const s = new Matrix(covariance as number[][]);
  const noise = Matrix.sub(s, map.mmul(s).mmul(map.transpose()));
  return { map: map.to2DArray(), noise: Matrix.add(noise, noise.transpose()).mul(0.5).to2DArray() };
}
