import { type Batch, type Given, type Kernel, SzilardError } from '@szilard/core';
import type { Matrix } from 'ml-matrix';
import { cholesky } from '../langevin/ornstein-uhlenbeck.ts';

export interface AffineKernelOptions {
  /** What errors call it. */
  readonly where: string;
  /** Components that never move, before those that do: labels. Absent: none. */
  readonly frozen?: number;
  /** A, of those that move; [moving, moving]. */
  readonly own: Matrix;
  /** B; [moving, dim of the partner]. */
  readonly other: Matrix;
  /** Q in a bath at β = 1; [moving, moving], positive definite. */
  readonly covariance: Matrix;
}

/** x′ = A x + B partner + N(0, Q/β) of the components that move, the first `frozen` stand still: one step of a learner that keeps Gaussian laws Gaussian. */
export function affineKernel({ where, frozen = 0, own, other, covariance }: AffineKernelOptions): Kernel {
  const moving = own.rows;
  const dim = frozen + moving;
  const partners = other.columns;
  const factor = cholesky(covariance, where);
  const [a, b] = [Float64Array.from(own.to1DArray()), Float64Array.from(other.to1DArray())];
  let lnZ = 0.5 * moving * Math.log(2 * Math.PI);
  for (let k = 0; k < moving; k++) lnZ += Math.log(factor[k * moving + k]);
  const mean = (x: Batch, partner: Batch, i: number, k: number): number => {
    let sum = 0;
    for (let l = 0; l < moving; l++) sum += a[k * moving + l] * x.data[i * dim + frozen + l];
    for (let l = 0; l < partners; l++) sum += b[k * partners + l] * partner.data[i * partners + l];
    return sum;
  };
  const mustBeOneBath = ({ bath }: Given) => {
    if (bath.temperature)
      throw new SzilardError(
        'composition',
        `[${where}] expected a bath with one temperature, got one with a temperature tensor. Its noise is in the model already: use the ideal reservoir.`,
      );
  };
  return {
    step(x, given, rng, next) {
      mustBeOneBath(given);
      const noise = new Float64Array(x.n * moving);
      rng.fillNormal(noise);
      for (let i = 0; i < x.n; i++) {
        const width = 1 / Math.sqrt(given.bath.beta[i]);
        for (let k = 0; k < frozen; k++) next.data[i * dim + k] = x.data[i * dim + k];
        for (let k = 0; k < moving; k++) {
          let kick = 0;
          for (let l = 0; l <= k; l++) kick += factor[k * moving + l] * noise[i * moving + l];
          next.data[i * dim + frozen + k] = mean(x, given.partner, i, k) + width * kick;
        }
      }
    },
    logDensity(from, to, given, out) {
      mustBeOneBath(given);
      const z = new Float64Array(moving);
      for (let i = 0; i < from.n; i++) {
        const beta = given.bath.beta[i];
        let square = 0;
        for (let k = 0; k < moving; k++) {
          let miss = to.data[i * dim + frozen + k] - mean(from, given.partner, i, k);
          for (let l = 0; l < k; l++) miss -= factor[k * moving + l] * z[l];
          z[k] = miss / factor[k * moving + k];
          square += z[k] * z[k];
        }
        out[i] = -0.5 * beta * square - lnZ + 0.5 * moving * Math.log(beta);
      }
    },
    affine(_control, beta) {
      const [whole, onto, spread] = [new Float64Array(dim * dim), new Float64Array(dim * partners), new Float64Array(dim * dim)];
      for (let k = 0; k < frozen; k++) whole[k * dim + k] = 1;
      for (let k = 0; k < moving; k++) {
        const row = frozen + k;
        whole.set(a.subarray(k * moving, (k + 1) * moving), row * dim + frozen);
        onto.set(b.subarray(k * partners, (k + 1) * partners), row * partners);
        for (let l = 0; l < moving; l++) spread[row * dim + frozen + l] = covariance.get(k, l) / beta;
      }
      return { own: whole, other: onto, offset: new Float64Array(dim), covariance: spread };
    },
  };
}
