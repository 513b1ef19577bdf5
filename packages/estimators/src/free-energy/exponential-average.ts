import { moments, sum } from '@szilard/core';

/** What −ln⟨e^−w⟩ rests on. */
export interface ExponentialAverage {
  /** −ln (1/n) Σ e^−w. */
  readonly value: number;
  /** Delta method: spread of e^−w over its mean, over √n. */
  readonly stderr: number;
  /** (Σ e^−w)²/Σ e^−2w: equal weights that would do as well. */
  readonly effective: number;
  /** Part of Σ e^−w made by the largest term. */
  readonly largest: number;
  /** Hill's tail index of e^−w; from ½ on the variance of e^−w is infinite as far as the samples show. */
  readonly tailIndex: number;
}

/** −ln⟨e^−w⟩ and its diagnostics; [n], in logarithms. */
export function exponentialAverage(work: Float64Array): ExponentialAverage {
  const n = work.length;
  const least = work.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const weight = work.map((w) => Math.exp(least - w));
  const { mean, stderr } = moments(weight);
  return {
    value: least - Math.log(mean),
    stderr: stderr / mean,
    effective: sum(weight) ** 2 / sum(weight.map((w) => w * w)),
    largest: 1 / (n * mean),
    tailIndex: tailIndex(work),
  };
}

/** Mean of ln(e^−w / threshold) over the √n largest e^−w, the threshold being the next [Hill1975]. */
function tailIndex(work: Float64Array): number {
  const sorted = work.slice().sort();
  const top = Math.max(1, Math.min(sorted.length - 1, Math.floor(Math.sqrt(sorted.length))));
  return sorted[top] - sum(sorted.subarray(0, top)) / top;
}
