/**
 * Exponent α of an upper tail P(w > t) ~ t^−α by Hill's estimator over the largest √n of positive weights, and its error α/√k
 * [Hill1975]. Means of w^r exist for r < α only. +Infinity where the largest weights are all alike.
 */
export function tailExponent(weights: Float64Array): { readonly value: number; readonly stderr: number } {
  const sorted = weights.slice().sort();
  const k = Math.floor(Math.sqrt(sorted.length));
  const threshold = sorted[sorted.length - k - 1];
  if (!(k >= 1) || !(threshold > 0)) return { value: Number.NaN, stderr: Number.NaN };
  let excess = 0;
  for (let i = sorted.length - k; i < sorted.length; i++) excess += Math.log(sorted[i] / threshold);
  const value = k / excess;
  return { value, stderr: value / Math.sqrt(k) };
}
