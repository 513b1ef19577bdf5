import type { Informations } from './informations.ts';
import type { Bounds, DataSets, Measured } from './measured.ts';

/** The book at one frame. Sums run from the start; β = 1, F = 0, so that nats are k_BT. */
export interface LedgerFrame {
  readonly frame: number;
  /** Work of Θ on X, and heat of X into its bath. */
  readonly work: Measured;
  readonly heat: Measured;
  /** Conditional entropy production Σ_X|Θ = Σ ⟨D(p_θ ‖ p_θ′)⟩, from samples that took no part in the run. */
  readonly dissipated: Measured;
  /** Partial entropy production σ^X and nostalgia, which sum to it. */
  readonly partial: Bounds;
  readonly nostalgia: Bounds;
  /** ⟨e^−Σ_X|Θ⟩ = 1 holds for a normalised density that the samples come from. */
  readonly integral: Measured;
  /** Of the step that led here. Absent: the first frame. */
  readonly step?: Readonly<Record<'work' | 'heat' | 'dissipated' | 'integral', Measured>> & {
    readonly partial: Bounds;
    readonly nostalgia: Bounds;
  };
  /** Absent: not asked for at this frame. */
  readonly information?: Informations & {
    /** M-info, I(Θ;B): at least this. Absent: too few runs, or one data set. */
    readonly memorised?: Measured;
    /** Interval (apparent) entropy production of X. */
    readonly apparent: Bounds;
    /** (B1): interval − conditional − ΔI(X;Θ), samples of the run on the one side and others on the other. 0 in truth. */
    readonly B1: Measured;
  };
  /** (B2): conditional − partial − nostalgia. 0 in truth. */
  readonly B2: Measured;
}

export interface LearningLedger {
  readonly sources: number;
  readonly replicas: number;
  readonly dataSets: DataSets;
  /** No lower bound of I(X;Θ), I(X;Θ|B) and L exceeds these; nats. */
  readonly ceilings: { readonly together: number; readonly givenData: number; readonly learned: number };
  readonly frames: readonly LedgerFrame[];
  readonly cautions: readonly string[];
}
