import type { Batch } from '@szilard/core';
import { correlations, factor, independent } from '../information/whiten.ts';

/**
 * Ξ⁻¹ m, m the means and Ξ the covariance of the rows: weights of the combination that stands out most from its own noise; [dim].
 * Columns that do not vary about 0, and those that others determine, have weight 0; one that does not vary about a mean has all.
 */
export function optimalWeights({ n, dim, data }: Batch): Float64Array {
  const weights = new Float64Array(dim);
  const [mean, deviation] = [new Float64Array(dim), new Float64Array(dim)];
  for (let at = 0; at < n * dim; at++) mean[at % dim] += data[at] / n;
  for (let at = 0; at < n * dim; at++) deviation[at % dim] += (data[at] - mean[at % dim]) ** 2;
  for (let k = 0; k < dim; k++) deviation[k] = Math.sqrt(deviation[k] / (n - 1));
  // Rounding of a sum is not noise: a column that varies less is a constant.
  const varied = Array.from({ length: dim }, (_, k) => k).filter((k) => deviation[k] > 1e-12 * Math.abs(mean[k]));
  const steady = mean.findIndex((v, k) => v !== 0 && !varied.includes(k));
  if (steady >= 0) {
    weights[steady] = 1;
    return weights;
  }
  if (varied.length === 0) return weights;
  const rows = { n, dim, data: data.map((v, at) => (deviation[at % dim] > 0 ? (v - mean[at % dim]) / deviation[at % dim] : 0)) };
  const correlation = correlations(rows);
  const whole = factor(correlation, varied) ?? factor(correlation, independent(correlation, [], varied));
  if (!whole) return weights;
  const { columns, lower } = whole;
  const size = columns.length;
  const solution = Float64Array.from(columns, (k) => mean[k] / deviation[k]);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < a; b++) solution[a] -= lower[a * size + b] * solution[b];
    solution[a] /= lower[a * size + a];
  }
  for (let a = size - 1; a >= 0; a--) {
    for (let b = a + 1; b < size; b++) solution[a] -= lower[b * size + a] * solution[b];
    solution[a] /= lower[a * size + a];
  }
  columns.forEach((k, a) => void (weights[k] = solution[a] / deviation[k]));
  return weights;
}
