import type { Batch, Ensemble, PairedSamples } from '@szilard/core';

/** Steps θ′ = θ − εg + N(0, s²), the same for every run. */
export interface GaussianSteps {
  /** ε; [steps]. */
  readonly learningRate: Float64Array;
  /** s, standard deviation of the injected noise per coordinate; [steps]. */
  readonly noise: Float64Array;
  /** Coordinates of θ. */
  readonly dim: number;
}

/** Runs of a learner over an ensemble of data sets; row r of every part belongs to run r. B → Θ → X [Parsi2024]. */
export interface LearningEnsemble {
  /** B: what tells one data set from another; rows alike are runs on the same one. [runs, dim of B]. */
  readonly source: Batch;
  /** Θ: what was learned. [runs, dim of θ]. */
  readonly theta: Batch;
  /** X: drawn from the learned model, one or more samples side by side. [runs, dim of x]. */
  readonly x: Batch;
  /** ln p(x|θ) where it is known. */
  readonly logModel?: NonNullable<PairedSamples['logConditional']>;
  /** ln p(θ|B) where it is known. */
  readonly logLearner?: NonNullable<PairedSamples['logConditional']>;
  readonly steps?: GaussianSteps;
  /** |g|² of what in the gradient may depend on the data; [runs, steps, 1]. A single row: bounds, taken as given. */
  readonly squaredGradients?: Ensemble;
}

/** What M-info needs of it. */
export type MemorisedSamples = Partial<LearningEnsemble> & Pick<LearningEnsemble, 'source' | 'theta'>;
/** What L-info needs of it. */
export type LearnedSamples = Partial<LearningEnsemble> & Pick<LearningEnsemble, 'source' | 'x'>;

declare module '@szilard/core' {
  interface Quantities {
    /** M-info, I(Θ;B). */
    'memorised-information': MemorisedSamples;
    /** L-info, I(X;B) ≤ M-info. */
    'learned-information': LearnedSamples;
  }
}
