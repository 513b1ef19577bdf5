import { defineEstimator, type Estimate, type PairedSamples, type RandomStream, SzilardError } from '@szilard/core';
import { ballTerms } from '../information/balls.ts';
import { type NeighbourParams, neighbourDefaults, neighbourDomain } from '../information/neighbour-params.ts';
import { mutual } from '../information/terms.ts';
import { pairedEstimate } from './paired-estimate.ts';

const id = 'mutual-information/ksg1';

export interface KsgParams extends NeighbourParams {
  /**
   * Above 0: one norm over all columns of x and y together, (Σ|gap|^exponent)^(1/exponent), instead of `norm`. Some packages offer it;
   * its balls are not the boxes of the theory, and the bias no longer cancels.
   */
  exponent: number;
}

/**
 * I(X;Y) from nearest neighbours [Kraskov2004, eq. 8]; [n, dx] and [n, dy], nats:
 *
 *     I = ψ(k) + ψ(n) − ⟨ψ(n_x + 1) + ψ(n_y + 1)⟩
 *
 * n_x, n_y: other points strictly closer in x, in y, than the k-th neighbour in both. May be negative; never clamped.
 *
 * Error: terms of neighbours depend on each other; their own spread over √n is 0.5 to 0.9 of the true error. Response of the others
 * to point j: (times it is among the k nearest)/k − Σ 1/n_x − Σ 1/n_y over the points that count it. From both as told in
 * `errorOfLocal`. It does not cover bias: strong dependence in many dimensions comes out too small.
 */
export const ksg1 = defineEstimator<'mutual-information', KsgParams>({
  id,
  title: 'mutual information from k-th nearest neighbours, first algorithm of Kraskov, Stögbauer and Grassberger',
  quantity: 'mutual-information',
  source: '[Kraskov2004]',
  calibrated: false,
  defaults: { ...neighbourDefaults, exponent: 0 },
  domain: { ...neighbourDomain, exponent: { atLeast: 0 } },
  verifiedBy: 'bmi, infomeasure',
  create: (params) => ({ estimate: (input, rng) => estimate(params, input, rng) }),
});

function estimate(params: KsgParams, input: PairedSamples, rng: RandomStream): Estimate {
  const { exponent } = params;
  if (exponent > 0 && exponent < 1)
    throw new SzilardError('parameter', `[${id}] exponent: expected 0 or a number at least 1, got ${exponent}. A norm needs at least 1.`);
  const norm = exponent > 0 ? 'minkowski' : params.norm;
  const result = pairedEstimate(id, params, input, rng, (variables) =>
    ballTerms(id, variables, mutual, { ...params, norm, names: 'x and y' }),
  );
  if (exponent === 0) return result;
  const caution = 'one norm over x and y together: its balls are not the boxes that the counts are made for, and the bias does not cancel';
  return { ...result, cautions: [caution, ...result.cautions] };
}
