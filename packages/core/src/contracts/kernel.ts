import type { Batch } from './batch.ts';
import type { RandomStream } from './random.ts';
import type { Bath, LinearForce } from './reservoir.ts';

/** Everything that holds still while one subsystem moves. */
export interface Given {
  /** The other subsystem; [n, dim of the other]. */
  readonly partner: Batch;
  /** Protocol value λ; [controls]. */
  readonly control: Float64Array;
  readonly bath: Bath;
}

/** How well a kernel keeps a promise: to rounding, missing by O(dtⁿ), or not at all. */
export type Exactness = 'exact' | 'order-1' | 'order-2' | 'none';

/** What a kernel believes of itself, at a fixed partner, control and bath; suites hold it to it. */
export interface KernelClaims {
  /** e^−βU is left invariant. */
  readonly invariance: Exactness;
  /** ln K(x′|x)/K̃(x|x′) = −βΔU, move by move (odd components turned, K̃ the order-reversed kernel). */
  readonly detailedBalance: Exactness;
  /** U for which both are exact to rounding where they are not for the energy itself; [n], energy. */
  shadowEnergy?(x: Batch, given: Given, out: Float64Array): void;
}

/** What happened on the way from x to x′, where the two ends do not show it. A walk ADDS to each. */
export interface Passage {
  /** ln of the chance of the events on the way, over that of their undoing in opposite order; [n], nats. */
  readonly logRatio: Float64Array;
  /** Work of non-conservative forces on the way; [n], energy. */
  readonly work: Float64Array;
}

/** x′ = own·x + other·partner + offset + N(0, covariance): a move that keeps Gaussian laws Gaussian. Matrices by rows. */
export interface AffineMove {
  /** [dim, dim]. */
  readonly own: Float64Array;
  /** [dim, dim of the partner]. */
  readonly other: Float64Array;
  /** [dim]. */
  readonly offset: Float64Array;
  /** [dim, dim]. */
  readonly covariance: Float64Array;
}

/** A Markov transition K(x′|x; given), for a whole batch at once. */
export interface Kernel {
  /** Draw x′ ~ K(·|x) into `next`. `rng` has one lane per state, or one for all, and is the only source of chance. */
  step(x: Batch, given: Given, rng: RandomStream, next: Batch): void;
  /** ln K(to|from); [n], nats. −∞ where the move is impossible. */
  logDensity(from: Batch, to: Batch, given: Given, out: Float64Array): void;
  /** Time-reversal parity of each component, ±1; [dim]. Absent: all even. */
  readonly parity?: Int8Array;
  /** The kernel of the conjugate process: sub-moves in opposite order. Absent: itself. */
  readonly reversed?: Kernel;
  readonly claims?: KernelClaims;
  /**
   * The one component that moves under this control: where components have baths of their own, the move's bath is that one's,
   * `bath.part(component)`. Absent: all move together, in one bath.
   */
  component?(control: Float64Array): number;
  /**
   * `step` with the same draws, for a move made of events (jumps, sub-steps with momenta) that its ends do not show: the ratio
   * of the ledger is then that of the events. Absent: the ratio is that of `logDensity`.
   */
  walk?(x: Batch, given: Given, rng: RandomStream, next: Batch, passage: Passage): void;
  /** The same kernel as an affine map with Gaussian noise, at inverse temperature β, in a bath with this force. Absent: it is none. */
  affine?(control: Float64Array, beta: number, force?: LinearForce): AffineMove;
  /** True: `given.bath.force` is part of its drift. Absent: it would pass it over, and must meet no bath that has one. */
  readonly feelsForce?: boolean;
  /** The kernel that an observer believes in who does not see the hidden components: the same but for their force. Absent: itself. */
  readonly blind?: Kernel;
}
