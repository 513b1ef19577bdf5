import { defineEstimator } from '@szilard/core';
import { type AlphabetParams, alphabetDefaults, alphabetDomain } from '../discrete/alphabet.ts';
import type { Counts } from '../discrete/counts.ts';
import { each } from '../discrete/dirichlet.ts';
import { entropyEstimate, evenCautions } from '../discrete/entropy-estimate.ts';
import type { EntropyOf } from '../discrete/entropy-of.ts';
import { entropyError } from '../discrete/influence.ts';

const id = 'entropy/shrinkage';

/** Estimated best weight of the uniform law; by definition no more than 1. */
function weightOf({ n, sizes, times }: Counts, alphabet: number): number {
  let square = 0;
  for (let j = 0; j < sizes.length; j++) square += times[j] * (sizes[j] / n) ** 2;
  const far = (n - 1) * (square - 1 / alphabet);
  return far > 1 - square ? (1 - square) / far : 1;
}

/** Plug-in entropy of frequencies mixed with the uniform law; nats. */
export const shrinkage: EntropyOf = (counts, alphabet) => {
  const weight = weightOf(counts, alphabet);
  let out = 0;
  each(counts, alphabet, (count, times) => {
    const p = weight / alphabet + (1 - weight) * (count / counts.n);
    if (p > 0) out -= times * p * Math.log(p);
  });
  return out;
};

/**
 * James–Stein shrinkage towards the uniform law over K symbols [Hausser2009]; rows are symbols, nats:
 *
 *     S = −Σ_k p_k ln p_k,   p_k = λ/K + (1 − λ) n_k/n,   λ = min(1, (1 − Σ p̂²)/((n − 1) Σ_k (1/K − p̂_k)²))
 *
 * K: symbols seen, or `alphabet`. λ (in `details`) tends to 0 as 1/n, so does the bias, upwards where K is right and the law far
 * from uniform. Error: jackknife, λ made anew each time, not below √((K − 1)/2)/n.
 */
export const shrinkageEntropy = defineEstimator<'entropy', AlphabetParams>({
  id,
  title: 'entropy of frequencies shrunk towards the uniform law',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Hausser2009]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure',
  defaults: alphabetDefaults,
  domain: alphabetDomain,
  create: (params) => ({
    estimate: ({ x }) =>
      entropyEstimate(id, params, x, (counts, alphabet) => ({
        value: shrinkage(counts, alphabet),
        stderr: entropyError(counts, alphabet, shrinkage),
        details: { weight: weightOf(counts, alphabet), alphabet },
        cautions: evenCautions(counts),
      })),
  }),
});
