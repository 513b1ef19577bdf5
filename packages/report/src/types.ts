import type { Estimate, Verdict } from '@szilard/core';

/** Where a result came from: enough to make it again. */
export interface Provenance {
  /** Version of this program. */
  readonly szilard: string;
  readonly node: string;
  readonly platform: string;
  readonly seed: string;
  /** Name of the noise engine. */
  readonly noise: string;
  /** What trained, and why the other backends were passed over. */
  readonly tensors?: { readonly backend: string; readonly report: readonly string[] };
  /** Where the digit images came from. */
  readonly digits?: string;
  readonly startedAt?: string;
  readonly arguments?: readonly string[];
  /** Anything else worth keeping, by name. */
  readonly more?: Readonly<Record<string, string>>;
}

/** One bin of the detailed fluctuation theorem. */
export interface SymmetryPoint {
  /** Where the law is to be compared: on the line of slope one `value` is expected to equal `sigma`. Nats. */
  readonly sigma: number;
  /** ln P_F(σ)/P_R(−σ) of the bin. Nats. */
  readonly value: number;
  /** Standard error of `value` − `sigma`. */
  readonly stderr: number;
}

/** One move, as the reservoir and as the dynamics saw it; nats. */
export interface MovePoint {
  readonly bathEntropy: number;
  readonly logRatio: number;
  /** Who moved, where every trajectory has the same mover. */
  readonly seat?: string;
}

/** Ensemble means up to and including a move; energy. `energy` = `work` − `heat` is ΔU by the first law. */
export interface LedgerPoint {
  readonly move: number;
  readonly work: number;
  readonly heat: number;
  readonly energy: number;
}

/** What the charts of one system need, a few kilobytes of an ensemble. */
export interface SystemPlots {
  readonly symmetry: readonly SymmetryPoint[];
  readonly moves: readonly MovePoint[];
  readonly ledger: readonly LedgerPoint[];
}

/** A model in a reservoir, and what the checks said. */
export interface SystemResult {
  readonly model: string;
  readonly reservoir: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly trajectories: number;
  /** What the model believes of itself in this reservoir. */
  readonly claim: string;
  readonly verdicts: readonly Verdict[];
  /** Verdicts that contradict the claim; empty: none does. */
  readonly broken: readonly string[];
  readonly plots?: SystemPlots;
  readonly seconds: number;
}

/** Estimates beside the truth. */
export interface Comparison {
  readonly quantity: string;
  readonly system: string;
  /** The exact value, or null where nobody knows it. Unit of the estimates. */
  readonly truth: number | null;
  readonly truthSource: string;
  readonly estimates: readonly Estimate[];
}

/** A chart that an example adds: a vega-lite specification with its data inside. */
export interface ChartSpec {
  readonly title: string;
  readonly caption: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface ExampleResult {
  readonly id: string;
  readonly title: string;
  readonly systems: readonly SystemResult[];
  readonly comparisons: readonly Comparison[];
  readonly notes: readonly string[];
  /** Expectations of the example that were not met; empty: all were. */
  readonly broken: readonly string[];
  readonly seconds: number;
  readonly charts?: readonly ChartSpec[];
}

export interface SuiteResult {
  readonly provenance: Provenance;
  readonly examples: readonly ExampleResult[];
  readonly broken: readonly string[];
  /** True where the suite was stopped before its end. */
  readonly interrupted: boolean;
}

/** `model × reservoir`, as every table and heading names a system. */
export const systemName = ({ model, reservoir }: Pick<SystemResult, 'model' | 'reservoir'>): string => `${model} × ${reservoir}`;
