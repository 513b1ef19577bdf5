import { moments } from '@szilard/core';

/** Values of an estimator on inputs drawn again. */
export interface Replicates {
  /** [repetitions]. */
  readonly values: Float64Array;
  /** Their spread: the error of one estimate. Infinite if any value is not finite. */
  readonly stderr: number;
  /** Mean of the values − the estimate: resampling repeats what bias the sampling had. */
  readonly bias: number;
  /** Values that were not finite. */
  readonly lost: number;
  /** Quantiles of the values that leave (1 − level)/2 on either side [Efron1979]. */
  interval(level: number): [low: number, high: number];
}

export function replicatesOf(values: Float64Array, value: number): Replicates {
  const lost = values.reduce((total, v) => total + (Number.isFinite(v) ? 0 : 1), 0);
  const { mean, variance } = moments(values);
  const sorted = values.slice().sort();
  const quantile = (p: number) => {
    const at = p * (sorted.length - 1);
    const low = Math.floor(at);
    return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
  };
  return {
    values,
    stderr: lost > 0 ? Number.POSITIVE_INFINITY : Math.sqrt(variance),
    bias: lost > 0 ? Number.NaN : mean - value,
    lost,
    interval: (level) => [quantile((1 - level) / 2), quantile((1 + level) / 2)],
  };
}
