import { defineEstimator } from '@szilard/core';
import type { Counts } from '../discrete/counts.ts';
import { entropyEstimate, evenCautions, shortCautions } from '../discrete/entropy-estimate.ts';
import type { EntropyOf } from '../discrete/entropy-of.ts';
import { entropyError } from '../discrete/influence.ts';

const id = 'entropy/chao-shen';

/** Good–Turing share of the law that was seen. With singles only it would be 0: one of them is then counted as a pair. */
const coverageOf = ({ n, singles }: Counts) => 1 - (singles === n && n > 1 ? n - 1 : n > 1 ? singles : 0) / n;

/** Horvitz–Thompson entropy of frequencies shrunk by their coverage; nats. */
export const chaoShen: EntropyOf = (counts) => {
  const { n, sizes, times } = counts;
  const coverage = coverageOf(counts);
  let out = 0;
  for (let j = 0; j < sizes.length; j++) {
    const p = (coverage * sizes[j]) / n;
    out -= (times[j] * p * Math.log(p)) / -Math.expm1(n * Math.log1p(-p));
  }
  return out;
};

/**
 * Entropy that weighs each symbol by its chance to be seen, after room is made for the unseen [Chao2003]; rows are symbols, nats:
 *
 *     S = −Σ_i p̃_i ln p̃_i / (1 − (1 − p̃_i)^n),   p̃_i = C n_i/n,   C = 1 − f₁/n,   f₁: symbols seen once
 *
 * Little bias even where many symbols are unseen; more noise than others. With singles only C would be 0 and S undefined:
 * f₁ = n − 1 is then taken, and said. Error: jackknife, not below √((K − 1)/2)/n.
 */
export const chaoShenEntropy = defineEstimator<'entropy', object>({
  id,
  title: 'entropy corrected for unseen symbols by coverage',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Chao2003], [Good1953]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure',
  defaults: {},
  create: (params) => ({
    estimate: ({ x }) =>
      entropyEstimate(id, params, x, (counts, alphabet) => {
        const stderr = entropyError(counts, alphabet, chaoShen);
        const cautions = evenCautions(counts);
        if (counts.singles === counts.n) cautions.unshift('coverage 0, where the formula ends: one symbol seen once is counted as a pair');
        // Nothing is corrected where nothing was seen once.
        if (counts.singles === 0) cautions.unshift(...shortCautions(counts, stderr));
        return { value: chaoShen(counts, alphabet), stderr, details: { coverage: coverageOf(counts) }, cautions };
      }),
  }),
});
