import { sum } from './sum.ts';

export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Unbiased (n − 1). NaN for n < 2. */
  readonly variance: number;
  /** Standard error of the mean. */
  readonly stderr: number;
}

/** Mean, variance and standard error; two passes. */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length;
  const mean = sum(values) / n;
  const squares = Float64Array.from({ length: n }, (_, i) => (values[i] - mean) ** 2);
  const variance = n > 1 ? sum(squares) / (n - 1) : Number.NaN;
  return { n, mean, variance, stderr: Math.sqrt(variance / n) };
}
