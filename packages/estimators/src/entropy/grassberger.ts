import { defineEstimator, digamma } from '@szilard/core';
import { jackknifed } from '../discrete/entropy-estimate.ts';
import { additive } from '../discrete/entropy-of.ts';
import { plugIn } from './plug-in.ts';

const id = 'entropy/grassberger';

export interface GrassbergerParams {
  /** Year of the formula. */
  form: '2003' | '1988';
}

const sign = (m: number) => (m % 2 === 0 ? 1 : -1);

/** ψ(n) − Σ p̂_i G(n_i) in the form of 2003; nats. */
export const grassberger = additive(digamma, (m) => digamma(m) + 0.5 * sign(m) * (digamma((m + 1) / 2) - digamma(m / 2)));

const forms = { '2003': grassberger, '1988': additive(Math.log, (m) => digamma(m) + sign(m) / (m + 1)) };

/**
 * Entropy with ln n_i replaced by functions that take parity into account; rows are symbols, nats:
 *
 *     2003:  S = ψ(n) − Σ_i p̂_i G(n_i),  G(m) = ψ(m) + ½(−1)^m [ψ((m + 1)/2) − ψ(m/2)]      [Grassberger2003]
 *     1988:  S = ln n − Σ_i p̂_i G(n_i),  G(m) = ψ(m) + (−1)^m/(m + 1)                        [Grassberger1988]
 *
 * ψ(n), not ln n: right for n rows as they are, not for a number of rows that fluctuates [Schurmann2015]. Bias 2003, exact:
 * −Σ_i p_i ∫_0^{1−2p_i} t^{n−1}/(1 − t) dt, from rare symbols only. A constant gives about −(−1)^n/(2n), not 0.
 * Error: jackknife of the plug-in, for G swings from odd to even counts, not below √((K − 1)/2)/n.
 */
export const grassbergerEntropy = defineEstimator<'entropy', GrassbergerParams>({
  id,
  title: 'entropy from digammas of the counts',
  quantity: 'entropy',
  rows: 'symbols',
  source: '[Grassberger2003], [Grassberger1988]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure (form 1988)',
  defaults: { form: '2003' },
  domain: { form: { oneOf: ['2003', '1988'] } },
  create: (params) => ({ estimate: ({ x }) => jackknifed(id, params, x, forms[params.form], plugIn) }),
});
