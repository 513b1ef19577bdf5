import type { Batch } from './batch.ts';
import type { Seat, Tick } from './dynamics.ts';
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
  /** For kernels that move one component at a time, whose baths may differ. Absent: all components share one bath. */
  readonly parts?: Parts;
}

/** The bath of every component; [dim, n] each. */
export interface Parts {
  /** Inverse temperature, 1/energy. Filled before `begin`. */
  readonly beta: Float64Array;
  /** A move ADDS its heat to the row of its component, and not to `Buffers.heat`; energy. */
  readonly heat: Float64Array;
}

export interface FusedPass {
  /** Can it serve a new block, whose `beta` and first states are known now? No: the plain contract runs. Absent: it can. */
  admits?(): boolean;
  /** A new block of trajectories: `beta`, the first states and the noise of this seat are known now. */
  begin(rng: RandomStream): void;
  /** One tick. Must not carry anything from tick to tick but the buffers, unless it can `settle`. */
  move(control: Float64Array): void;
  /**
   * Brings all buffers but the states, which always are, up to date; called before anybody else reads them. Until then the pass may
   * keep an account of its own. Absent: it keeps none. Work that the partner has done since the last move may be booked here.
   */
  settle?(): void;
  /** Somebody else has moved, the partner or the mover itself: what the pass knows of the states from its last move holds no more. */
  disturbed?(): void;
  /** True: it books heat in `Buffers.parts`, and may be used where components have baths of their own. */
  readonly byPart?: boolean;
  /** True: the last move cannot have left the numbers, so that nobody need look. Absent: look. */
  readonly finite?: boolean;
  /** Was all finite since `begin`? False: the block is run again with a look at every move, to say where. Absent: somebody has to look. */
  sound?(): boolean;
  /** How several ticks in a row are made in one go, given the passes of all seats that have one. Absent or none: one by one. */
  together?(passes: Readonly<Partial<Record<Seat, FusedPass>>>): Stretch | undefined;
}

/**
 * Makes ticks from `from` on, at most up to `to`, movers all among the passes, and answers the first that it has not made. As `move` one by
 * one, to rounding, but that work may be booked a move earlier; leaves the numbers finite.
 */
export type Stretch = (ticks: readonly Tick[], from: number, to: number) => number;
