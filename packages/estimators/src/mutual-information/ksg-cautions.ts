import type { Column } from '../columns.ts';
import { leastNormal } from '../columns.ts';
import type { KsgParams } from './ksg1.ts';

interface Outcome {
  readonly value: number;
  readonly stderr: number;
  readonly n: number;
  readonly params: KsgParams;
  /** ψ(n) − ψ(k): at least k − 1 points lie inside every strip. */
  readonly ceiling: number;
  readonly columns: readonly Column[];
  readonly radius: Float64Array;
}

/** What was done to the data, and why the number may still be wrong. */
export function ksgCautions({ value, stderr, n, params, ceiling, columns, radius }: Outcome): string[] {
  const cautions: string[] = [];
  if (params.normalise === 'zscore') cautions.push('columns scaled to mean 0 and standard deviation 1');
  if (params.noise > 0)
    cautions.push(
      `normal jitter of standard deviation ${params.noise} added to every column${params.normalise === 'zscore' ? ' after scaling' : ''}`,
    );

  const constant = columns.filter((column) => column.constant).map(({ name }) => name);
  if (constant.length > 0) cautions.push(`constant: ${constant.join(', ')}; it can carry no information`);
  const tied = radius.reduce((sum, r) => sum + (r === 0 ? 1 : 0), 0);
  if (tied > 0) {
    cautions.push(
      `${tied} of ${n} samples have ${params.k} others at distance 0 (ties or repeated rows); this estimator is for continuous data: see parameter noise`,
    );
  }
  const heavy = leastNormal(columns);
  if (heavy && heavy.excessKurtosis > 10) {
    cautions.push(
      `heavy tails in ${heavy.name} (excess kurtosis ${heavy.excessKurtosis.toPrecision(2)}): known to come out too small; an increasing transform such as asinh leaves the truth unchanged`,
    );
  }
  if (columns.length >= 6 || (columns.length >= 4 && value > 1))
    cautions.push(`${columns.length} columns together: known to come out too small for strong dependence in many dimensions`);
  if (value > ceiling - 1.5)
    cautions.push(
      `within ${Math.max(0, ceiling - value).toPrecision(2)} nat of the ceiling ψ(n) − ψ(k) = ${ceiling.toPrecision(3)}: the truth may be any larger number`,
    );
  if (value < -4 * stderr) cautions.push('negative beyond its error: biased');
  if (n < 100) cautions.push(`only ${n} samples`);
  return cautions;
}
