import type { Batch } from './batch.ts';

/** The law of (x, θ) at one moment of the process. Densities in nats, [n]; against counting measure where states are finitely many. */
export interface Law {
  /** ln p(x, θ). */
  logJoint(x: Batch, theta: Batch, out: Float64Array): void;
  /** ln p(x). */
  logX(x: Batch, out: Float64Array): void;
  /** ln p(θ). */
  logTheta(theta: Batch, out: Float64Array): void;
}

/** The laws p_n that the intermediate terms of partial and interval entropy production need. */
export interface Laws {
  /** True: computed, to rounding. False: estimated from an ensemble; what is made of them is an estimate under another name. */
  readonly exact: boolean;
  /** One per tick, and the start first; [ticks + 1]. */
  readonly at: readonly Law[];
}
