import { type Column, leastNormal } from '../columns.ts';
import type { Preparation } from './prepare.ts';

export interface Outcome {
  readonly value: number;
  readonly stderr: number;
  readonly n: number;
  readonly k: number;
  /** Rows whose k nearest others lie at distance 0. */
  readonly tied: number;
  readonly columns: readonly Column[];
  /** Columns searched together, where that is more than `columns`: embedded series. */
  readonly dim?: number;
  /** Whether what is estimated cannot be negative in truth. Absent: it cannot. */
  readonly signed?: boolean;
  /** Whether it is an entropy, which changes with the units and is biased upwards where an information is biased downwards. */
  readonly entropy?: boolean;
  /** What the estimate cannot exceed with so many rows; absent: no such bound. */
  readonly ceiling?: number;
}

/** What sums of digammas lose, at most; nats. */
const rounding = 1e-9;

/** What was done to the data. */
export function preparationCautions({ normalise, noise }: Preparation): string[] {
  const cautions: string[] = [];
  if (normalise === 'zscore') cautions.push('columns scaled to mean 0 and standard deviation 1');
  if (noise > 0)
    cautions.push(`normal jitter of standard deviation ${noise} added to every column${normalise === 'zscore' ? ' after scaling' : ''}`);
  return cautions;
}

/** Why numbers from nearest neighbours may be wrong. */
export function neighbourCautions({
  value,
  stderr,
  n,
  k,
  tied,
  columns,
  dim = columns.length,
  signed = false,
  entropy = false,
  ceiling,
}: Outcome): string[] {
  const cautions: string[] = [];
  const constant = columns.filter((column) => column.constant).map(({ name }) => name);
  if (constant.length > 0) cautions.push(`constant: ${constant.join(', ')}; it can carry no information`);
  if (tied > 0) {
    cautions.push(
      `${tied} of ${n} samples have ${k} others at distance 0 (ties or repeated rows); this estimator is for continuous data: see parameter noise`,
    );
  }
  const coarse = columns.filter((column) => !column.constant && column.distinct < 0.9 * n);
  if (tied === 0 && coarse.length > 0) {
    const { name, distinct } = coarse[0];
    cautions.push(`${name} takes ${distinct} values in ${n} samples: this estimator is for continuous data, without ties`);
  }
  const heavy = leastNormal(columns);
  if (heavy && heavy.excessKurtosis > 10) {
    cautions.push(
      `heavy tails in ${heavy.name} (excess kurtosis ${heavy.excessKurtosis.toPrecision(2)}): known to come out too ${entropy ? 'large' : 'small; an increasing transform such as asinh leaves the truth unchanged'}`,
    );
  }
  if (entropy && dim >= 6) cautions.push(`${dim} columns together: known to come out too large in many dimensions`);
  if (!entropy && (dim >= 6 || (dim >= 4 && value > 1)))
    cautions.push(`${dim} columns together: known to come out too small for strong dependence in many dimensions`);
  // Rows at distance 0 lift the number beyond any ceiling, and a constant shares nothing.
  if (ceiling !== undefined && tied === 0 && constant.length === 0 && value > ceiling - 1.5) {
    cautions.push(
      `within ${Math.max(0, ceiling - value).toPrecision(2)} nat of the ceiling ψ(n) − ψ(k) = ${ceiling.toPrecision(3)}: the truth may be any larger number`,
    );
  }
  if (!signed && value < -4 * stderr - rounding) cautions.push('negative beyond its error: biased');
  if (n < 100) cautions.push(`only ${n} samples`);
  return cautions;
}

/**
 * No error bar where rows at distance 0 are half of all or more: such a number says nothing about a density. Nor where all terms are
 * the same to rounding, as for a constant or k = n − 1: their spread is none.
 */
export const errorWithTies = (stderr: number, tied: number, n: number): number =>
  2 * tied >= n || stderr < rounding ? Number.POSITIVE_INFINITY : stderr;

/** Two columns with the same numbers, by name; null where there are none. */
export function identical(one: readonly Column[], other: readonly Column[], same: (i: number, j: number) => boolean): string | null {
  for (let i = 0; i < one.length; i++)
    for (let j = 0; j < other.length; j++) {
      // Equal moments first: they cost nothing.
      if (one[i].constant || one[i].mean !== other[j].mean || one[i].deviation !== other[j].deviation) continue;
      if (same(i, j)) return `${one[i].name} and ${other[j].name}`;
    }
  return null;
}

export const infinite = (names: string): string =>
  `${names} are identical: a continuous variable shares infinite information with itself; this number grows like ln n`;
