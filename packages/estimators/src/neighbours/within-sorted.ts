import type { Metric } from './metric.ts';
import type { Within } from './within.ts';

/** Neighbours on a line by bisection; n log n. Rounded differences of sorted numbers are sorted, so all ties fall as they do pair by pair. */
export function withinSorted(values: Float64Array, radius: Float64Array, { toPoint }: Metric): Within {
  const n = values.length;
  const sorted = values.slice().sort();
  const query = new Float64Array(1);
  const rank = new Int32Array(n);
  const count = new Int32Array(n);
  const change = new Float64Array(n + 1);

  for (let i = 0; i < n; i++) {
    const value = values[i];
    const r = radius[i];
    let [from, to] = [0, n];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle] < value) from = middle + 1;
      else to = middle;
    }
    const own = (rank[i] = from);
    if (!(r > 0)) continue;
    query[0] = value;
    let low = own;
    for (from = 0; from < low; ) {
      const middle = (from + low) >> 1;
      if (toPoint(query, sorted, middle, r) < r) low = middle;
      else from = middle + 1;
    }
    let high = own + 1;
    for (to = n; high < to; ) {
      const middle = (high + to) >> 1;
      if (toPoint(query, sorted, middle, r) < r) high = middle + 1;
      else to = middle;
    }
    const others = (count[i] = high - low - 1);
    if (others === 0) continue;
    change[low] += 1 / others;
    change[high] -= 1 / others;
  }

  for (let i = 0; i < n; i++) change[i + 1] += change[i];
  const share =
    rank.length === 0 ? new Float64Array(0) : Float64Array.from(rank, (at, i) => change[at] - (count[i] > 0 ? 1 / count[i] : 0));
  return { count, share };
}
