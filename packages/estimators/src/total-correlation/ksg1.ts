import { defineEstimator } from '@szilard/core';
import { ballTerms } from '../information/balls.ts';
import { type NeighbourParams, neighbourDefaults, neighbourDomain } from '../information/neighbour-params.ts';
import { total } from '../information/terms.ts';
import { columnsEstimate } from './columns-estimate.ts';

const id = 'total-correlation/ksg1';

export type ColumnParams = Omit<NeighbourParams, 'norm'>;
const { norm: _largest, ...defaults } = neighbourDefaults;
const { norm: _oneColumn, ...domain } = neighbourDomain;

export { defaults as columnDefaults, domain as columnDomain };

/**
 * Total correlation of the columns from nearest neighbours [Kraskov2004, eq. 23]; [n, m], nats:
 *
 *     T = ψ(k) + (m − 1) ψ(n) − Σ_v ⟨ψ(n_v + 1)⟩
 *
 * n_v: other points strictly closer in column v than the k-th neighbour in all. May be negative; never clamped. Error: as for
 * mutual-information/ksg1; it does not cover bias, which grows with m.
 */
export const ksg1TotalCorrelation = defineEstimator<'total-correlation', ColumnParams>({
  id,
  title: 'total correlation from k-th nearest neighbours, first algorithm of Kraskov, Stögbauer and Grassberger',
  quantity: 'total-correlation',
  source: '[Kraskov2004]',
  calibrated: true,
  defaults,
  domain,
  create: (params) => ({
    estimate: ({ x }, rng) => columnsEstimate(id, params, x, rng, (columns) => ballTerms(id, columns, total(x.dim), params)),
  }),
});
