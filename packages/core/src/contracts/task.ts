import type { Estimate, Quantities } from './estimator.ts';
import type { Plugin } from './plugin.ts';
import type { RandomStream } from './random.ts';

/** A sampler that knows the truth about what it samples. */
export interface Task<Q extends keyof Quantities = any> {
  readonly truth: number;
  readonly unit: Estimate['unit'];
  /** n independent samples (or trajectories) of the quantity's input. */
  sample(n: number, rng: RandomStream): Quantities[Q];
}

export interface TaskPlugin<Q extends keyof Quantities = any, P = any> extends Plugin<P, Task<Q>> {
  readonly quantity: Q;
  /** What its rows are, see `EstimatorPlugin.rows`. */
  readonly rows?: 'symbols' | 'mixed';
  /** The truth, as an equation. */
  readonly equation: string;
}

export const defineTask = <Q extends keyof Quantities, P>(plugin: TaskPlugin<Q, P>): TaskPlugin<Q, P> => plugin;
