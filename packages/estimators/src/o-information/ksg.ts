import { defineEstimator } from '@szilard/core';
import { ballTerms } from '../information/balls.ts';
import { organisation } from '../information/terms.ts';
import { columnsEstimate } from '../total-correlation/columns-estimate.ts';
import { type ColumnParams, columnDefaults, columnDomain } from '../total-correlation/ksg1.ts';

const id = 'o-information/ksg';

/**
 * O-information of the columns from nearest neighbours: Ω [Rosas2019] from balls of one radius per point, in all its parts, as in
 * [Kraskov2004, eq. 8]; [n, m], nats, above 0 where redundancy prevails, below where synergy does, 0 for m = 2:
 *
 *     Ω = (m − 2)(ψ(n) − ψ(k)) − Σ_v ⟨ψ(n_v + 1) − ψ(n_{¬v} + 1)⟩
 *
 * n_v, n_{¬v}: other points strictly closer, in column v alone and in all others, than the k-th neighbour in all. Error: as for
 * mutual-information/ksg1, and too wide by a tenth or two; it does not cover bias, which grows with m.
 */
export const ksgOInformation = defineEstimator<'o-information', ColumnParams>({
  id,
  title: 'O-information from k-th nearest neighbours',
  quantity: 'o-information',
  source: '[Rosas2019], [Kraskov2004]',
  defaults: columnDefaults,
  domain: columnDomain,
  calibrated: true,
  create: (params) => ({
    estimate: ({ x }, rng) => columnsEstimate(id, params, x, rng, (columns) => ballTerms(id, columns, organisation(x.dim), params), true),
  }),
});
