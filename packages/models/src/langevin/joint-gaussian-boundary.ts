import { type Boundary, SzilardError } from '@szilard/core';
import type { Matrix } from 'ml-matrix';
import { cholesky } from './ornstein-uhlenbeck.ts';

export interface JointGaussian {
  /** Of (x, θ), x first; [dx + dθ]. Absent: 0. */
  readonly mean?: ArrayLike<number>;
  /** [dx + dθ, dx + dθ]. */
  readonly covariance: Matrix;
  readonly control: Float64Array;
}

/** (x, θ) ~ N(mean, covariance) at one end. */
export function jointGaussianBoundary({ mean: centre, covariance, control }: JointGaussian): Boundary {
  const dim = covariance.rows;
  const mean = Float64Array.from(centre ?? new Float64Array(dim));
  if (mean.length !== dim)
    throw new SzilardError('shape', `[joint Gaussian] mean: expected ${dim} numbers, got ${mean.length}. Give x first, then θ.`);
  const factor = cholesky(covariance, 'joint Gaussian');
  let lnZ = 0.5 * dim * Math.log(2 * Math.PI);
  for (let k = 0; k < dim; k++) lnZ += Math.log(factor[k * dim + k]);
  return {
    control,
    gaussian: { mean, covariance: Float64Array.from(covariance.to1DArray()) },
    sample(rng, x, theta) {
      const noise = new Float64Array(x.n * dim);
      rng.fillNormal(noise);
      for (let i = 0; i < x.n; i++) {
        for (let k = 0; k < dim; k++) {
          let value = mean[k];
          for (let l = 0; l <= k; l++) value += factor[k * dim + l] * noise[i * dim + l];
          if (k < x.dim) x.data[i * x.dim + k] = value;
          else theta.data[i * theta.dim + k - x.dim] = value;
        }
      }
    },
    logDensity(x, theta, out) {
      const z = new Float64Array(dim);
      for (let i = 0; i < x.n; i++) {
        let square = 0;
        for (let k = 0; k < dim; k++) {
          let away = (k < x.dim ? x.data[i * x.dim + k] : theta.data[i * theta.dim + k - x.dim]) - mean[k];
          for (let l = 0; l < k; l++) away -= factor[k * dim + l] * z[l];
          z[k] = away / factor[k * dim + k];
          square += z[k] * z[k];
        }
        out[i] = -0.5 * square - lnZ;
      }
    },
  };
}
