import { type Moments, moments } from '@szilard/core';
import { type NoiseAutocorrelation, noiseAutocorrelation, type SgdTrial } from '@szilard/models';

/** The ensemble of one batch size, look by look. */
export interface Summary {
  readonly batch: number;
  readonly trials: readonly SgdTrial[];
  readonly steps: readonly number[];
  readonly accuracy: readonly Moments[];
  /** (1/dim) Σ C_ii(t,0) by the one-pass formula. */
  readonly variance: readonly Moments[];
  /** (1/dim)|η|² of the batches that were drawn. */
  readonly sampled: readonly Moments[];
  /** Of each trial the mean over looks of (1/dim)|η|² over C(t,0) at its own θ: 1 in truth, at any θ. */
  readonly drawnOverFormula: Moments;
  /** max |∂U_B/∂θ_i| over parameters, looks and trials. */
  readonly largest: number;
  readonly autocorrelation: NoiseAutocorrelation;
}

/** Of two trials or more. */
export function summarise(batch: number, trials: readonly SgdTrial[]): Summary {
  const { steps } = trials[0];
  const over = (pick: (trial: SgdTrial) => readonly number[]) => steps.map((_, at) => moments(trials.map((trial) => pick(trial)[at])));
  return {
    batch,
    trials,
    steps,
    accuracy: over(({ accuracy }) => accuracy),
    variance: over(({ variance }) => variance),
    sampled: over(({ sampled }) => sampled),
    drawnOverFormula: moments(
      trials.map(({ sampled, variance }) => sampled.reduce((sum, square, at) => sum + square / variance[at], 0) / sampled.length),
    ),
    largest: Math.max(...trials.flatMap(({ largest }) => largest)),
    autocorrelation: noiseAutocorrelation(trials.map(({ products }) => products)),
  };
}

/** ln(a/b) of two means, with its standard error. */
export function logRatio(a: Moments, b: Moments): { readonly value: number; readonly stderr: number } {
  return { value: Math.log(a.mean / b.mean), stderr: Math.hypot(a.stderr / a.mean, b.stderr / b.mean) };
}

/** ln(V_a/V_b) of two sample variances; standard error of normal samples: Var ln χ²_k = ψ′(k/2), three terms of it. */
export function logVarianceRatio(a: Moments, b: Moments): { readonly value: number; readonly stderr: number } {
  const spread = (k: number) => 2 / k + 2 / k ** 2 + 4 / (3 * k ** 3);
  return { value: Math.log(a.variance / b.variance), stderr: Math.sqrt(spread(a.n - 1) + spread(b.n - 1)) };
}

/** A deviation in standard errors that a few values gave, as the normal deviate that is as rare [Wallace1959]. */
export const normalDeviate = (t: number, degrees: number): number =>
  Math.sqrt(degrees * Math.log1p(t ** 2 / degrees)) * ((8 * degrees + 1) / (8 * degrees + 3));
