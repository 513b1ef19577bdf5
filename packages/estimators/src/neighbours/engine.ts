import type { KDTree } from './k-d-tree.ts';
import type { Metric } from './metric.ts';
import type { Window } from './window.ts';

/** Where a tree and the work on it lie: one block of memory for the SIMD engine, arrays of their own for the plain one. */
export interface Room {
  doubles(length: number): Float64Array;
  words(length: number): Int32Array;
}

export interface GrowJob extends Pick<KDTree, 'n' | 'dim' | 'leaves' | 'ids' | 'box' | 'sizes'> {
  /** Row after row on entry, leaf after leaf on return; [n, dim]. */
  readonly points: Float64Array;
  /** First row of every leaf, and n; [leaves + 1]. */
  readonly starts: Int32Array;
}

/** Columns from … to, and where the largest measures in them go; [n]. */
export interface Extent {
  readonly from: number;
  readonly to: number;
  readonly out: Float64Array;
}

export interface NearestJob {
  readonly tree: KDTree;
  readonly metric: Metric;
  readonly window: Window;
  readonly k: number;
  readonly radius: Float64Array;
  readonly popularity: Int32Array;
  readonly extents: readonly Extent[];
}

export interface WithinJob {
  readonly tree: KDTree;
  readonly metric: Metric;
  readonly window: Window;
  /** Radius of every slot, 0 where there is none; [leaves, lanes]. */
  readonly radius: Float64Array;
  /** Slot of every row; [n]. */
  readonly slotOf: Int32Array;
  readonly count: Int32Array;
  /** 1/m for every ball, given to the nodes and slots inside it; [2 leaves − 1 + leaves · lanes]. */
  readonly given: Float64Array;
}

/** All [n], but for the metric of one column. */
export interface LineJob {
  readonly metric: Metric;
  /** Rows in an order in which those that follow each other lie near each other: of no effect but on speed. */
  readonly order: Int32Array;
  readonly sorted: Float64Array;
  readonly values: Float64Array;
  readonly radius: Float64Array;
  readonly rank: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** Building and searching, on arrays that lie in a room of the same engine. */
export interface NeighbourEngine {
  readonly name: 'wasm' | 'plain';
  /** Bytes of the largest room. */
  readonly most: number;
  /** `bytes`: how much will be asked for, at most. */
  room(bytes: number): Room;
  grow(job: GrowJob, room: Room): void;
  nearest(job: NearestJob, room: Room): void;
  within(job: WithinJob, room: Room): void;
  line(job: LineJob, room: Room): void;
}
