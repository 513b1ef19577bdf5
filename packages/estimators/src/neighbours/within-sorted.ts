import { ASIDE, type NeighbourEngine } from './engine.ts';
import { roomy } from './engines.ts';
import type { Metric } from './metric.ts';
import type { View } from './view.ts';
import type { Window } from './window.ts';
import type { Within } from './within.ts';

/** Neighbours on a line; n log n. */
export function withinSorted(view: View, radius: Float64Array, metric: Metric, window: Window, asked: NeighbourEngine): Within {
  const { n } = view;
  const bytes = 80 * n + ASIDE;
  const engine = roomy(asked, bytes);
  return engine.inRoom(bytes, (room) => {
    const values = room.doubles(n);
    const own = room.doubles(n);
    const share = room.doubles(n).fill(0);
    const count = room.words(n).fill(0);
    view.fill(0, values, 0, 1);
    own.set(radius);
    engine.line({ metric, window, values, radius: own, count, share }, room);
    return { count: count.slice(), share: share.slice() };
  });
}
