import { type KDTree, LEAF } from './k-d-tree.ts';
import type { Metric } from './metric.ts';
import type { Within } from './within.ts';

/** Neighbours in more dimensions: a node wholly inside the ball counts as one. */
export function withinTree({ n, dim, leaves, box, sizes, points, ids }: KDTree, radius: Float64Array, metric: Metric): Within {
  const first = leaves - 1;
  const nodes = sizes.length;
  const query = new Float64Array(dim);
  const stack = new Int32Array(64);
  // Nodes, then slots, inside the present ball; and what each has been given so far.
  const hits = new Int32Array(nodes + ids.length);
  const given = new Float64Array(nodes + ids.length);
  const count = new Int32Array(n);
  const { toPoint, toNearest, toFarthest } = metric;
  let found = 0;

  function search(r: number): number {
    let total = 0;
    let top = 0;
    stack[top++] = 0;
    while (top > 0) {
      const node = stack[--top];
      if (toNearest(query, box, node * 2 * dim) >= r) continue;
      if (toFarthest(query, box, node * 2 * dim) < r) {
        total += sizes[node];
        hits[found++] = node;
      } else if (node < first) {
        stack[top++] = 2 * node + 1;
        stack[top++] = 2 * node + 2;
      } else {
        for (let slot = (node - first) * LEAF, end = slot + LEAF, at = slot * dim; slot < end; slot++, at += dim) {
          if (toPoint(query, points, at, r) >= r) continue;
          total++;
          hits[found++] = nodes + slot;
        }
      }
    }
    return total;
  }

  for (let slot = 0; slot < ids.length; slot++) {
    const id = ids[slot];
    if (id < 0 || !(radius[id] > 0)) continue;
    for (let d = 0; d < dim; d++) query[d] = points[slot * dim + d];
    found = 0;
    const others = (count[id] = search(radius[id]) - 1);
    if (others === 0) continue;
    for (let h = 0; h < found; h++) given[hits[h]] += 1 / others;
    given[nodes + slot] -= 1 / others;
  }

  const share = new Float64Array(n);
  for (let node = 1; node < nodes; node++) given[node] += given[(node - 1) >> 1];
  for (let slot = 0; slot < ids.length; slot++)
    if (ids[slot] >= 0) share[ids[slot]] = given[nodes + slot] + given[first + Math.floor(slot / LEAF)];
  return { count, share };
}
