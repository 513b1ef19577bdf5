import { ASIDE, type NeighbourEngine } from './engine.ts';
import { roomy } from './engines.ts';
import { kdTree, LEAF, shapeOf } from './k-d-tree.ts';
import type { Metric } from './metric.ts';
import type { View } from './view.ts';
import type { Window } from './window.ts';
import type { Within } from './within.ts';

/** Neighbours in more dimensions; n log n for few neighbours at fixed dim. */
export function withinTree(view: View, radius: Float64Array, metric: Metric, window: Window, asked: NeighbourEngine): Within {
  const { n, dim } = view;
  const { leaves, lanes, bytes } = shapeOf(n, dim);
  const nodes = 2 * leaves - 1;
  const slots = leaves * lanes;
  const ranks = (12 * LEAF + 16) * dim * leaves + 36 * n;
  const work = 16 * (slots + nodes) + 8 * n + 8 * (2 + LEAF) * leaves + 16 * window.width;
  const size = bytes + work + ranks + 64 * dim + ASIDE;
  const engine = roomy(asked, size);
  return engine.inRoom(size, (room) => {
    const tree = kdTree(view, engine, room);
    const bySlot = room.doubles(slots).fill(0);
    const slotOf = room.words(n);
    const count = room.words(n).fill(0);
    const given = room.doubles(nodes + slots).fill(0);
    for (let slot = 0; slot < slots; slot++) {
      const id = tree.ids[slot];
      if (id < 0) continue;
      bySlot[slot] = radius[id];
      slotOf[id] = slot;
    }
    engine.within({ tree, metric, window, radius: bySlot, slotOf, count, given }, room);

    const share = new Float64Array(n);
    for (let node = 1; node < nodes; node++) given[node] += given[(node - 1) >> 1];
    for (let slot = 0; slot < slots; slot++)
      if (tree.ids[slot] >= 0) share[tree.ids[slot]] = given[nodes + slot] + given[leaves - 1 + Math.floor(slot / lanes)];
    return { count: count.slice(), share };
  });
}
