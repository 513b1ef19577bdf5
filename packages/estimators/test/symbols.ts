import {
  type Batch,
  batchOf,
  type Ensemble,
  type Estimate,
  type EstimatorPlugin,
  make,
  type RandomStream,
  randomStream,
} from '@szilard/core';

/** Draws from a law over 0, 1, 2, …; [n, 1]. */
export function draws(law: readonly number[], n: number, rng: RandomStream): Batch {
  const u = new Float64Array(n);
  rng.fillUniform(u);
  return batchOf(u.map((own) => pick(law, own)));
}

/** The first symbol at which the summed law exceeds u. */
export function pick(law: readonly number[], u: number): number {
  let sum = 0;
  for (let i = 0; i < law.length; i++) {
    sum += law[i];
    if (u < sum) return i;
  }
  return law.length - 1;
}

/** −Σ p ln p; nats. */
export const shannon = (law: readonly number[]): number => -law.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);

export const uniform = (k: number): number[] => Array.from({ length: k }, () => 1 / k);

/** p_i ∝ weight(i), i = 0 … k − 1. */
export function lawOf(k: number, weight: (i: number) => number): number[] {
  const weights = Array.from({ length: k }, (_, i) => weight(i));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}

/** Rows from as many of each symbol as told. */
export const withCounts = (...counts: number[]): Batch =>
  batchOf(Float64Array.from(counts.flatMap((count, symbol) => new Array<number>(count).fill(symbol))));

export const column = (...values: number[]): Batch => batchOf(Float64Array.from(values));

/** One trajectory after another, each as long; [trajectories, steps, 1]. */
export const series = (trajectories: number, data: ArrayLike<number>): Ensemble => ({
  trajectories,
  steps: data.length / trajectories,
  dim: 1,
  data: Float64Array.from(data),
});

export const run = (plugin: EstimatorPlugin, input: object, params = {}): Estimate => make(plugin, params).estimate(input, randomStream(1));
