import type { NeighbourEngine } from './engine.ts';
import type { Metric } from './metric.ts';
import type { View } from './view.ts';
import { closes, opens, type Window } from './window.ts';
import type { Within } from './within.ts';

/** Neighbours on a line; n log n. Rounded differences of sorted numbers are sorted, so all ties fall as they do pair by pair. */
export function withinSorted(
  view: View,
  radius: Float64Array,
  metric: Metric,
  window: Window,
  engine: NeighbourEngine,
  order?: Int32Array,
): Within {
  const { n } = view;
  const room = engine.room(40 * n + 4096);
  const values = room.doubles(n);
  const sorted = room.doubles(n);
  const own = room.doubles(n);
  const [rank, low, high] = [room.words(n), room.words(n), room.words(n)];
  const rows = room.words(n);
  if (order) rows.set(order);
  else for (let i = 0; i < n; i++) rows[i] = i;
  view.fill(0, values, 0, 1);
  sorted.set(values);
  sorted.sort();
  own.set(radius);
  engine.line({ metric, order: rows, sorted, values, radius: own, rank, low, high }, room);

  const count = new Int32Array(n);
  const change = new Float64Array(n + 1);
  const share = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (!(own[i] > 0)) continue;
    const [from, to] = window.width === 0 ? [i, i] : [opens(i, window), closes(i, window)];
    let others = high[i] - low[i];
    // Sorted places tell who is inside as well as measures do; equal values share the first of their places.
    for (let j = from; j <= to; j++) if (rank[j] >= low[i] && rank[j] < high[i]) others--;
    count[i] = others;
    if (others === 0) continue;
    const part = 1 / others;
    change[low[i]] += part;
    change[high[i]] -= part;
    for (let j = from; j <= to; j++) if (rank[j] >= low[i] && rank[j] < high[i]) share[j] -= part;
  }
  for (let i = 0; i < n; i++) change[i + 1] += change[i];
  for (let i = 0; i < n; i++) share[i] += change[rank[i]];
  return { count, share };
}
