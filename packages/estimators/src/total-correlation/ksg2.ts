import { defineEstimator } from '@szilard/core';
import { stripTerms } from '../information/strips.ts';
import { columnsEstimate } from './columns-estimate.ts';
import { type ColumnParams, columnDefaults, columnDomain } from './ksg1.ts';

const id = 'total-correlation/ksg2';

/**
 * Total correlation of the columns from the box that the k nearest neighbours span [Kraskov2004, eq. 30]; [n, m], nats:
 *
 *     T = ψ(k) − (m − 1)/k + (m − 1) ψ(n) − Σ_v ⟨ψ(n_v)⟩
 *
 * n_v: other points no farther in column v than the farthest of the k nearest. May be negative; never clamped. Error: as in the
 * first algorithm.
 */
export const ksg2TotalCorrelation = defineEstimator<'total-correlation', ColumnParams>({
  id,
  title: 'total correlation from k-th nearest neighbours, second algorithm of Kraskov, Stögbauer and Grassberger',
  quantity: 'total-correlation',
  source: '[Kraskov2004]',
  calibrated: true,
  defaults: columnDefaults,
  domain: columnDomain,
  verifiedBy: 'jidt',
  create: (params) => ({
    estimate: ({ x }, rng) => columnsEstimate(id, params, x, rng, (columns) => stripTerms(id, columns, params)),
  }),
});
