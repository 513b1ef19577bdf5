import { defineEstimator } from '@szilard/core';
import { jackknifed } from '../discrete/entropy-estimate.ts';
import { additive } from '../discrete/entropy-of.ts';

const id = 'entropy/jackknife';

/** ln m − (m − 1) ln(1 − 1/m): what m ln m loses with one of m; 0 at m = 1. */
const lost = (m: number) => (m > 1 ? Math.log(m) - (m - 1) * Math.log1p(-1 / m) : 0);

/** n S − (n − 1) ⟨S without one row⟩ of the plug-in, summed by hand; nats. */
export const jackknife = additive(lost, lost);

/**
 * Delete-one jackknife of the plug-in entropy [Zahl1977]; rows are symbols, nats:
 *
 *     S_J = n S − (n − 1) ⟨S without one row⟩ = L(n) − Σ_i p̂_i L(n_i),   L(m) = ln m − (m − 1) ln(1 − 1/m)
 *
 * Bias of order 1/n² for a known number of symbols well seen. May exceed ln of any alphabet. Error: jackknife of S_J itself.
 */
export const jackknifeEntropy = defineEstimator<'entropy', object>({
  id,
  title: 'entropy of the observed frequencies, bias removed by the jackknife',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Zahl1977]; docs/theory.md 13',
  calibrated: true,
  defaults: {},
  create: (params) => ({ estimate: ({ x }) => jackknifed(id, params, x, jackknife) }),
});
