import { moments, SzilardError, sum } from '@szilard/core';

export interface InefficiencyOptions {
  /** A lag at or below this does not end the sum, whatever its sign. */
  readonly mintime?: number;
  /** Lags 1, 2, 4, 7, 11, … instead of all, each counted with the gap it spans: for long series. */
  readonly fast?: boolean;
}

/**
 * g = 1 + 2 Σ_t (1 − t/n) C(t), up to the first lag with C(t) ≤ 0 [Chodera2007]; [n] equally spaced, unit 1. n/g samples are
 * worth as much as n independent ones; (g − 1)/2 is the integrated autocorrelation time. Below 1 for alternating series.
 */
export function statisticalInefficiency(series: Float64Array, { mintime = 3, fast = false }: InefficiencyOptions = {}): number {
  const n = series.length;
  const { mean } = moments(series);
  const away = series.map((value) => value - mean);
  const variance = sum(away.map((v) => v * v)) / n;
  if (!(variance > 0)) {
    throw new SzilardError(
      'input',
      `[statisticalInefficiency] series: expected at least two different finite numbers, got variance ${variance}. A constant has no correlations.`,
    );
  }
  let g = 1;
  for (let t = 1, gap = 1; t < n - 1; t += gap, gap += fast ? 1 : 0) {
    let product = 0;
    for (let i = 0; i + t < n; i++) product += away[i] * away[i + t];
    const correlation = product / ((n - t) * variance);
    if (correlation <= 0 && t > mintime) break;
    g += 2 * correlation * (1 - t / n) * gap;
  }
  return g;
}

/** Indices g apart, rounded: samples that pass for independent. With g ≤ 1 every one. */
export function subsample(n: number, g: number): Int32Array {
  if (!(g > 0))
    throw new SzilardError('parameter', `[subsample] g: expected a number above 0, got ${g}. Take it from statisticalInefficiency.`);
  const stride = Math.max(g, 1);
  const count = Math.floor((n - 1) / stride) + 1;
  return Int32Array.from({ length: count }, (_, i) => Math.round(i * stride)).filter((at) => at < n);
}

export interface Equilibration {
  /** First frame kept. */
  readonly start: number;
  readonly g: number;
  /** (n − start + 1)/g: the most over all starts tried. */
  readonly effective: number;
}

/** The start that leaves the most effective samples [Chodera2016]; starts `every` frames apart are tried, the last frames left out. */
export function detectEquilibration(series: Float64Array, { every = 1, fast = true } = {}): Equilibration {
  const n = series.length;
  let best: Equilibration = { start: 0, g: Number.POSITIVE_INFINITY, effective: 0 };
  for (let start = 0; start < n - 1; start += every) {
    const rest = series.subarray(start);
    if (rest.every((value) => value === rest[0])) break;
    const g = statisticalInefficiency(rest, { fast });
    const effective = (n - start + 1) / g;
    if (effective > best.effective) best = { start, g, effective };
  }
  return best;
}
