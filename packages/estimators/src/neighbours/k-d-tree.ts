import type { NeighbourEngine, Room } from './engine.ts';
import type { View } from './view.ts';

/** Points per leaf at most: four pairs of lanes. */
export const LEAF = 8;

/** A balanced k-d tree [Friedman1977] in flat arrays. Node i has children 2i + 1 and 2i + 2; the last `leaves` nodes are leaves. */
export interface KDTree {
  readonly n: number;
  readonly dim: number;
  readonly leaves: number;
  /** Slots of a leaf, an even number; the last may be empty. */
  readonly lanes: number;
  /** Boxes of the children of every inner node: low left, low right, high left, high right for each column; [leaves − 1, dim, 4]. */
  readonly box: Float64Array;
  /** Points below every node. */
  readonly sizes: Int32Array;
  /** Points leaf after leaf, column after column; [leaves, dim, lanes]. The only copy of the data. Empty slots hold ∞. */
  readonly points: Float64Array;
  /** Row of the point in every slot, −1 for none; [leaves, lanes]. */
  readonly ids: Int32Array;
}

export interface Shape {
  readonly leaves: number;
  readonly lanes: number;
  /** Bytes of a tree, and of numbers per slot and node beside it. */
  readonly bytes: number;
}

export function shapeOf(n: number, dim: number): Shape {
  let leaves = 1;
  while (leaves * LEAF < n) leaves *= 2;
  const lanes = 2 * Math.ceil(Math.ceil(n / leaves) / 2);
  return { leaves, lanes, bytes: leaves * lanes * (8 * dim + 4) + leaves * (32 * dim + 12) + lanes * (8 * dim + 4) + 1024 };
}

/** Split at the median of the widest side, down to leaves; n log n. */
export function kdTree(view: View, engine: NeighbourEngine, room: Room): KDTree {
  const { n, dim } = view;
  const { leaves, lanes } = shapeOf(n, dim);
  const box = room.doubles((leaves - 1) * 4 * dim);
  const sizes = room.words(2 * leaves - 1);
  const points = room.doubles(leaves * lanes * dim);
  const ids = room.words(leaves * lanes);
  const starts = room.words(leaves + 1);
  starts[0] = 0;
  for (let d = 0; d < dim; d++) view.fill(d, points, d, dim);
  engine.grow({ n, dim, leaves, lanes, points, ids, box, sizes, starts }, room);
  return { n, dim, leaves, lanes, box, sizes, points, ids };
}
