import { sum } from '@szilard/core';

export const meanOf = (values: Float64Array): number => sum(values) / values.length;

/** Standard error of the mean of independent numbers. */
export function errorOf(values: Float64Array): number {
  const n = values.length;
  const mean = meanOf(values);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return Math.sqrt(squares / (n - 1) / n);
}

/**
 * Error of a mean of terms of which each depends on its neighbours, from terms and responses; `error` gives that of a plain mean:
 *
 *     var = ½ [var(term + response) + var(term) + var(response)]
 *
 * The first variance is that of first-order influences: right where terms follow the density, up to twice too large where they only
 * follow the noise of their neighbourhoods, as for independent variables (a chance pair is counted from both ends [Efron1981]). The
 * other two together are right in the second case and too small in the first. The truth lies between; this is the middle.
 */
export function errorOfLocal(local: Float64Array, response: Float64Array, error: (values: Float64Array) => number = errorOf): number {
  const together = local.slice();
  for (let i = 0; i < together.length; i++) together[i] += response[i];
  return Math.sqrt(0.5 * (error(together) ** 2 + error(local) ** 2 + error(response) ** 2));
}
