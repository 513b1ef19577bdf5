/** ln Σ exp(v_i), safe for any range; −∞ for no terms. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > top || Number.isNaN(values[i])) top = values[i];
  if (!Number.isFinite(top)) return top;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.exp(values[i] - top);
  return top + Math.log(total);
}
