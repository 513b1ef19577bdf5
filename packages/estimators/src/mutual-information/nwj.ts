import { defineEstimator } from '@szilard/core';
import { type BoundParams, boundDefaults, boundDomain, boundEstimate } from '../neural/bound-estimate.ts';
import { paired, type ScoreBound, thinCautions, unpaired } from '../neural/score-bound.ts';
import { tensorsFor } from '../neural/tensors-for.ts';

const id = 'mutual-information/nwj';

/**
 * I(X;Y) ≥ 1 + ⟨f⟩_pairs − ⟨e^f⟩_unpaired, reached by f = ln p(x, y)/p(x)p(y) [Nguyen2010]; [n, dx] and [n, dy], nats. Unpaired: every x_i
 * with every other y_j of its block of test samples. No ceiling and no bias; the variance of e^f grows like e^I.
 *
 * Error: influences f_kk − r_k − c_k + ⟨e^f⟩ + 1 of the test samples, r and c the means of e^f over row and column k, their spread over
 * √n. It says how well this critic's bound is known, not how far below I it lies.
 */
export const nwj = defineEstimator<'mutual-information', BoundParams>({
  id,
  title: 'lower bound on mutual information of Nguyen, Wainwright and Jordan, with a trained critic of standardised columns',
  quantity: 'mutual-information',
  bound: 'lower',
  calibrated: false,
  source: '[Nguyen2010], [Poole2019]; docs/theory.md 13',
  needs: ['tensors'],
  defaults: boundDefaults,
  domain: boundDomain,
  create(params, environment) {
    const tensors = tensorsFor(id, environment.tensors);
    return { estimate: (input, rng) => boundEstimate(id, params, tensors, variational, input, rng) };
  },
});

export const variational: ScoreBound = {
  slope({ n, scores }) {
    const out = scores.map((f) => -Math.exp(f) / (n * (n - 1)));
    for (let i = 0; i < n; i++) out[i * n + i] = 1 / n;
    return out;
  },
  measure(blocks) {
    const own = paired(blocks);
    const apart = unpaired(blocks);
    const scale = Math.exp(apart.shift);
    const level = scale * apart.mean;
    const influences = own.map((f, k) => f + 1 + level - 2 * scale * apart.own[k]);
    const value = own.reduce((sum, f) => sum + f / own.length, 1) - level;
    return { value, influences, details: { effectiveUnpaired: apart.effective }, cautions: thinCautions(apart) };
  },
};
