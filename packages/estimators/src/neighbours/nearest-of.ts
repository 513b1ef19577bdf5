import { kdTree } from './k-d-tree.ts';
import type { Metric } from './metric.ts';
import { plainEngine } from './plain.ts';
import type { View } from './view.ts';
import { closes, opens, type Window } from './window.ts';

export interface NeighboursOf {
  /** Measure of every image from the k-th nearest point; [n]. ∞ where fewer than k are allowed. */
  readonly radius: Float64Array;
  /** How many images count this point among their k nearest; [n]. */
  readonly popularity: Int32Array;
}

/**
 * Every point, its columns multiplied by ±1, against the points as they are. What the window shuts off from a row is shut off from its
 * image too.
 */
export function kNearestOf(view: View, k: number, { toPoint, toNearest }: Metric, window: Window, signs: Int8Array): NeighboursOf {
  const { n, dim } = view;
  const { leaves, lanes, box, points, ids } = plainEngine.inRoom(0, (room) => kdTree(view, plainEngine, room));
  const first = leaves - 1;
  const radius = new Float64Array(n);
  const popularity = new Int32Array(n);
  const query = new Float64Array(dim);
  const best = new Float64Array(k);
  const who = new Int32Array(k);
  const stack = new Int32Array(64);
  const nears = new Float64Array(64);
  const toBox = (node: number) => toNearest(query, box, ((node - 1) >> 1) * 4 * dim + ((node & 1) ^ 1));

  function scan(leaf: number, shutFrom: number, shutTo: number): void {
    for (let lane = 0, slot = leaf * lanes, at = slot * dim; lane < lanes; lane++, slot++, at++) {
      const id = ids[slot];
      if (id < 0 || (id >= shutFrom && id <= shutTo)) continue;
      const measure = toPoint(query, points, at, lanes, 0, dim);
      if (!(measure < best[k - 1])) continue;
      let place = k - 1;
      for (; place > 0 && best[place - 1] > measure; place--) {
        best[place] = best[place - 1];
        who[place] = who[place - 1];
      }
      best[place] = measure;
      who[place] = id;
    }
  }

  // Leaf by leaf: images of neighbours are neighbours, so that the nodes they meet are still in the cache.
  for (let slot = 0; slot < ids.length; slot++) {
    const id = ids[slot];
    if (id < 0) continue;
    for (let d = 0, at = Math.floor(slot / lanes) * lanes * dim + (slot % lanes); d < dim; d++, at += lanes)
      query[d] = signs[d] * points[at];
    best.fill(Number.POSITIVE_INFINITY);
    const [shutFrom, shutTo] = [opens(id, window), closes(id, window)];
    let top = 1;
    [stack[0], nears[0]] = [0, 0];
    while (top > 0) {
      let node = stack[--top];
      let near = nears[top];
      while (near < best[k - 1] && node < first) {
        const left = 2 * node + 1;
        const [toLeft, toRight] = [toBox(left), toBox(left + 1)];
        const leftFirst = toLeft <= toRight;
        stack[top] = leftFirst ? left + 1 : left;
        nears[top++] = leftFirst ? toRight : toLeft;
        node = leftFirst ? left : left + 1;
        near = leftFirst ? toLeft : toRight;
      }
      if (near < best[k - 1]) scan(node - first, shutFrom, shutTo);
    }
    radius[id] = best[k - 1];
    if (radius[id] === Number.POSITIVE_INFINITY) continue;
    for (let j = 0; j < k; j++) popularity[who[j]]++;
  }
  return { radius, popularity };
}
