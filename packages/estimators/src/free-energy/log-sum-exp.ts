import { sum } from '@szilard/core';

/** ln Σ e^v, free of overflow; −∞ for no terms or none above −∞. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i] > top || Number.isNaN(values[i])) top = values[i];
  if (!Number.isFinite(top)) return top;
  return top + Math.log(sum(Float64Array.from(values, (v) => Math.exp(v - top))));
}
