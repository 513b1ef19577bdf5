import { moments } from '@szilard/core';

/** A number beside what it would be by chance. */
export interface NullTest {
  /** The estimate on the input as it is. */
  readonly value: number;
  /** (b + 1)/(m + 1): b of m draws under the null hypothesis were at least as extreme. Never 0; at best 1/(m + 1). */
  readonly p: number;
  /** (value − mean of the draws)/their spread. */
  readonly z: number;
  readonly nullMean: number;
  readonly nullSpread: number;
  /** Values under the null hypothesis; [m]. */
  readonly draws: Float64Array;
}

/** Which draws count as at least as extreme. `two-sided`: as far from the mean of the draws. */
export type Side = 'greater' | 'less' | 'two-sided';

/** Numbers this close are a tie: the same sum in another order. */
const ROUNDING = 1e-10;

/** p-value of a randomisation test [Phipson2010]. Ties to rounding, and draws that are NaN, count as extreme. */
export function nullTest(value: number, draws: Float64Array, side: Side): NullTest {
  const { mean, variance } = moments(draws);
  const tie = ROUNDING * [value, ...draws].filter(Number.isFinite).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const beyond: Record<Side, (v: number) => number> = {
    greater: (v) => v - value,
    less: (v) => value - v,
    'two-sided': (v) => Math.abs(v - mean) - Math.abs(value - mean),
  };
  const extreme = draws.reduce((count, v) => count + (beyond[side](v) < -tie ? 0 : 1), 0);
  const spread = Math.sqrt(variance);
  return { value, p: (extreme + 1) / (draws.length + 1), z: (value - mean) / spread, nullMean: mean, nullSpread: spread, draws };
}
