import { serialError } from '../series/serial-error.ts';
import { dual } from './dual.ts';
import type { Judged } from './halves.ts';

/**
 * max_α {α⟨u⟩ − ln⟨e^{−αu}⟩}, one number fitted to rows in order of time, `length` a trajectory, without the bias that the fit and
 * the logarithm bring, ½ Var(score)/curvature; nats. +Infinity where u has one sign only: nothing was seen going back.
 */
export function bestOnRay(u: Float64Array, length: number): Judged {
  const n = u.length;
  const most = u.reduce((a, b) => Math.max(a, b), 0);
  const least = u.reduce((a, b) => Math.min(a, b), 0);
  if (most === 0 && least === 0) return { value: 0, first: 0, second: 0 };
  if (most === 0 || least === 0) {
    const infinite = Number.POSITIVE_INFINITY;
    return { value: infinite, first: infinite, second: infinite };
  }
  const unit = u.map((v) => v / Math.max(most, -least));
  const mean = unit.reduce((sum, v) => sum + v, 0) / n;
  /** ⟨u e^{−αu}⟩/⟨e^{−αu}⟩ and the variance of u so tilted. */
  const tilted = (alpha: number) => {
    const { logMean } = dual(
      unit.map((v) => alpha * v),
      0,
    );
    let [first, second] = [0, 0];
    for (const v of unit) {
      const e = Math.exp(-alpha * v - logMean) / n;
      first += e * v;
      second += e * v * v;
    }
    return { first, variance: second - first * first, logMean };
  };
  // The slope mean + ⟨u⟩_α falls with α: bracket its zero, then halve where Newton leaves the bracket.
  let [low, high] = [-1, 1];
  while (mean + tilted(low).first < 0) low *= 2;
  while (mean + tilted(high).first > 0) high *= 2;
  let alpha = 0;
  for (let i = 0; i < 200 && high - low > 1e-13 * Math.max(1, Math.abs(alpha)); i++) {
    const { first, variance } = tilted(alpha);
    const slope = mean + first;
    if (slope > 0) low = alpha;
    else high = alpha;
    const next = alpha + slope / variance;
    const inside = next > low && next < high;
    if (inside && Math.abs(next - alpha) < 1e-14 * Math.max(1, Math.abs(alpha))) break;
    alpha = inside ? next : 0.5 * (low + high);
  }
  const { variance, logMean } = tilted(alpha);
  const weight = unit.map((v) => Math.exp(-alpha * v - logMean));
  const influence = unit.map((v, i) => alpha * (v - mean) - (weight[i] - 1));
  const score = unit.map((v, i) => v - mean + weight[i] * (v + mean));
  const fit = (0.5 * serialError(score, length).stderr ** 2) / variance;
  const logarithm = 0.5 * serialError(weight, length).stderr ** 2;
  return {
    value: alpha * mean - logMean - fit - logarithm,
    first: serialError(influence, length).stderr,
    second: Math.SQRT2 * fit,
  };
}
