import { Matrix } from 'ml-matrix';
import type { Batch } from '../contracts/batch.ts';
import type { Law } from '../contracts/laws.ts';
import { SzilardError } from '../errors.ts';
import { gaussianLaw } from './gaussian-law.ts';
import type { PerSeat } from './process.ts';

/** The Gaussian with the mean and the unbiased covariance of a sample of (x, θ). */
export function fittedLaw({ x, theta }: PerSeat<Batch>, t: number): Law {
  const [n, joint] = [x.n, x.dim + theta.dim];
  if (n <= joint)
    throw new SzilardError(
      'input',
      `[estimatedLaws] expected more trajectories than the ${joint} components of (x, θ), got ${n}. Simulate more.`,
    );
  const at = (i: number, k: number) => (k < x.dim ? x.data[i * x.dim + k] : theta.data[i * theta.dim + k - x.dim]);
  const mean = new Float64Array(joint);
  for (let i = 0; i < n; i++) for (let k = 0; k < joint; k++) mean[k] += at(i, k) / n;
  const covariance = Matrix.zeros(joint, joint);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < joint; k++)
      for (let l = 0; l <= k; l++) covariance.set(k, l, covariance.get(k, l) + ((at(i, k) - mean[k]) * (at(i, l) - mean[l])) / (n - 1));
  for (let k = 0; k < joint; k++) for (let l = 0; l < k; l++) covariance.set(l, k, covariance.get(k, l));
  const own = (dim: number, from: number) => Array.from({ length: dim }, (_, k) => from + k);
  const layout = { x: own(x.dim, 0), theta: own(theta.dim, x.dim), thetaAt: x.dim };
  return gaussianLaw({ mean, covariance }, layout, `[estimatedLaws] covariance after ${t} ticks`);
}
