import { defineEstimator, type Estimate, type Quantities, twoSided } from '@szilard/core';
import { fitLogistic } from './logistic.ts';
import { workOf } from './work-samples.ts';

const id = 'free-energy/crooks-slope';

/** Samples that could be of either direction, below which the fit hangs on a few. */
const OVERLAPPING = 25;

/**
 * Slope of ln P_F(w)/P_R(−w) against w: 1 where the Crooks relation holds [Crooks1999]. No histogram: logistic regression of
 * the direction on work, with the offset ln(n_F/n_R) known [Shirts2003]; the intercept is −ΔF. Unit 1.
 *
 *     ln P(forward|w)/P(reverse|w) = ln(n_F/n_R) + intercept + slope · w        w of the reverse with its sign turned
 *
 * Error: inverse information matrix. `p`: chance of a slope this far from 1 if the relation holds.
 */
export const crooksSlope = defineEstimator<'crooks-slope', Record<string, never>>({
  id,
  title: 'slope of ln P(w)/P(−w) between a process and its reverse, by logistic regression',
  quantity: 'crooks-slope',
  source: '[Crooks1999], [Shirts2003]; docs/theory.md 15',
  calibrated: true,
  verifiedBy: 'pymbar',
  defaults: {},
  create: () => ({ estimate }),
});

function estimate(input: Quantities['crooks-slope']): Estimate {
  const forward = workOf(id, input, 'forward');
  const backward = workOf(id, input, 'backward');
  const base = { unit: '1' as const, n: forward.length + backward.length, method: id, params: {} };
  const fit = fitLogistic(forward, backward);
  if (fit === null) {
    const cautions = ['infinite: no sample of one direction lies among those of the other, so any steep slope fits; drive more gently'];
    return { ...base, value: Number.POSITIVE_INFINITY, stderr: Number.POSITIVE_INFINITY, cautions };
  }
  const { slope, slopeError, intercept, interceptError, overlapping } = fit;
  const z = (slope - 1) / slopeError;
  const cautions: string[] = [];
  if (!(overlapping >= OVERLAPPING)) {
    cautions.push(
      `forward and reversed work hardly overlap (${overlapping.toPrecision(2)} samples could be either): error bar not calibrated; drive more gently`,
    );
  }
  if (Math.abs(4 * slopeError) > Math.abs(slope)) cautions.push('could not tell this slope from 0: take more samples or drive harder');
  const details = { intercept, interceptError, z, p: twoSided(z), overlapping };
  return { ...base, value: slope, stderr: slopeError, details, cautions };
}
