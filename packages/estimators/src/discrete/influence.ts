import { type Counts, withoutOne } from './counts.ts';
import type { EntropyOf } from './entropy-of.ts';

/**
 * (n − 1) (S − S without one row of a symbol that occurs sizes[j] times); [m], nats: the influence of such a row.
 * The spread of the rows' influences over √n is the delete-one jackknife's error [Efron1981].
 */
export function influences(counts: Counts, alphabet: number, entropyOf: EntropyOf): Float64Array {
  const whole = entropyOf(counts, alphabet);
  return counts.sizes.map((_, j) => (counts.n - 1) * (whole - entropyOf(withoutOne(counts, j), alphabet)));
}

/**
 * Error of an entropy; nats. The jackknife's, which is of first order, but not below the error of second order alone,
 * √((K − 1)/2)/n [Harris1975]: at a uniform law the first order vanishes, the error does not. Infinite where no symbol came
 * twice: the rows then have no spread to tell.
 */
export function entropyError(counts: Counts, alphabet: number, entropyOf: EntropyOf): number {
  const { n, seen, sizes, times } = counts;
  if (seen === n) return Number.POSITIVE_INFINITY;
  const influence = influences(counts, alphabet, entropyOf);
  let mean = 0;
  for (let j = 0; j < sizes.length; j++) mean += (times[j] * sizes[j] * influence[j]) / n;
  let squares = 0;
  for (let j = 0; j < sizes.length; j++) squares += times[j] * sizes[j] * (influence[j] - mean) ** 2;
  return Math.max(Math.sqrt(squares / n / (n - 1)), Math.sqrt((seen - 1) / 2) / n);
}
