import type { Batch } from './batch.ts';
import type { RandomStream } from './random.ts';
import type { Reservoir } from './reservoir.ts';
import type { Subsystem } from './subsystem.ts';

/** X is the fast subsystem (samples), Θ the slow one (parameters, or nothing). */
export type Seat = 'x' | 'theta';

/** One move of one subsystem. Bipartite means: never two movers in one tick. */
export interface Tick {
  /** Who moves; `random`: each trajectory picks for itself, Θ with probability `slowShare`. */
  readonly mover: Seat | 'random';
  /** Probability that a random tick moves Θ. Only with `random`. */
  readonly slowShare?: number;
  /** Protocol value λ while it moves; [controls]. */
  readonly control: Float64Array;
}

/** λ(s) on s ∈ [0, 1]; the slow seat when it has no noise. [controls]. */
export type Protocol = (s: number) => Float64Array;

export interface BipartiteLaggedDynamics {
  /** True: both seats' energies are one and the same H(x, θ; λ), booked once. Absent: each seat has an energy of its own. */
  readonly sharedEnergy?: boolean;
  readonly subsystems: Readonly<Record<Seat, Subsystem>>;
  readonly ticks: readonly Tick[];
}

/** A normalised density of (x, θ) at one end of the process. */
export interface Boundary {
  /** λ at this end; [controls]. */
  readonly control: Float64Array;
  sample(rng: RandomStream, x: Batch, theta: Batch): void;
  /** ln p(x, θ); [n], nats. */
  logDensity(x: Batch, theta: Batch, out: Float64Array): void;
  /** The moments of (x, θ), x first, where the law is Gaussian: [dx + dθ] and, by rows, [dx + dθ, dx + dθ]. */
  readonly gaussian?: { readonly mean: Float64Array; readonly covariance: Float64Array };
}

/** Dynamics with both ends fixed. `end` is where the reversed process starts. */
export interface Model extends BipartiteLaggedDynamics {
  readonly start: Boundary;
  readonly end: Boundary;
}

/** A model in contact with its reservoirs: everything a run needs but the seed. */
export interface Experiment extends Model {
  readonly reservoirs: Readonly<Record<Seat, Reservoir>>;
}
