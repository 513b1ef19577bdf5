import { defineEstimator, digamma } from '@szilard/core';
import { jackknifed } from '../discrete/entropy-estimate.ts';
import { additive } from '../discrete/entropy-of.ts';

const id = 'entropy/zhang';

/** ψ(n) − Σ p̂_i ψ(n_i); nats. */
export const zhang = additive(digamma, digamma);

/**
 * Entropy from differences of digammas [Zhang2012; Schurmann2015]; rows are symbols, nats:
 *
 *     S = ψ(n) − Σ_i p̂_i ψ(n_i) = Σ_i p̂_i Σ_{v=1..n−n_i} (1/v) Π_{j<v} (1 − (n_i − 1)/(n − 1 − j))
 *
 * Bias, exact: −Σ_i p_i Σ_{v≥n} (1 − p_i)^v/v, exponentially small in n for the symbols that are not rare. Exactly 0 for a constant.
 * Error: jackknife, not below √((K − 1)/2)/n.
 */
export const zhangEntropy = defineEstimator<'entropy', object>({
  id,
  title: 'entropy from differences of digammas of the counts',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Zhang2012], [Schurmann2015]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure',
  defaults: {},
  create: (params) => ({ estimate: ({ x }) => jackknifed(id, params, x, zhang) }),
});
