import { SzilardError } from '@szilard/core';
import type { RbmLearner } from './learner.ts';

export interface QuasiStatic {
  /** ε: learning rate. */
  readonly rate: number;
  /** Steps times rate: the same for every rate that is compared. */
  readonly time: number;
  /** s²/2|b|: variance of a gradient component among single samples over twice the batch, so that T = ε s²/2|b| as in SGD. */
  readonly noise: number;
  /** Half-steps of x for each step of θ. */
  readonly lag: number;
}

/**
 * A learner whose steps get finer at a fixed time ε·steps, with the noise of mini-batches, T ∝ ε: then conditional entropy production
 * vanishes as ε (docs/theory.md 20). At a fixed T it would not: the jitter of θ goes on at the same rate however fine the steps.
 */
export function quasiStaticLearner(learner: RbmLearner, { rate, time, noise, lag }: QuasiStatic): RbmLearner {
  const steps = Math.round(time / rate);
  if (!(steps >= 1) || Math.abs(steps * rate - time) > 1e-9 * time)
    throw new SzilardError(
      'parameter',
      `[quasiStaticLearner] rate: expected one that divides the time ${time} into whole steps, got ${rate}. Take time/2, time/4, …`,
    );
  return { ...learner, rate, steps, temperature: noise * rate, lag, ramp: 0, order: 'theta-first' };
}
