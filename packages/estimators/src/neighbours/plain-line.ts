import type { LineJob } from './engine.ts';
import type { Metric } from './metric.ts';
import { plainSort } from './plain-sort.ts';
import { closes, opens } from './window.ts';

/**
 * Others within every value's own radius, by bisection of the sorted values: rounded differences of sorted numbers are sorted, so all
 * ties fall as they do pair by pair. 1/m is given to the places low … high − 1 by its beginning and its end.
 */
export function plainLine({ values, radius, metric, window, count, share }: LineJob): void {
  const n = values.length;
  const sorted = new Float64Array(n);
  const rows = new Int32Array(n);
  plainSort({ values, sorted, rows });
  const rank = new Int32Array(n);
  for (let place = 0; place < n; place++) rank[rows[place]] = place;
  const measure = metric.ends === null ? (a: number, b: number) => Math.abs(a - b) : measureOf(metric);
  const change = new Float64Array(n + 1);
  for (let place = 0; place < n; place++) {
    const i = rows[place];
    const r = radius[i];
    if (!(r > 0)) continue;
    const value = sorted[place];
    const low = first(0, place, (m) => measure(sorted[m], value) < r);
    const high = first(place + 1, n, (m) => measure(sorted[m], value) >= r);
    const inside = (j: number) => rank[j] >= low && rank[j] < high;
    const [from, to] = window.width === 0 ? [i, i] : [opens(i, window), closes(i, window)];
    let others = high - low;
    for (let j = from; j <= to; j++) if (inside(j)) others--;
    count[i] = others;
    if (others === 0) continue;
    const part = 1 / others;
    change[low] += part;
    change[high] -= part;
    for (let j = from; j <= to; j++) if (inside(j)) share[j] -= part;
  }
  let given = 0;
  for (let place = 0; place < n; place++) {
    given += change[place];
    share[rows[place]] += given;
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
