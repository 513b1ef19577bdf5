import type { Batch } from './batch.ts';
import type { Model, Seat } from './dynamics.ts';
import type { RandomStream } from './random.ts';
import type { Subsystem } from './subsystem.ts';

/** What a reservoir touches: a realistic one may need to know whose gradient noise it lends. */
export interface Contact {
  readonly subsystem: Subsystem;
  /** State of the subsystem when the contact is made; [n, dim]. */
  readonly state: Batch;
  /** Where its components stand among those of both seats, x first: `first` of `of`. Absent: it stands alone. */
  readonly place?: { readonly first: number; readonly of: number };
  /** Whose bath it is. Absent: it stands alone. */
  readonly seat?: Seat;
}

/** The seat that says what heat is worth. */
export interface Reservoir {
  /** Prepare one bath per trajectory; hidden state, if any, is drawn from `rng`. */
  open(n: number, rng: RandomStream, contact: Contact): Bath;
  /**
   * The model with the coordinates that this reservoir keeps of its own (a memory) at the end of the seat's, with their law at both
   * ends, their ticks and their energy: what is left of the bath is then memoryless. Absent: it keeps none. See `inContact`.
   */
  embed?(model: Model, seat: Seat): Model;
}

/** constant − stiffness·x: a force on the system beside the noise, which holds still during one move. */
export interface LinearForce {
  /** [n, dim], energy/length. */
  readonly constant: Float64Array;
  /** Energy/length²; at least 0. */
  readonly stiffness: number;
}

/** T = floor·1 + Σ_r f_r f_rᵀ: a temperature tensor of few directions, never written out. Units of the reference k_BT. */
export interface TemperatureFactors {
  /** Directions: how many f there are. */
  readonly rank: number;
  /** Above 0, or some moves could not be undone. */
  readonly floor: number;
  /** f at one state; [dim] → [rank, dim]. */
  at(state: Float64Array, out: Float64Array): void;
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
  /** The same tensor by its factors, for kernels that can do with them. Absent: none are known. */
  readonly temperatureFactors?: TemperatureFactors;
  /** Force beside the noise, for kernels that say `feelsForce`. Absent: none. */
  readonly force?: LinearForce;
  /**
   * The bath's own move, made after every tick that moved the partner: ADDS ΔS it is credited to `entropy` and ln of the chance of
   * the move over that of its undoing to `logRatio`; [n], nats. Where `mask` is 0 the partner did not move, and neither may the
   * bath. It must be its own reverse and must not feel the partner's move, so that which comes first is no matter. Absent: it rests.
   */
  settle?(rng: RandomStream, mask: Float64Array | null, entropy: Float64Array, logRatio: Float64Array): void;
  /** The bath of one component alone, where they have baths of their own. Absent: all share this one. */
  part?(component: number): Bath;
}
