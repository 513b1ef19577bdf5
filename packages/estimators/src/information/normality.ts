import { type Batch, moments } from '@szilard/core';
import type { Matrix } from 'ml-matrix';
import { type Column, leastNormal } from '../columns.ts';
import { addSquares, factor } from './whiten.ts';

/** Marginal kurtosis of the worst column, and the kurtosis ⟨(zᵀR⁻¹z)²⟩ of `together`, d(d + 2) if normal [Mardia1970]. */
export function normalityCautions(columns: readonly Column[], rows: Batch, correlation: Matrix, together: readonly number[]): string[] {
  const { n } = rows;
  const worst = leastNormal(columns);
  if (worst && Math.abs(worst.excessKurtosis) > Math.max(0.5, 5 * Math.sqrt(24 / n))) {
    return [`not normal: excess kurtosis ${worst.excessKurtosis.toPrecision(2)} in ${worst.name}; exact only for jointly normal data`];
  }
  const part = factor(correlation, together);
  if (!part) return [];
  const squares = new Float64Array(n);
  addSquares(rows, part, 1, squares);
  const d = together.length;
  const expected = d * (d + 2);
  const excess = moments(squares.map((s) => s * s)).mean - expected;
  if (Math.abs(excess) <= Math.max(0.05 * expected, 5 * Math.sqrt((8 * expected) / n))) return [];
  return [
    `not jointly normal: kurtosis of all columns together is ${((100 * excess) / expected).toFixed(0)} % off; exact only for jointly normal data`,
  ];
}
