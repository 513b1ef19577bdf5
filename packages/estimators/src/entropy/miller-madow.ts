import { defineEstimator } from '@szilard/core';
import { type AlphabetParams, alphabetDefaults, alphabetDomain } from '../discrete/alphabet.ts';
import { jackknifed } from '../discrete/entropy-estimate.ts';
import type { EntropyOf } from '../discrete/entropy-of.ts';
import { plugIn } from './plug-in.ts';

const id = 'entropy/miller-madow';

/** Plug-in + (K − 1)/(2n); nats. */
export const millerMadow: EntropyOf = (counts, alphabet) => plugIn(counts, alphabet) + (alphabet - 1) / (2 * counts.n);

/** The same with the symbols seen for K, whatever the alphabet: what it takes to add and subtract entropies. */
export const millerMadowSeen: EntropyOf = (counts) => millerMadow(counts, counts.seen);

/**
 * Plug-in entropy with its bias of first order given back [Miller1955]; rows are symbols, nats:
 *
 *     S = −Σ_i p̂_i ln p̂_i + (K − 1)/(2n)        K: symbols seen, or `alphabet`
 *
 * Bias left: order 1/n² if K is right; downwards while symbols stay unseen. Error: jackknife, not below √((K − 1)/2)/n.
 */
export const millerMadowEntropy = defineEstimator<'entropy', AlphabetParams>({
  id,
  title: 'entropy of the observed frequencies, bias corrected to first order',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Miller1955]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure',
  defaults: alphabetDefaults,
  domain: alphabetDomain,
  create: (params) => ({ estimate: ({ x }) => jackknifed(id, params, x, params.alphabet > 0 ? millerMadow : millerMadowSeen) }),
});
