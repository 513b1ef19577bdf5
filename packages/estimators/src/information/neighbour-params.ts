import type { Domain } from '@szilard/core';

/** What every estimator from nearest neighbours can be told. */
export interface NeighbourParams {
  /** Which nearest neighbour sets the scale: small k, little bias; large k, little noise. */
  k: number;
  /** Inside each variable; across variables it is always the largest. */
  norm: 'chebyshev' | 'euclidean';
  /** `zscore`: every column to mean 0 and standard deviation 1 first. Information is invariant, the estimate is not. */
  normalise: 'none' | 'zscore';
  /** Standard deviation of normal jitter added to every column after scaling; it breaks ties, and it destroys information. */
  noise: number;
}

export const neighbourDefaults: NeighbourParams = { k: 3, norm: 'chebyshev', normalise: 'none', noise: 0 };

export const neighbourDomain: { readonly [K in keyof NeighbourParams]: Domain } = {
  k: { integer: true, atLeast: 1 },
  norm: { oneOf: ['chebyshev', 'euclidean'] },
  normalise: { oneOf: ['none', 'zscore'] },
  noise: { atLeast: 0 },
};
