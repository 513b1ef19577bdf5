import type { NearestJob } from './engine.ts';

/**
 * Every point against all others, in leaf order: first its own leaf, then the siblings on the way up to the root, leaf after leaf. What is
 * passed by is farther than the k best, so that only this order matters, to those at the same distance.
 */
export function plainNearest({ tree, metric, window, k, radius, popularity, extents }: NearestJob): void {
  const { dim, leaves, lanes, box, points, ids } = tree;
  const first = leaves - 1;
  const query = new Float64Array(dim);
  const best = new Float64Array(k);
  const who = new Int32Array(k);
  const { toPoint, toNearest } = metric;
  const placeOf = (slot: number) => Math.floor(slot / lanes) * lanes * dim + (slot % lanes);
  const toBox = (node: number) => toNearest(query, box, ((node - 1) >> 1) * 4 * dim + ((node & 1) ^ 1));
  let worst = 0;
  let shutFrom = 0;
  let shutTo = 0;

  function scan(leaf: number): void {
    for (let lane = 0, slot = leaf * lanes, at = slot * dim; lane < lanes; lane++, slot++, at++) {
      const measure = toPoint(query, points, at, lanes, 0, dim);
      const id = ids[slot];
      if (measure >= worst || (id >= shutFrom && id <= shutTo)) continue;
      let place = k - 1;
      for (; place > 0 && best[place - 1] > measure; place--) {
        best[place] = best[place - 1];
        who[place] = who[place - 1];
      }
      best[place] = measure;
      who[place] = slot;
      worst = best[k - 1];
    }
  }

  function descend(node: number): void {
    if (toBox(node) >= worst) return;
    if (node >= first) {
      scan(node - first);
      return;
    }
    descend(2 * node + 1);
    descend(2 * node + 2);
  }

  for (let slot = 0; slot < ids.length; slot++) {
    const id = ids[slot];
    if (id < 0) continue;
    const start = id - (id % window.length);
    shutFrom = Math.max(id - window.width, start);
    shutTo = Math.min(id + window.width, start + window.length - 1);
    for (let d = 0, at = placeOf(slot); d < dim; d++, at += lanes) query[d] = points[at];
    best.fill(Number.POSITIVE_INFINITY);
    worst = Number.POSITIVE_INFINITY;
    const leaf = Math.floor(slot / lanes);
    scan(leaf);
    for (let node = first + leaf; node > 0; node = (node - 1) >> 1) descend(node & 1 ? node + 1 : node - 1);
    radius[id] = worst;
    if (worst === Number.POSITIVE_INFINITY) continue;
    for (let j = 0; j < k; j++) popularity[ids[who[j]]]++;
    for (const { from, to, out } of extents) {
      let extent = 0;
      for (let j = 0; j < k; j++) {
        const measure = toPoint(query, points, placeOf(who[j]), lanes, from, to);
        if (measure > extent) extent = measure;
      }
      out[id] = extent;
    }
  }
}
