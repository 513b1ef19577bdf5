import { type Batch, digamma } from '@szilard/core';
import type { Matrix } from 'ml-matrix';
import type { Term } from './terms.ts';
import { addSquares, type Factor, factor } from './whiten.ts';

export interface NormalTerms {
  readonly value: number;
  /** First-order influence of row i; its spread over √n is the error; [n], nats. */
  readonly influence: Float64Array;
  /** ⟨value⟩ − truth for normal data, exact; nats. */
  readonly bias: number;
}

/**
 * A sum of entropies of the jointly normal law with the sample's covariances [Cover2006, ch. 8]; nats:
 *
 *     Σ_S w_S ½ ln det R_S        R_S: correlations of the columns of S
 *
 * for sums in which every column's own scale cancels. Influence of row z by the delta method: Σ_S w_S ½ z_SᵀR_S⁻¹z_S. Null where a
 * part is singular to rounding. `variables`: which columns each variable has.
 */
export function normalTerms(
  rows: Batch,
  correlation: Matrix,
  variables: readonly (readonly number[])[],
  terms: readonly Term[],
): NormalTerms | null {
  const factors: { weight: number; part: Factor }[] = [];
  for (const { weight, of } of terms) {
    const part = factor(
      correlation,
      of.flatMap((v) => variables[v]),
    );
    if (!part) return null;
    factors.push({ weight, part });
  }
  const influence = new Float64Array(rows.n);
  for (const { weight, part } of factors) addSquares(rows, part, 0.5 * weight, influence);
  return {
    value: factors.reduce((sum, { weight, part }) => sum + 0.5 * weight * part.logDet, 0),
    influence,
    bias: factors.reduce((sum, { weight, part }) => sum + weight * logDetBias(rows.n, part.columns.length), 0),
  };
}

/** ⟨½ ln det of a sample covariance⟩ − truth, but for d·½ ln(2/(n − 1)): ½ Σ_{i=1..d} ψ((n − i)/2) for normal data [Misra2005]. */
export const logDetBias = (n: number, d: number): number =>
  0.5 * Array.from({ length: d }, (_, i) => digamma((n - 1 - i) / 2)).reduce((sum, term) => sum + term, 0);
