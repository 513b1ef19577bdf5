import { type Estimate, moments } from '@szilard/core';
import type { Point } from './curves.ts';

/** What is said where an expectation is not met. */
export const unless = (met: boolean, why: string): string[] => (met ? [] : [why]);

/** A mean over trajectories, as tables show it. */
export function sampled(values: Float64Array, method = 'simulation', unit: Estimate['unit'] = 'nat'): Estimate {
  const { mean, stderr, n } = moments(values);
  return { value: mean, stderr, unit, n, method, params: {}, cautions: [] };
}

/** Differences below this are rounding. */
const ROUNDING = 1e-12;

/** More than four standard errors from what theory says. */
export const isFar = ({ value, stderr }: Pick<Estimate, 'value' | 'stderr'>, truth: number): boolean =>
  !(Math.abs(value - truth) <= 4 * stderr + ROUNDING * Math.max(1, Math.abs(truth)));

/** Slope of ln y on ln x, weighted by the errors of ln y, and its own; points without error count alike. */
export function logSlope(points: readonly Point[]): { readonly value: number; readonly stderr: number } {
  const weighted = points.map(({ x, y, stderr }) => ({ u: Math.log(x), v: Math.log(y), w: stderr === undefined ? 1 : (y / stderr) ** 2 }));
  const sum = (f: (p: (typeof weighted)[number]) => number) => weighted.reduce((all, p) => all + p.w * f(p), 0);
  const [w, u, v] = [sum(() => 1), sum((p) => p.u), sum((p) => p.v)];
  const spread = sum((p) => p.u * p.u) - (u * u) / w;
  return {
    value: (sum((p) => p.u * p.v) - (u * v) / w) / spread,
    stderr: points.every(({ stderr }) => stderr === undefined) ? 0 : 1 / Math.sqrt(spread),
  };
}
