import { moments, SzilardError } from '@szilard/core';
import type { RowGradients } from './classifier.ts';

export interface BatchNoise {
  /** Rows in a batch. */
  readonly batch: number;
  /** Numbers in θ. */
  readonly parameters: number;
  /** Rows that a batch is drawn from without replacement. Absent: rows are drawn independently, with replacement. */
  readonly without?: number;
}

/**
 * (1/dim) Σ_i C_ii(t,0) of η = ∇U_B − ∇U_b, from one pass over the data: (⟨|g_n|²⟩ − |∇U_B|²)/(|b| dim), g_n the gradient of row n,
 * |g_n|² = Σ_layers (|a|² + 1)|δ|²; without replacement times (N − |b|)/(N − 1). docs/theory.md 18 [Mandt2017].
 */
export function batchNoiseVariance(
  { meanSquare, squareOfMean }: Pick<RowGradients, 'meanSquare' | 'squareOfMean'>,
  { batch, parameters, without }: BatchNoise,
): number {
  if (!(batch >= 1) || (without !== undefined && batch > without))
    throw new SzilardError('parameter', `[batch noise] batch: expected 1 to ${without ?? 'any number of'} rows, got ${batch}.`);
  const left = without === undefined ? 1 : without === 1 ? 0 : (without - batch) / (without - 1);
  return (left * (meanSquare - squareOfMean)) / (batch * parameters);
}

/** η = ∇U_B − ∇U_b; [parameters], into `batch`. */
export function noiseOf(whole: Float64Array, batch: Float64Array): Float64Array {
  for (let k = 0; k < batch.length; k++) batch[k] = whole[k] - batch[k];
  return batch;
}

/** (1/dim) Σ_i a_i b_i. */
export function meanProduct(a: Float64Array, b: Float64Array): number {
  const s = [0, 0, 0, 0];
  for (let k = 0; k < a.length; k++) s[k & 3] += a[k] * b[k];
  return (s[0] + s[1] + (s[2] + s[3])) / a.length;
}

/** max_i |a_i|. */
export function largestOf(a: Float64Array): number {
  let most = 0;
  for (let k = 0; k < a.length; k++) most = Math.max(most, Math.abs(a[k]));
  return most;
}

/** Autocorrelation of mini-batch noise over an ensemble. */
export interface NoiseAutocorrelation {
  /** ρ(s) = ⟨η(t)·η(t+s)⟩/⟨|η(t)|²⟩; [lags], ρ(0) = 1. */
  readonly rho: readonly number[];
  /** From the spread of the numerator over replicas; [lags]. */
  readonly stderr: readonly number[];
  /** ⟨|η|²⟩²/⟨(η(t)·η(t+s))²⟩ over s ≥ 1: how many independent numbers of one size would be as little correlated by chance. */
  readonly effectiveDimension: number;
  /** max |ρ(s)| over s ≥ 1. */
  readonly largest: number;
  /** 4/√(R · effective dimension): white noise stays below. */
  readonly bound: number;
}

/** `products`: of every replica (1/dim) η(t)·η(t+s) for s = 0, 1, …; [replicas][lags]. White where batches are drawn independently. */
export function noiseAutocorrelation(products: readonly ArrayLike<number>[]): NoiseAutocorrelation {
  const replicas = products.length;
  const lags = products[0]?.length ?? 0;
  if (replicas < 2 || lags < 2)
    throw new SzilardError('input', `[noise autocorrelation] expected at least 2 replicas and 2 lags, got ${replicas} and ${lags}.`);
  const at = Array.from({ length: lags }, (_, s) => moments(products.map((row) => row[s])));
  const [{ mean: variance }] = at;
  const rho = at.map(({ mean }) => mean / variance);
  const later = products.flatMap((row) => Array.from(row).slice(1));
  const effectiveDimension = variance ** 2 / (later.reduce((sum, product) => sum + product ** 2, 0) / later.length);
  return {
    rho,
    stderr: at.map(({ stderr }, s) => (s === 0 ? 0 : stderr / variance)),
    effectiveDimension,
    largest: Math.max(...rho.slice(1).map(Math.abs)),
    bound: 4 / Math.sqrt(replicas * effectiveDimension),
  };
}
