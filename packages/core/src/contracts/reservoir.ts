import type { Batch } from './batch.ts';
import type { RandomStream } from './random.ts';
import type { Subsystem } from './subsystem.ts';

/** What a reservoir touches: a realistic one may need to know whose gradient noise it lends. */
export interface Contact {
  readonly subsystem: Subsystem;
  /** State of the subsystem when the contact is made; [n, dim]. */
  readonly state: Batch;
  /** Where its components stand among those of both seats, x first: `first` of `of`. Absent: it stands alone. */
  readonly place?: { readonly first: number; readonly of: number };
}

/** The seat that says what heat is worth. */
export interface Reservoir {
  /** Prepare one bath per trajectory; hidden state, if any, is drawn from `rng`. */
  open(n: number, rng: RandomStream, contact: Contact): Bath;
}

export interface Bath {
  /** Inverse temperature felt now; [n], 1/energy. */
  readonly beta: Float64Array;
  /** True if ΔS_R(q₁) + ΔS_R(q₂) = ΔS_R(q₁ + q₂) and `absorb` changes nothing: heats may be summed first. */
  readonly additive?: boolean;
  /** ΔS_R(q): entropy this bath would gain from `heat`; [n] → [n], nats. Pure. */
  entropyGain(heat: Float64Array, out: Float64Array): void;
  /** Commit `heat`; [n], energy, positive into the bath. */
  absorb(heat: Float64Array): void;
  /** ln density of the hidden state under its preparation; [n], nats. Absent: there is none. */
  logDensity?(out: Float64Array): void;
  /**
   * Temperature tensor felt at `state`, in units of the reference k_BT; [n, dim, dim], symmetric. A kernel scales the noise
   * it would have at temperature 1 by it. Absent: isotropic, 1/β.
   */
  temperature?(state: Batch, out: Float64Array): void;
  /** The bath of one component alone, where they have baths of their own. Absent: all share this one. */
  part?(component: number): Bath;
}
