import { defineEstimator } from '@szilard/core';
import { jackknifed, shortCautions } from '../discrete/entropy-estimate.ts';
import { additive } from '../discrete/entropy-of.ts';

const id = 'entropy/plug-in';

/** −Σ p̂ ln p̂ with p̂_i = n_i/n; nats. */
export const plugIn = additive(Math.log, Math.log);

/**
 * S of the observed frequencies [Cover2006]; rows are symbols, nats:
 *
 *     S = −Σ_i p̂_i ln p̂_i,   p̂_i = n_i/n        0 ≤ S ≤ ln n
 *
 * Bias −(K − 1)/(2n) to first order, always downwards [Harris1975]; see docs/theory.md 13 for corrections.
 * Error: jackknife, not below √((K − 1)/2)/n.
 */
export const plugInEntropy = defineEstimator<'entropy', object>({
  id,
  title: 'entropy of the observed frequencies',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Cover2006]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure',
  defaults: {},
  create: (params) => ({ estimate: ({ x }) => jackknifed(id, params, x, plugIn, plugIn, shortCautions) }),
});
