import { SzilardError } from '@szilard/core';
import { Matrix } from 'ml-matrix';

/** Pivots below this share of their diagonal are rounding: the direction gets no noise. */
const FLAT = 1e-12;

/**
 * P = e^(−A dt) and Q = ∫ e^(−A s) 2D e^(−Aᵀ s) ds [VanLoan1978]: Taylor series over a small part of dt, then P(2h) = P², Q(2h) = Q + P Q Pᵀ, sums
 * of positive terms only.
 */
export function transition(drift: Matrix, diffusion: Matrix, dt: number): { propagator: Matrix; spread: Matrix } {
  const doublings = Math.max(0, Math.ceil(Math.log2(4 * drift.norm('frobenius') * dt)));
  const h = dt / 2 ** doublings;
  let term = Matrix.eye(drift.rows);
  let rate = Matrix.mul(diffusion, 2 * h);
  let propagator = term.clone();
  let spread = rate.clone();
  for (let order = 1; order <= 16; order++) {
    term = drift.mmul(term).mul(-h / order);
    const push = drift.mmul(rate);
    rate = Matrix.add(push, push.transpose()).mul(-h / (order + 1));
    propagator = Matrix.add(propagator, term);
    spread = Matrix.add(spread, rate);
  }
  for (let pass = 0; pass < doublings; pass++) {
    spread = Matrix.add(spread, propagator.mmul(spread).mmul(propagator.transpose()));
    propagator = propagator.mmul(propagator);
  }
  return { propagator, spread };
}

/** Lower factor by rows; refuses noise that leaves a direction without any, for such moves could not be undone. */
export function cholesky(covariance: Matrix, where: string): Float64Array {
  const dim = covariance.rows;
  const factor = new Float64Array(dim * dim);
  for (let k = 0; k < dim; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = covariance.get(k, l);
      for (let j = 0; j < l; j++) sum -= factor[k * dim + j] * factor[l * dim + j];
      if (l < k) factor[k * dim + l] = sum / factor[l * dim + l];
      else if (sum > FLAT * covariance.get(k, k)) factor[k * dim + k] = Math.sqrt(sum);
      else
        throw new SzilardError(
          'parameter',
          `[${where}] expected a covariance that reaches every component, got nothing for component ${k} beyond those before it. Give it noise: without, some moves could not be undone.`,
        );
    }
  }
  return factor;
}
