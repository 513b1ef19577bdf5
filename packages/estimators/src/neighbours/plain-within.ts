import type { WithinJob } from './engine.ts';

/**
 * Others within every point's own radius. The points of a leaf walk down the tree together: a node wholly inside the ball of one of them
 * counts as one for it, and only those whose ball's border crosses a node go on.
 */
export function plainWithin({ tree, metric, window, radius, slotOf, count, given }: WithinJob): void {
  const { dim, leaves, lanes, box, sizes, points, ids } = tree;
  const first = leaves - 1;
  const nodes = 2 * leaves - 1;
  const query = new Float64Array(dim);
  const found = new Int32Array(lanes);
  const parts = new Float64Array(lanes);
  // Pairs of node and the lanes it lies inside of, or of −1 − leaf and lane · 256 + slots of the leaf inside.
  const stack: number[] = [];
  const hits: number[] = [];
  const { toPoint, toNearest, toFarthest } = metric;
  const load = (leaf: number, lane: number) => {
    for (let d = 0, at = leaf * lanes * dim + lane; d < dim; d++, at += lanes) query[d] = points[at];
  };

  function beside(leaf: number, other: number, mask: number): void {
    for (let lane = 0; lane < lanes; lane++) {
      if (((mask >> lane) & 1) === 0) continue;
      load(leaf, lane);
      let bits = 0;
      for (let v = 0; v < lanes; v++)
        if (toPoint(query, points, other * lanes * dim + v, lanes, 0, dim) < radius[leaf * lanes + lane]) {
          bits |= 1 << v;
          found[lane]++;
        }
      if (bits !== 0) hits.push(-1 - other, (lane << 8) | bits);
    }
  }

  function walk(leaf: number, active: number): void {
    stack.push(0, active);
    while (stack.length > 0) {
      const mask = stack.pop()!;
      const node = stack.pop()!;
      if (node >= first) {
        beside(leaf, node - first, mask);
        continue;
      }
      for (let side = 0; side < 2; side++) {
        const child = 2 * node + 1 + side;
        let inside = 0;
        let open = 0;
        for (let lane = 0; lane < lanes; lane++) {
          if (((mask >> lane) & 1) === 0) continue;
          load(leaf, lane);
          const r = radius[leaf * lanes + lane];
          if (toFarthest(query, box, node * 4 * dim + side) < r) {
            inside |= 1 << lane;
            found[lane] += sizes[child];
          } else if (toNearest(query, box, node * 4 * dim + side) < r) open |= 1 << lane;
        }
        if (inside !== 0) hits.push(child, inside);
        if (open !== 0) stack.push(child, open);
      }
    }
  }

  for (let leaf = 0; leaf < leaves; leaf++) {
    let active = 0;
    for (let lane = 0; lane < lanes; lane++) if (radius[leaf * lanes + lane] > 0) active |= 1 << lane;
    if (active === 0) continue;
    found.fill(0);
    hits.length = 0;
    walk(leaf, active);
    for (let lane = 0; lane < lanes; lane++) {
      if (((active >> lane) & 1) === 0) continue;
      const id = ids[leaf * lanes + lane];
      const start = id - (id % window.length);
      const to = Math.min(id + window.width, start + window.length - 1);
      load(leaf, lane);
      const left: number[] = [];
      for (let j = Math.max(id - window.width, start); j <= to; j++) {
        const slot = slotOf[j];
        const at = Math.floor(slot / lanes) * lanes * dim + (slot % lanes);
        if (toPoint(query, points, at, lanes, 0, dim) < radius[leaf * lanes + lane]) left.push(slot);
      }
      const others = found[lane] - left.length;
      count[id] = others;
      parts[lane] = others > 0 ? 1 / others : 0;
      for (const slot of left.reverse()) given[nodes + slot] -= parts[lane];
    }
    for (let h = 0; h < hits.length; h += 2) {
      const [node, mask] = [hits[h], hits[h + 1]];
      if (node >= 0) {
        let sum = 0;
        for (let lane = 0; lane < lanes; lane++) if ((mask >> lane) & 1) sum += parts[lane];
        given[node] += sum;
      } else {
        for (let v = 0; v < lanes; v++) if ((mask >> v) & 1) given[nodes + (-1 - node) * lanes + v] += parts[mask >> 8];
      }
    }
  }
}
