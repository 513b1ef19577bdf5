import { moments } from '@szilard/core';
import { type AutocorrelationOptions, autocorrelationTime } from './autocorrelation-time.ts';

export interface CorrelatedMean {
  readonly value: number;
  /** √(variance · g/n), g = 1 + 2τ. */
  readonly stderr: number;
  readonly tau: number;
  /** n/g: independent frames worth as much. */
  readonly effective: number;
  readonly cautions: readonly string[];
}

/** Mean of frames that remember each other, with the error that memory leaves it [Sokal1997]; [n]. */
export function correlatedMean(series: Float64Array, options: AutocorrelationOptions = {}): CorrelatedMean {
  const { mean, variance } = moments(series);
  const { tau, inefficiency, effective } = autocorrelationTime(series, options);
  const cautions: string[] = [];
  if (effective < 50)
    cautions.push(`only ${Number(effective.toPrecision(2))} independent frames: the error bar itself is uncertain by a quarter or more`);
  if (!(inefficiency > 0)) cautions.push('correlations sum to less than −½: alternating series, no error bar');
  return {
    value: mean,
    stderr: inefficiency > 0 ? Math.sqrt((variance * inefficiency) / series.length) : Number.POSITIVE_INFINITY,
    tau,
    effective,
    cautions,
  };
}
