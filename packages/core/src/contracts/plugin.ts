import type { Model, Seat } from './dynamics.ts';
import type { Estimator, Quantities } from './estimator.ts';
import type { Exactness, Kernel, KernelClaims } from './kernel.ts';
import type { Landscape } from './landscape.ts';
import type { Reservoir } from './reservoir.ts';
import type { Tensors } from './tensors.ts';
import type { Check, Cycle } from './verdict.ts';

/** What values a parameter may take. Absent: any finite number, or any value of the default's type. */
export interface Domain {
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly atMost?: number;
  readonly integer?: boolean;
  readonly oneOf?: readonly (string | number)[];
}

/**
 * Services that a plugin may need and a user may rebind: a tensor backend, a data set. Open to declaration merging.
 * Never a state, never a number.
 */
export interface Environment {
  tensors: Tensors;
}

export interface Plugin<P, T> {
  /** `family/name`, kebab-case, unique within its kind. */
  readonly id: string;
  /** One line: what it is. */
  readonly title: string;
  /** Where the physics comes from: a key of docs/references.md, or a section of docs/theory.md. */
  readonly source: string;
  readonly defaults: P;
  /** Where each parameter may lie; `make` refuses values outside. */
  readonly domain?: { readonly [K in keyof P]?: Domain };
  /** Services that `create` reads; a lab resolves them first. */
  readonly needs?: readonly (keyof Environment)[];
  /** Further services that these parameters call for: those of a plugin that this one is made of. */
  needsOf?(params: P): readonly (keyof Environment)[];
  create(params: P, environment: Partial<Environment>): T;
}

/** What a model believes of itself; suites hold it to it. */
export interface Claims {
  /** `exact`: to rounding. `order-n`: missed by O(dtⁿ). `none`: no promise. */
  readonly localDetailedBalance: Exactness;
  /** Ids of the reservoirs for which `localDetailedBalance` is claimed; with any other it is `none`. */
  readonly reservoirs: readonly string[];
}

/** What mini-batches are in σ: a protocol that does work, or the noise of a reservoir that takes heat; docs/theory.md 17. */
export type BatchView = 'protocol' | 'reservoir';

export interface ModelPlugin<P = any> extends Plugin<P, Model> {
  readonly claims: Claims;
  /** Ids of the reservoirs that suit it: every one of `claims.reservoirs`, and those with a predicted failure worth seeing. */
  readonly reservoirs: readonly string[];
  /** Parameters of reservoirs, by id, that go with these parameters of the model; what a user says of the reservoir comes first. */
  baths?(params: P): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Closed-form answers by name, for the conformance suite. */
  readonly exact?: Readonly<Record<string, (params: P) => number>>;
  /** Closed walks whose affinity is worth checking. */
  cycles?(params: P): readonly Cycle[];
  /**
   * Components that are frozen external labels (a data set, an input), by seat: exact functionals are those of an observer who
   * does not see them. Absent: none.
   */
  readonly labels?: { readonly x?: readonly number[]; readonly theta?: readonly number[] };
  /** Its view of mini-batches. Absent: what its parameter `view` says, where it has one; else it has no batches. */
  readonly view?: BatchView;
  /** Smaller parameters for quick runs. */
  readonly quick?: Partial<P>;
  /** Trajectories that show something in a suite's time; absent: 20 000. */
  readonly trajectories?: number;
}

/** A kernel that moves on any landscape of its space; `create` gives it one. */
export interface KernelPlugin<P = any> extends Plugin<P, (landscape: Landscape) => Kernel> {
  /** Where it moves: positions, [q, p] with p odd under time reversal, or coordinates with finitely many values. */
  readonly space: 'positions' | 'phase-space' | 'finite';
  /** What every kernel it makes at its defaults claims, on a landscape without non-conservative force. */
  readonly claims: Pick<KernelClaims, 'invariance' | 'detailedBalance'>;
  /** False: its transition density is an integral that is not done; its ratio is that of `walk`. */
  readonly density?: false;
}

export interface ReservoirPlugin<P = any> extends Plugin<P, Reservoir> {
  /** Seats it can serve; the other one is given the naive reservoir. Absent: both. */
  readonly seats?: readonly Seat[];
  /** Do these parameters make it an accountant who is wrong on purpose? Then no model's claim is held against it. Absent: none do. */
  miscredits?(params: P): boolean;
  /** 'reservoir' where it is made of mini-batches: no model whose protocol they are already may meet it. Absent: it is not. */
  readonly view?: BatchView;
}

export interface EstimatorPlugin<Q extends keyof Quantities = any, P = any> extends Plugin<P, Estimator<Q>> {
  readonly quantity: Q;
  /** What the rows of its input are: `symbols` where only their equality counts, `mixed` where that
   * holds of some columns. Absent: numbers. */
  readonly rows?: 'symbols' | 'mixed';
  /** What the value is by construction; absent: an estimate. */
  readonly bound?: 'lower' | 'upper';
  /**
   * Do 68 % and 95 % intervals made of its error bar hold known truths in 60 to 76 % and 90 to 98 % of repetitions, on every task of
   * its kind on which it does not say otherwise in a caution? Measured in docs/coverage.md.
   */
  readonly calibrated: boolean;
  /** The external case that pins it down; absent: unverified. */
  readonly verifiedBy?: string;
  /** Optional parts of the quantity's input without which it cannot work at its defaults. */
  readonly requires?: readonly string[];
}

export interface CheckPlugin<P = any> extends Plugin<P, Check> {
  /** The law's name as verdicts print it. */
  readonly law: string;
}

export const defineModel = <P>(plugin: ModelPlugin<P>): ModelPlugin<P> => plugin;
export const defineKernel = <P>(plugin: KernelPlugin<P>): KernelPlugin<P> => plugin;
export const defineReservoir = <P>(plugin: ReservoirPlugin<P>): ReservoirPlugin<P> => plugin;
export const defineEstimator = <Q extends keyof Quantities, P>(plugin: EstimatorPlugin<Q, P>): EstimatorPlugin<Q, P> => plugin;
export const defineCheck = <P>(plugin: CheckPlugin<P>): CheckPlugin<P> => plugin;
