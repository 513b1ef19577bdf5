import { type Batch, batch, SzilardError } from '@szilard/core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { MbarSolution } from './mbar-solve.ts';

/** Eigenvalues of the overlap within this of 1 belong to states that no sample connects. */
const CONNECTED = 1e-9;

export interface MbarErrors {
  /** Eigenvalues of the overlap matrix, falling; the first is 1. [sampled states]. */
  readonly eigenvalues: readonly number[];
  /** Asymptotic variance of Σ_n y_n over all samples, y a column that sums to 0; infinite across states that are not connected. */
  variance(y: Float64Array): number;
}

/**
 * Errors of everything that MBAR weights give [Kong2003, Shirts2008]. With B = W N^½ (samples × sampled states), for a
 * combination y of weight columns that sums to 0,
 *
 *     σ² = yᵀ(1 − BBᵀ)⁺y = |y|² + (Bᵀy)ᵀ(1 − BᵀB)⁺(Bᵀy)
 *
 * so that one symmetric matrix of the size of the states serves all; BᵀB is similar to the overlap matrix.
 */
export function mbarErrors({ weights, counts }: MbarSolution): MbarErrors {
  const states = counts.length;
  const sampled = counts.flatMap((count, k) => (count > 0 ? [k] : []));
  const roots = sampled.map((k) => Math.sqrt(counts[k]));
  const n = weights.length / states;
  const gram = new Matrix(sampled.length, sampled.length);
  sampled.forEach((k, a) => {
    for (let b = 0; b <= a; b++) {
      let total = 0;
      for (let at = 0; at < n * states; at += states) total += weights[at + k] * weights[at + sampled[b]];
      gram.set(a, b, total * roots[a] * roots[b]);
      gram.set(b, a, total * roots[a] * roots[b]);
    }
  });
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  // The largest belongs to N^½, to which Bᵀy is orthogonal.
  const falling = realEigenvalues.map((_, a) => a).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);

  const variance = (y: Float64Array): number => {
    let total = 0;
    const seen = new Float64Array(sampled.length);
    for (let i = 0; i < n; i++) {
      total += y[i] * y[i];
      for (let a = 0; a < sampled.length; a++) seen[a] += roots[a] * weights[i * states + sampled[a]] * y[i];
    }
    for (const index of falling.slice(1)) {
      const along = seen.reduce((at, value, a) => at + value * eigenvectorMatrix.get(a, index), 0);
      const gap = 1 - realEigenvalues[index];
      if (gap > CONNECTED) total += (along * along) / gap;
      else if (Math.abs(along) > CONNECTED * Math.sqrt(total)) return Number.POSITIVE_INFINITY;
    }
    return total;
  };
  return { eigenvalues: falling.map((index) => realEigenvalues[index]), variance };
}

/** O_jk = N_k Σ_n W_nj W_nk: the chance that a sample of state j could have come from state k; [states, states], rows sum to 1 [Klimovich2015]. */
export function overlapMatrix(solution: MbarSolution): Batch {
  const { weights, counts } = solution;
  const states = counts.length;
  const overlap = batch(states, states);
  for (let at = 0; at < weights.length; at += states)
    for (let j = 0; j < states; j++)
      for (let k = 0; k < states; k++) overlap.data[j * states + k] += counts[k] * weights[at + j] * weights[at + k];
  return overlap;
}

/** ⟨A⟩ in one state from the samples of all, with its asymptotic error; `observable`: A of every sample, [samples]. */
export function reweightedMean(
  solution: MbarSolution,
  state: number,
  observable: Float64Array,
  errors: MbarErrors = mbarErrors(solution),
): { readonly value: number; readonly stderr: number } {
  const { weights, counts } = solution;
  const states = counts.length;
  if (observable.length * states !== weights.length) {
    throw new SzilardError(
      'shape',
      `[reweightedMean] observable: expected ${weights.length / states} numbers, one a sample, got ${observable.length}. Keep the order of the samples.`,
    );
  }
  let value = 0;
  for (let i = 0; i < observable.length; i++) value += weights[i * states + state] * observable[i];
  const column = observable.map((a, i) => weights[i * states + state] * (a - value));
  return { value, stderr: Math.sqrt(errors.variance(column)) };
}
