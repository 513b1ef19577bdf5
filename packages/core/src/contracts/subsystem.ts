import type { Batch } from './batch.ts';
import type { Given, Kernel } from './kernel.ts';
import type { RandomStream } from './random.ts';

/** Degrees of freedom that move together: an energy and a transition. */
export interface Subsystem {
  readonly dim: number;
  readonly kernel: Kernel;
  /** U(x; partner, λ); [n], energy. */
  energy(x: Batch, given: Given, out: Float64Array): void;
  /** Work of non-conservative forces along from → to; [n], energy. Absent: none. */
  work?(from: Batch, to: Batch, given: Given, out: Float64Array): void;
  /** Every state, where they are finitely many; [states, dim]. Absent: there are more. */
  readonly states?: Batch;
  /** How many of its components, the last ones, are coordinates of its reservoir, see `Reservoir.embed`. Absent: none. */
  readonly hidden?: number;
  /** Noise of the energy's gradient between single samples. Absent: the gradient is not a mean over samples. */
  readonly gradientNoise?: GradientNoise;
  /**
   * Optional: step and bookkeeping in one pass, specialised to one set of buffers. Only used with an additive, isotropic bath.
   * Conformance holds it to the plain contract: same draws, same numbers to 1e-12. None: not beside this partner.
   */
  fuse?(buffers: Buffers): FusedPass | undefined;
}

export interface GradientNoise {
  /** N: samples over which the energy is a mean. Infinity: an endless source. */
  readonly samples: number;
  /** Population covariance of single-sample gradients of the loss at `state`; [n, dim, dim], symmetric. */
  covariance(state: Batch, out: Float64Array): void;
  /** Gradient of the loss on every single sample at one state; [dim] → [samples, dim]. Absent: samples cannot be told apart. */
  gradients?(state: Float64Array, out: Float64Array): void;
  /** Temperature lent by batches of one per unit of that covariance: learning rate / (2 × reference temperature of this seat). */
  readonly temperaturePerVariance: number;
}

/** What a fused pass works on: the same arrays for block after block of trajectories, so it may capture every one of them. */
export interface Buffers {
  /** The mover; read and overwritten. */
  readonly x: Batch;
  readonly partner: Batch;
  /** Every state of the partner, where they are finitely many. */
  readonly partnerStates?: Batch;
  /** Inverse temperature of the bath; [n], 1/energy. Filled before `begin`. */
  readonly beta: Float64Array;
  /** U of the mover when last looked at; [n], energy. Read and overwritten. */
  readonly known: Float64Array;
  /** A move ADDS to each of these; [n]. Energy, energy, nats. */
  readonly work: Float64Array;
  readonly heat: Float64Array;
  readonly logRatio: Float64Array;
}

export interface FusedPass {
  /** A new block of trajectories: `beta`, the first states and the noise of this seat are known now. False: not with this block. */
  begin(rng: RandomStream): boolean | void;
  /** One tick. Must not carry anything from tick to tick but the buffers, unless it can `settle` and hears when it was `disturbed`. */
  move(control: Float64Array): void;
  /**
   * Brings all buffers but the states, which always are, up to date; called before anybody else reads them. Until then the pass may
   * keep an account of its own. Absent: it keeps none. Work that the partner has done since the last move may be booked here.
   */
  settle?(): void;
  /** The partner has moved, or somebody else has moved the mover, since the last move: what was kept of either no longer holds. */
  disturbed?(): void;
  /**
   * False: since `begin` some state or energy was not a number. Asked now and then, instead of a look after every move: a block that
   * says no is run again with such a look, so that the fault is named where it was born. Absent: look.
   */
  sound?(): boolean;
  /** True: the last move cannot have left the numbers, so that nobody need look. Absent: look. */
  readonly finite?: boolean;
}
