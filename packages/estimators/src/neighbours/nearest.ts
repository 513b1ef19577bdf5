import { type KDTree, LEAF } from './k-d-tree.ts';
import type { Metric } from './metric.ts';

export interface Neighbours {
  /** Measure of every point from its k-th nearest other point; [n]. */
  readonly radius: Float64Array;
  /** How many points count this one among their k nearest; [n]. */
  readonly popularity: Int32Array;
}

/** Every point against all others, in leaf order: first its own leaf, then the siblings on the way up to the root. */
export function kNearest({ n, dim, leaves, box, points, ids }: KDTree, k: number, metric: Metric): Neighbours {
  const first = leaves - 1;
  const radius = new Float64Array(n);
  const popularity = new Int32Array(n);
  const query = new Float64Array(dim);
  const best = new Float64Array(k);
  const who = new Int32Array(k);
  const stack = new Int32Array(64);
  const { toPoint, toNearest } = metric;
  let worst = 0;

  function scan(leaf: number, self: number): void {
    for (let slot = leaf * LEAF, end = slot + LEAF, at = slot * dim; slot < end; slot++, at += dim) {
      const measure = toPoint(query, points, at, worst);
      if (measure >= worst || slot === self) continue;
      let place = k - 1;
      for (; place > 0 && best[place - 1] > measure; place--) {
        best[place] = best[place - 1];
        who[place] = who[place - 1];
      }
      best[place] = measure;
      who[place] = ids[slot];
      worst = best[k - 1];
    }
  }

  function descend(root: number): void {
    let top = 0;
    stack[top++] = root;
    while (top > 0) {
      let node = stack[--top];
      let near = toNearest(query, box, node * 2 * dim);
      while (near < worst && node < first) {
        const left = 2 * node + 1;
        const toLeft = toNearest(query, box, left * 2 * dim);
        const toRight = toNearest(query, box, (left + 1) * 2 * dim);
        const leftFirst = toLeft <= toRight;
        near = leftFirst ? toLeft : toRight;
        node = leftFirst ? left : left + 1;
        if ((leftFirst ? toRight : toLeft) < worst) stack[top++] = leftFirst ? left + 1 : left;
      }
      if (near < worst) scan(node - first, -1);
    }
  }

  for (let slot = 0; slot < ids.length; slot++) {
    if (ids[slot] < 0) continue;
    for (let d = 0; d < dim; d++) query[d] = points[slot * dim + d];
    best.fill(Number.POSITIVE_INFINITY);
    worst = Number.POSITIVE_INFINITY;
    const leaf = Math.floor(slot / LEAF);
    scan(leaf, slot);
    for (let node = first + leaf; node > 0; node = (node - 1) >> 1) descend(node & 1 ? node + 1 : node - 1);
    radius[ids[slot]] = worst;
    if (worst < Number.POSITIVE_INFINITY) for (let j = 0; j < k; j++) popularity[who[j]]++;
  }
  return { radius, popularity };
}
