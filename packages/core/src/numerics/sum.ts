/** Neumaier's compensated sum: error independent of the number of terms [Neumaier1974]. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    const next = total + v;
    lost += Math.abs(total) >= Math.abs(v) ? total - next + v : v - next + total;
    total = next;
  }
  // An infinite total makes the compensation NaN; the sum itself is then the answer.
  return Number.isFinite(total) ? total + lost : total;
}
