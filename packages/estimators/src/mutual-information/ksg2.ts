import { defineEstimator } from '@szilard/core';
import { type NeighbourParams, neighbourDefaults, neighbourDomain } from '../information/neighbour-params.ts';
import { stripTerms } from '../information/strips.ts';
import { pairedEstimate } from './paired-estimate.ts';

const id = 'mutual-information/ksg2';

/**
 * I(X;Y) from the box that the k nearest neighbours span [Kraskov2004, eq. 9]; [n, dx] and [n, dy], nats:
 *
 *     I = ψ(k) − 1/k + ψ(n) − ⟨ψ(n_x) + ψ(n_y)⟩
 *
 * n_x, n_y: other points no farther in x, in y, than the farthest in x, in y, of the k nearest in both. May be negative; never
 * clamped. Beside the first algorithm: less bias in many dimensions, more noise. Error: as in the first.
 */
export const ksg2 = defineEstimator<'mutual-information', NeighbourParams>({
  id,
  title: 'mutual information from k-th nearest neighbours, second algorithm of Kraskov, Stögbauer and Grassberger',
  quantity: 'mutual-information',
  source: '[Kraskov2004]',
  calibrated: false,
  defaults: neighbourDefaults,
  domain: neighbourDomain,
  verifiedBy: 'jidt',
  create: (params) => ({
    estimate: (input, rng) =>
      pairedEstimate(id, params, input, rng, (variables) => stripTerms(id, variables, { ...params, names: 'x and y' })),
  }),
});
