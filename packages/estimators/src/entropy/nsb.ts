import { defineEstimator } from '@szilard/core';
import { type AlphabetParams, alphabetDefaults, alphabetDomain } from '../discrete/alphabet.ts';
import { entropyEstimate, posteriorError } from '../discrete/entropy-estimate.ts';
import type { EntropyOf } from '../discrete/entropy-of.ts';
import { nsbPosterior } from './nsb-posterior.ts';

const id = 'entropy/nsb';

/** Posterior mean; nats. */
export const nsb: EntropyOf = (counts, alphabet) => nsbPosterior(counts, alphabet).mean;

/**
 * Posterior mean of S under a mixture of Dirichlet priors that is nearly flat in S [Nemenman2002]; rows are symbols, nats. The
 * integral over the Dirichlet parameter is done to 1e-10, not by its saddle point.
 *
 * K is `alphabet`; 0 takes the symbols seen, which is too few where some are unseen: give K wherever it is known, or an upper
 * bound, ln K then being as much as S can be. Few rows per symbol suffice if the ranked frequencies fall off neither much faster
 * nor much slower than a Dirichlet sample's. Error: the posterior's standard deviation.
 */
export const nsbEntropy = defineEstimator<'entropy', AlphabetParams>({
  id,
  title: 'posterior mean entropy under a prior flat in entropy',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Nemenman2002]; docs/theory.md 13',
  calibrated: false,
  defaults: alphabetDefaults,
  domain: alphabetDomain,
  create: (params) => ({
    estimate: ({ x }) =>
      entropyEstimate(id, params, x, (counts, alphabet) => {
        const { mean, variance } = nsbPosterior(counts, alphabet);
        return { value: mean, stderr: posteriorError(variance, counts, params), details: { alphabet } };
      }),
  }),
});
