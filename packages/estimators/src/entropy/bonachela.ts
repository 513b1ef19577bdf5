import { defineEstimator, digamma } from '@szilard/core';
import { jackknifed } from '../discrete/entropy-estimate.ts';
import type { EntropyOf } from '../discrete/entropy-of.ts';

const id = 'entropy/bonachela';

/** Σ_i (n_i + 1)/(n + 2) Σ_{j=n_i+2..n+2} 1/j over the symbols seen; nats. */
export const bonachela: EntropyOf = ({ n, sizes, times }) => {
  let out = 0;
  for (let j = 0; j < sizes.length; j++) out += times[j] * (sizes[j] + 1) * (digamma(n + 3) - digamma(sizes[j] + 2));
  return out / (n + 2);
};

/**
 * Entropy with the least squared bias and variance averaged over flat laws, one symbol at a time [Bonachela2008]; rows are
 * symbols, nats:
 *
 *     S = 1/(n + 2) Σ_i (n_i + 1) Σ_{j=n_i+2..n+2} 1/j        over the symbols seen
 *
 * For two or three symbols and tens of rows; elsewhere the bias is of order K/n. A constant does not give 0 but about 1/n.
 * Error: jackknife, not below √((K − 1)/2)/n.
 */
export const bonachelaEntropy = defineEstimator<'entropy', object>({
  id,
  title: 'entropy for a few symbols in short data',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Bonachela2008]; docs/theory.md 13',
  calibrated: false,
  verifiedBy: 'infomeasure',
  defaults: {},
  create: (params) => ({ estimate: ({ x }) => jackknifed(id, params, x, bonachela) }),
});
