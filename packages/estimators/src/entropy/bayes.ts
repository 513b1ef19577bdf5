import { type Domain, defineEstimator, SzilardError } from '@szilard/core';
import { type AlphabetParams, alphabetDefaults, alphabetDomain } from '../discrete/alphabet.ts';
import { dirichletEntropy } from '../discrete/dirichlet.ts';
import { entropyEstimate, posteriorError } from '../discrete/entropy-estimate.ts';

const id = 'entropy/bayes';

const priors = {
  jeffreys: () => 0.5,
  laplace: () => 1,
  perks: (_n: number, alphabet: number) => 1 / alphabet,
  minimax: (n: number, alphabet: number) => Math.sqrt(n) / alphabet,
};

export interface BayesParams extends AlphabetParams {
  /** Dirichlet prior by name: jeffreys ½, laplace 1, perks 1/K, minimax √n/K; `alpha`: the number of that name. */
  prior: keyof typeof priors | 'alpha';
  /** Pseudocount of every symbol; read with prior `alpha` only. */
  alpha: number;
}

/**
 * Posterior mean of S under a symmetric Dirichlet prior [Wolpert1995]; rows are symbols, nats. a_i = n_i + α over K symbols:
 *
 *     S = ψ(A + 1) − Σ_i (a_i/A) ψ(a_i + 1),   A = n + K α        K: symbols seen, or `alphabet`
 *
 * The prior is narrow in S: with few rows it decides [Nemenman2002]. Error: the posterior's standard deviation, exact; it means
 * what it says on average over laws drawn from the prior, not for one law with few rows.
 */
export const bayesEntropy = defineEstimator<'entropy', BayesParams>({
  id,
  title: 'posterior mean entropy under a Dirichlet prior',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Wolpert1995]; docs/theory.md 13',
  calibrated: false,
  defaults: { ...alphabetDefaults, prior: 'jeffreys', alpha: 0.5 },
  domain: { ...alphabetDomain, prior: { oneOf: [...Object.keys(priors), 'alpha'] } as Domain, alpha: { above: 0 } },
  create: (params) => ({
    estimate: ({ x }) =>
      entropyEstimate(id, params, x, (counts, alphabet) => {
        const alpha = alphaOf(params, counts.n, alphabet);
        const { mean, variance } = dirichletEntropy(counts, alphabet, alpha);
        return {
          // One symbol only: nothing to be uncertain about, and no digits to be lost on it.
          value: alphabet === 1 ? 0 : mean,
          stderr: posteriorError(alphabet === 1 ? 0 : variance, counts, params),
          details: { alpha, alphabet },
        };
      }),
  }),
});

function alphaOf({ prior, alpha }: BayesParams, n: number, alphabet: number): number {
  if (prior === 'alpha') return alpha;
  if (alpha !== 0.5) {
    throw new SzilardError(
      'parameter',
      `[${id}] alpha: expected its default 0.5 with prior ${prior}, got ${alpha}. Set prior to "alpha" as well.`,
    );
  }
  return priors[prior](n, alphabet);
}
