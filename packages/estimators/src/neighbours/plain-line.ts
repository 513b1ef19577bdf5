import type { LineJob } from './engine.ts';
import type { Metric } from './metric.ts';

/** Neighbours of every value on a line, by bisection: sorted[low … high − 1] lie strictly within its radius; rank is its own place. */
export function plainLine({ order, sorted, values, radius, rank, low, high, metric }: LineJob): void {
  const n = values.length;
  const measure = metric.ends === null ? (a: number, b: number) => Math.abs(a - b) : measureOf(metric);
  for (const i of order) {
    const value = values[i];
    const r = radius[i];
    const own = (rank[i] = first(0, n, (m) => sorted[m] >= value));
    low[i] = first(0, own, (m) => measure(sorted[m], value) < r);
    high[i] = first(own + 1, n, (m) => measure(sorted[m], value) >= r);
  }
}

/** The first of from … to − 1 for which it holds, and for all after it; `to` if for none. */
function first(from: number, to: number, holds: (m: number) => boolean): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function measureOf({ toPoint }: Metric): (a: number, b: number) => number {
  const [query, point] = [new Float64Array(1), new Float64Array(1)];
  return (a, b) => {
    query[0] = b;
    point[0] = a;
    return toPoint(query, point, 0, 1, 0, 1);
  };
}
