import { ASIDE, type NeighbourEngine } from './engine.ts';
import { engineFor, roomy } from './engines.ts';
import { kdTree, shapeOf } from './k-d-tree.ts';
import type { Metric } from './metric.ts';
import type { View } from './view.ts';
import { itself, type Window } from './window.ts';

export interface Neighbours {
  /** Measure of every point from its k-th nearest other point; [n]. ∞ where fewer than k are allowed. */
  readonly radius: Float64Array;
  /** How many points count this one among their k nearest; [n]. */
  readonly popularity: Int32Array;
  /** Per block of columns: the largest measure, in that block alone, of the k nearest; [n] each. */
  readonly extents: readonly Float64Array[];
}

/** Columns from … to. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** The k nearest others of every point; n log n at fixed k and dim. */
export function kNearest(
  view: View,
  k: number,
  metric: Metric,
  window: Window = itself(view.n),
  blocks: readonly Block[] = [],
  asked: NeighbourEngine = engineFor(metric),
): Neighbours {
  const { n, dim } = view;
  const bytes = shapeOf(n, dim).bytes + n * (12 + 8 * blocks.length) + 32 * (dim + k + blocks.length) + ASIDE;
  const engine = roomy(asked, bytes);
  return engine.inRoom(bytes, (room) => {
    const tree = kdTree(view, engine, room);
    const radius = room.doubles(n);
    const popularity = room.words(n).fill(0);
    const extents = blocks.map(({ from, to }) => ({ from, to, out: room.doubles(n) }));
    engine.nearest({ tree, metric, window, k, radius, popularity, extents }, room);
    return { radius: radius.slice(), popularity: popularity.slice(), extents: extents.map(({ out }) => out.slice()) };
  });
}
