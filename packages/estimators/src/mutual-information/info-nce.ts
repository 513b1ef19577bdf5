import { defineEstimator } from '@szilard/core';
import { type BoundParams, boundDefaults, boundDomain, boundEstimate } from '../neural/bound-estimate.ts';
import { type Block, paired, type ScoreBound } from '../neural/score-bound.ts';
import { tensorsFor } from '../neural/tensors-for.ts';

const id = 'mutual-information/info-nce';

/**
 * I(X;Y) ≥ ⟨ln e^f(x_i, y_i) / (1/n) Σ_j e^f(x_i, y_j)⟩ over blocks of n samples [Oord2018, Poole2019]; [N, dx] and [N, dy], nats.
 * The paired one is among the n, so that it cannot exceed ln n: where I is larger take a larger batch. Little noise, and no infinite
 * variance, for that ceiling.
 *
 * Error: influences of the test samples, l_k + 1 − Σ_i w_ik with l_k the logarithm of row k and w_ik the share of column k in row i,
 * their spread over √n. It says how well this critic's bound is known, not how far below I it lies.
 */
export const infoNce = defineEstimator<'mutual-information', BoundParams>({
  id,
  title: 'lower bound on mutual information from telling the partner among a batch, InfoNCE, with a trained critic of standardised columns',
  quantity: 'mutual-information',
  bound: 'lower',
  calibrated: false,
  source: '[Oord2018], [Poole2019]; docs/theory.md 13',
  needs: ['tensors'],
  defaults: boundDefaults,
  domain: boundDomain,
  create(params, environment) {
    const tensors = tensorsFor(id, environment.tensors);
    return { estimate: (input, rng) => boundEstimate(id, params, tensors, noiseContrastive, input, rng) };
  },
});

/** Below its ceiling by less than this, a bound says nothing of what lies above. */
const NEAR = 0.3;

export const noiseContrastive: ScoreBound = {
  slope({ n, scores }) {
    const { shares } = rows({ n, scores });
    const out = shares.map((share) => -share / n);
    for (let i = 0; i < n; i++) out[i * n + i] += 1 / n;
    return out;
  },
  measure(blocks) {
    const own = paired(blocks);
    const influences = new Float64Array(own.length);
    let [value, from] = [0, 0];
    for (const block of blocks) {
      const { n } = block;
      const { logs, shares } = rows(block);
      for (let k = 0; k < n; k++) {
        let chosen = 0;
        for (let i = 0; i < n; i++) chosen += shares[i * n + k];
        const local = own[from + k] - logs[k];
        value += local / own.length;
        influences[from + k] = local + 1 - chosen;
      }
      from += n;
    }
    const ceiling = blocks.reduce((sum, { n }) => sum + n * Math.log(n), 0) / own.length;
    const near = value > ceiling - NEAR;
    return {
      value,
      influences,
      details: { ceiling },
      cautions: near ? [`within ${NEAR} nat of its ceiling, ln(batch) = ${ceiling.toFixed(2)}: take larger batches`] : [],
    };
  },
};

/** ln (1/n) Σ_j e^f_ij of every row, and the share of every pair in its row. */
function rows({ n, scores }: Block) {
  const logs = new Float64Array(n);
  const shares = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < n; j++) top = Math.max(top, scores[i * n + j]);
    let total = 0;
    for (let j = 0; j < n; j++) total += shares[i * n + j] = Math.exp(scores[i * n + j] - top);
    for (let j = 0; j < n; j++) shares[i * n + j] /= total;
    logs[i] = top + Math.log(total / n);
  }
  return { logs, shares };
}
