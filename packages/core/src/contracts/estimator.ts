import type { Batch, Ensemble } from './batch.ts';
import type { RandomStream } from './random.ts';
import type { Run } from './run.ts';

export interface Estimate {
  readonly value: number;
  /** One standard error, same unit as `value`. Never absent. */
  readonly stderr: number;
  readonly unit: 'nat' | 'energy' | 'nat/tick' | 'kT' | '1';
  /** Independent samples behind it. */
  readonly n: number;
  /** Id of the estimator that made it. */
  readonly method: string;
  /** The parameters it was made with. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Which side of the truth the value lies on by construction, statistics apart. Absent: an estimate of the quantity itself. */
  readonly bound?: 'lower' | 'upper';
  /** Further numbers that belong to the value: a p-value, an overlap, a number of effective samples. */
  readonly details?: Readonly<Record<string, number>>;
  /** Known reasons for distrust, e.g. "within 0.3 nat of the ln n ceiling". */
  readonly cautions: readonly string[];
}

/** Paired samples; row i of x belongs to row i of y. */
export interface PairedSamples {
  readonly x: Batch;
  readonly y: Batch;
  /** ln p(x_i|y_i) where it is known exactly; [n], nats. */
  readonly logConditional?: (x: Batch, y: Batch, out: Float64Array) => void;
}

/** Series with equal clocks, frame by frame; `trajectories` are independent repetitions. [trajectories, steps, dim] each. */
export interface PairedSeries {
  readonly source: Ensemble;
  readonly target: Ensemble;
  /** A third series whose past is to be known too. */
  readonly condition?: Ensemble;
}

/** Work of a process and of its reverse, in units of k_BT; [trajectories]. */
export interface WorkSamples {
  readonly forward: Float64Array;
  readonly backward?: Float64Array;
}

/** Reduced energies of every sample in every state; [samples, states], samples of state 0 first, then of state 1, … */
export interface ReducedEnergies {
  readonly reduced: Batch;
  /** Samples drawn in each state; [states]. */
  readonly counts: readonly number[];
}

/** What can be estimated, and from what. Open to declaration merging: a plugin may add a row. */
export interface Quantities {
  /** S of all columns together; discrete estimators take each distinct row for a symbol. */
  entropy: { readonly x: Batch };
  'mutual-information': PairedSamples;
  'conditional-mutual-information': { readonly x: Batch; readonly y: Batch; readonly z: Batch };
  /** Σ S(column) − S(all columns). */
  'total-correlation': { readonly x: Batch };
  /** Total correlation − dual total correlation: positive where redundancy prevails. */
  'o-information': { readonly x: Batch };
  /** I(past of source; next of target | past of target). */
  'transfer-entropy': PairedSeries;
  /** I(past; next) of one series. */
  'active-information-storage': { readonly target: Ensemble };
  /** I(source′; target) − I(source; target) per step: what the moves of the source add to the information between the two. */
  'information-flow': PairedSeries;
  /** Σ per step of the series, from its states alone. */
  'entropy-production-rate': { readonly series: Ensemble };
  /** ΔF of the reverse's start over the forward's, in units of k_BT. */
  'free-energy-difference': WorkSamples;
  /** f of state `to` − f of state `from`, in units of k_BT. */
  'free-energy-between-states': ReducedEnergies;
  /** Slope of ln P_F(w)/P_R(−w): 1 where the Crooks relation holds. */
  'crooks-slope': Required<WorkSamples>;
  'entropy-production': Pick<Run, 'ledger' | 'boundary'>;
}

export interface Estimator<Q extends keyof Quantities> {
  estimate(input: Quantities[Q], rng: RandomStream): Estimate;
}
