import { defineEstimator, type Estimate, moments, type WorkSamples } from '@szilard/core';
import { solveBar } from './bar-solve.ts';
import { constantCautions, workOf } from './work-samples.ts';

const id = 'free-energy/bar';

/** Samples that could be of either direction, below which the answer hangs on a few. */
const OVERLAPPING = 25;

/**
 * ΔF by the acceptance ratio of both directions [Bennett1976], the maximum-likelihood answer [Shirts2003]; kT:
 *
 *     Σ_F f(M + w − ΔF) = Σ_R f(−M + w + ΔF)        f(z) = 1/(1 + e^z),  M = ln(n_F/n_R)
 *
 * Error, asymptotic: σ² = ⟨f²⟩_F/(n_F⟨f⟩_F²) + ⟨f²⟩_R/(n_R⟨f⟩_R²) − 1/n_F − 1/n_R. No unbiased combination of the two
 * directions has a smaller one. It rests on samples in the overlap of P_F(w) and P_R(−w); `overlap` is 1 where the two
 * coincide and 0 where they part.
 */
export const bar = defineEstimator<'free-energy-difference', Record<string, never>>({
  id,
  title: 'free energy difference from work of both directions, Bennett’s acceptance ratio',
  quantity: 'free-energy-difference',
  requires: ['backward'],
  source: '[Bennett1976], [Shirts2003]; docs/theory.md 15',
  calibrated: true,
  verifiedBy: 'pymbar',
  defaults: {},
  create: () => ({ estimate }),
});

function estimate(input: WorkSamples): Estimate {
  const forward = workOf(id, input, 'forward');
  const backward = workOf(id, input, 'backward');
  const { value, stderr, overlapping } = solveBar(forward, backward);
  const overlap = overlapping * (1 / forward.length + 1 / backward.length);
  const cautions = constantCautions(input, ['forward', 'backward']);
  if (!(overlapping >= OVERLAPPING)) {
    cautions.push(
      `forward and reversed work hardly overlap (${overlapping.toPrecision(2)} samples could be either): error bar not calibrated; drive more gently, or put a state in between and take free-energy/mbar`,
    );
  }
  return {
    value,
    stderr,
    unit: 'kT',
    n: forward.length + backward.length,
    method: id,
    params: {},
    details: {
      overlap,
      overlapping,
      dissipationForward: moments(forward).mean - value,
      dissipationBackward: moments(backward).mean + value,
    },
    cautions,
  };
}
