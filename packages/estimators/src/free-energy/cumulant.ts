import { defineEstimator, type Estimate, moments, type WorkSamples } from '@szilard/core';
import { constantCautions, type Direction, workOf } from './work-samples.ts';

const id = 'free-energy/cumulant';

export interface CumulantParams {
  /** Cumulants kept: 1, the mean work alone; 2, exact for normal work; 3, one step beyond it. */
  order: number;
  direction: Direction;
}

/**
 * ΔF = κ₁ − κ₂/2 + κ₃/6 of the work, cut at `order` [Jarzynski1997]; [n], kT. Cumulants by their unbiased estimates.
 *
 * Error: spread of first-order influences over √n, u = w − ⟨w⟩: order 2 has u − (u² − κ₂)/2, order 3 adds (u³ − 3κ₂u − κ₃)/6.
 * It covers no truncation: for work that is not normal the number answers another question, and cautions say so.
 * Order 1 is the second law, ⟨w⟩ ≥ ΔF.
 */
export const cumulant = defineEstimator<'free-energy-difference', CumulantParams>({
  id,
  title: 'free energy difference from the first cumulants of work',
  quantity: 'free-energy-difference',
  source: '[Jarzynski1997]; docs/theory.md 15',
  calibrated: true,
  verifiedBy: 'pymbar',
  defaults: { order: 2, direction: 'forward' },
  domain: { order: { oneOf: [1, 2, 3] }, direction: { oneOf: ['forward', 'backward'] } },
  create: (params) => ({ estimate: (input) => estimate(params, input) }),
});

function estimate(params: CumulantParams, input: WorkSamples): Estimate {
  const { order, direction } = params;
  const work = workOf(id, input, direction, 4);
  const n = work.length;
  const { mean, variance } = moments(work);
  const u = work.map((w) => w - mean);
  // Unbiased: n² m₃/((n − 1)(n − 2)).
  const third = (moments(u.map((v) => v ** 3)).mean * n * n) / ((n - 1) * (n - 2));
  const fourth = moments(u.map((v) => v ** 4)).mean;
  const value = mean - (order >= 2 ? variance / 2 : 0) + (order >= 3 ? third / 6 : 0);
  const influence = u.map(
    (v) => v - (order >= 2 ? (v * v - variance) / 2 : 0) + (order >= 3 ? (v ** 3 - 3 * variance * v - third) / 6 : 0),
  );
  const { stderr } = moments(influence);
  const skewness = variance > 0 ? third / variance ** 1.5 : 0;
  const excess = variance > 0 ? fourth / (variance * ((n - 1) / n)) ** 2 - 3 : 0;
  const upper = direction === 'forward' ? ('upper' as const) : ('lower' as const);
  return {
    value: direction === 'forward' ? value : -value,
    stderr,
    unit: 'kT',
    n,
    method: id,
    params: { ...params },
    ...(order === 1 ? { bound: upper } : {}),
    details: { mean, variance, third, skewness, excessKurtosis: excess, dissipation: mean - value },
    cautions: [...constantCautions(input, [direction]), ...(order === 1 ? [] : cautionsOf(order, n, variance, third, skewness, excess))],
  };
}

/** Five standard errors of a normal sample's skewness and kurtosis; and a next term that is not small. */
function cautionsOf(order: number, n: number, variance: number, third: number, skewness: number, excess: number): string[] {
  const cautions: string[] = [];
  if (Math.abs(skewness) > 5 * Math.sqrt(6 / n) || Math.abs(excess) > 5 * Math.sqrt(24 / n)) {
    cautions.push(
      `work is not normal (skewness ${skewness.toPrecision(2)}, excess kurtosis ${excess.toPrecision(2)}): order ${order} is a truncation, and the error bar does not cover it`,
    );
  }
  if (order === 2 && cautions.length > 0) cautions.push(`the third cumulant would add ${(third / 6).toPrecision(2)} kT`);
  if (order === 3 && variance > 4) cautions.push('the third cumulant is noisy for work so broad: a few samples make it');
  return cautions;
}
