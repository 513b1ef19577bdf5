import type { Seat } from '../contracts/dynamics.ts';
import type { Laws } from '../contracts/laws.ts';

export type PerSeat<T> = Readonly<Record<Seat, T>>;

export interface ExactOptions {
  /**
   * Components that are frozen external labels (a data set, an input): known to the kernels, averaged over in the laws, so that
   * every functional is that of an observer who does not see them. Absent: none.
   */
  readonly labels?: { readonly x?: readonly number[]; readonly theta?: readonly number[] };
}

/** Exact averages over the process; docs/theory.md 10. Entropies and informations in nats. */
export interface ProcessMeans {
  /** E1: Σ of the pair, with the law p_N at the end (not the model's `end`). */
  readonly total: number;
  /** E2: partial entropy production of each seat; they sum to `total`. */
  readonly partial: PerSeat<number>;
  /** What the moves of each seat add to I(X;Θ); they sum to its change. */
  readonly informationFlow: PerSeat<number>;
  /** −informationFlow.theta: information on X that Θ's moves made useless. */
  readonly nostalgia: number;
  /** E3: apparent, or interval, entropy production of one seat alone. */
  readonly apparent: PerSeat<number>;
  /** E4: entropy production of one seat given the other's states at both ends. */
  readonly conditional: PerSeat<number>;
  /** Σ ln K/K̃ over the moves of each seat. */
  readonly logRatio: PerSeat<number>;
  /** Energy put in while the seat stood still, booked as in the ledger; NaN where energies are not known exactly. Energy. */
  readonly work: PerSeat<number>;
  /** Energy handed to the bath of each seat; NaN where energies are not known exactly. Energy, positive into the bath. */
  readonly heat: PerSeat<number>;
  /** S(X), S(Θ), S(X,Θ) at the start and after each tick; [ticks + 1]. */
  readonly entropy: Readonly<Record<Seat | 'joint', Float64Array>>;
  /** I(X;Θ) at the start and after each tick; [ticks + 1]. */
  readonly mutualInformation: Float64Array;
  /** The same by ticks; [ticks] each. */
  readonly ticks: {
    readonly partial: PerSeat<Float64Array>;
    readonly informationFlow: PerSeat<Float64Array>;
    readonly logRatio: PerSeat<Float64Array>;
  };
}

/** Functionals S of whole paths, docs/theory.md 10. `x` and `theta` name the seat whose moves, or whose path, they are about. */
export const pathFunctionals = [
  'total',
  'partial.x',
  'partial.theta',
  'information-flow.x',
  'information-flow.theta',
  'apparent.x',
  'apparent.theta',
  'conditional.x',
  'conditional.theta',
  'marginal.x',
  'marginal.theta',
  'crooks-still.x',
  'crooks-still.theta',
  'transfer-entropy.x-to-theta',
  'transfer-entropy.theta-to-x',
  'final-information.x',
  'initial-information.x',
  'ito-sagawa.x',
] as const;
export type PathFunctional = (typeof pathFunctionals)[number];

/** Those that need the law of a seat's whole path: NaN where labels are averaged over, since the rest is then no Markov process. */
export const ofWholePaths: readonly PathFunctional[] = pathFunctionals.filter((name) => /^(marginal|crooks|transfer|final|ito)/.test(name));
export const UNKNOWN: PathAverages = { mean: Number.NaN, integral: Number.NaN, second: Number.NaN };
export const isLabelled = ({ labels = {} }: ExactOptions): boolean => (labels.x?.length ?? 0) + (labels.theta?.length ?? 0) > 0;

/** One functional over all paths: ⟨S⟩, ⟨e^−S⟩ and ⟨e^−2S⟩, Infinity where a mean does not exist. */
export interface PathAverages {
  readonly mean: number;
  readonly integral: number;
  readonly second: number;
}

export interface ProcessPaths {
  /** Paths enumerated, or coordinates of the Gaussian path. */
  readonly size: number;
  readonly averages: Readonly<Record<PathFunctional, PathAverages>>;
}

export interface ExactProcess {
  readonly laws: Laws;
  readonly means: ProcessMeans;
  /** Absent where there are too many paths: then means only. */
  readonly paths?: ProcessPaths;
  /** True: that seat moves without regard to the other one. */
  readonly autonomous: PerSeat<boolean>;
  /** What a reader must know of these numbers. */
  readonly cautions: readonly string[];
}

export const labelCaution = (options: ExactOptions): readonly string[] =>
  isLabelled(options) ? ['labels are averaged over: functionals of the whole path of one seat are unknown (NaN)'] : [];

export const SEATS = ['x', 'theta'] as const satisfies readonly Seat[];
export const partnerOf = { x: 'theta', theta: 'x' } as const satisfies Record<Seat, Seat>;
export const perSeat = <T>(make: (seat: Seat) => T): Record<Seat, T> => ({ x: make('x'), theta: make('theta') });
