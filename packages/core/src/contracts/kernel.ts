import type { Batch } from './batch.ts';
import type { RandomStream } from './random.ts';
import type { Bath } from './reservoir.ts';

/** Everything that holds still while one subsystem moves. */
export interface Given {
  /** The other subsystem; [n, dim of the other]. */
  readonly partner: Batch;
  /** Protocol value λ; [controls]. */
  readonly control: Float64Array;
  readonly bath: Bath;
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
}
