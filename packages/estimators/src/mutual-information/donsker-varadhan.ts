import { defineEstimator } from '@szilard/core';
import { errorOf } from '../information/mean-error.ts';
import { type BoundParams, boundDefaults, boundDomain, boundEstimate } from '../neural/bound-estimate.ts';
import { paired, type ScoreBound, thinCautions, unpaired } from '../neural/score-bound.ts';
import { tensorsFor } from '../neural/tensors-for.ts';

const id = 'mutual-information/donsker-varadhan';

/**
 * I(X;Y) ≥ ⟨f⟩_pairs − ln⟨e^f⟩_unpaired [Donsker1983], with a trained f the estimator MINE [Belghazi2018]; [n, dx] and [n, dy], nats.
 * Unpaired: every x_i with every other y_j of its block. Tighter than NWJ for the same f. The logarithm is one of an average over all
 * test samples, so that the value lies too high by about half the squared relative error of ⟨e^f⟩ (`partitionError`). Training follows
 * the slope of each batch's own logarithm, from all its pairs, in place of a moving average over batches: that bends the way, not the bound.
 *
 * Error: influences f_kk − (r_k + c_k)/⟨e^f⟩ + 2 − ln⟨e^f⟩ of the test samples, r and c the means of e^f over row and column k, their
 * spread over √n. It says how well this critic's bound is known, not how far below I it lies.
 */
export const donskerVaradhan = defineEstimator<'mutual-information', BoundParams>({
  id,
  title: 'lower bound on mutual information of Donsker and Varadhan, MINE, with a trained critic of standardised columns',
  quantity: 'mutual-information',
  bound: 'lower',
  calibrated: false,
  source: '[Donsker1983], [Belghazi2018]; docs/theory.md 13',
  needs: ['tensors'],
  defaults: boundDefaults,
  domain: boundDomain,
  create(params, environment) {
    const tensors = tensorsFor(id, environment.tensors);
    return { estimate: (input, rng) => boundEstimate(id, params, tensors, logarithmic, input, rng) };
  },
});

/** A relative error of ⟨e^f⟩ above this lifts the bound by 0.02 nat or more. */
const LOUD = 0.2;

export const logarithmic: ScoreBound = {
  slope({ n, scores }) {
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) top = Math.max(top, scores[i * n + j]);
    const out = scores.map((f) => -Math.exp(f - top));
    for (let i = 0; i < n; i++) out[i * n + i] = 0;
    const total = out.reduce((sum, weight) => sum - weight, 0);
    for (let at = 0; at < n * n; at++) out[at] /= total;
    for (let i = 0; i < n; i++) out[i * n + i] = 1 / n;
    return out;
  },
  measure(blocks) {
    const own = paired(blocks);
    const apart = unpaired(blocks);
    const logarithm = apart.shift + Math.log(apart.mean);
    const relative = apart.own.map((weight) => (2 * weight) / apart.mean);
    const influences = own.map((f, k) => f - logarithm + 2 - relative[k]);
    const partitionError = errorOf(relative);
    const loud =
      partitionError > LOUD
        ? [
            `⟨e^f⟩ has an error of ${Math.round(100 * partitionError)} %: its logarithm puts the bound too high by about ${(partitionError ** 2 / 2).toPrecision(1)}`,
          ]
        : [];
    return {
      value: own.reduce((sum, f) => sum + f / own.length, 0) - logarithm,
      influences,
      details: { partitionError, effectiveUnpaired: apart.effective },
      cautions: [...loud, ...thinCautions(apart)],
    };
  },
};
