import type { KDTree } from './k-d-tree.ts';
import type { Metric } from './metric.ts';
import type { Window } from './window.ts';

/** Where a tree and the work on it lie: one block of memory for the SIMD engine, arrays of their own for the plain one. Not swept: what was
 * there before may be there still. */
export interface Room {
  doubles(length: number): Float64Array;
  words(length: number): Int32Array;
}

/** Bytes of a room that an engine may want for itself, whatever the job; what it wants per row is counted where the job is made. */
export const ASIDE = 65536;

export interface GrowJob extends Pick<KDTree, 'n' | 'dim' | 'leaves' | 'lanes' | 'ids' | 'box' | 'sizes'> {
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

/** The same on a line: one column, no tree; [n] each. */
export interface LineJob {
  readonly metric: Metric;
  readonly window: Window;
  readonly values: Float64Array;
  readonly radius: Float64Array;
  readonly count: Int32Array;
  readonly share: Float64Array;
}

export interface SortJob {
  readonly values: Float64Array;
  /** Ascending; [n]. */
  readonly sorted: Float64Array;
  /** Row of every sorted value, those of equal values in order; [n]. Absent: not asked for. */
  readonly rows?: Int32Array;
}

/** Building and searching, on arrays that lie in a room of the same engine. */
export interface NeighbourEngine {
  readonly name: 'wasm' | 'plain';
  /** Bytes of the largest room. */
  readonly most: number;
  /** Work in a room, and leave nothing of it behind: its memory is used again. `bytes`: how much will be asked for, at most. */
  inRoom<T>(bytes: number, work: (room: Room) => T): T;
  sort(job: SortJob, room: Room): void;
  grow(job: GrowJob, room: Room): void;
  nearest(job: NearestJob, room: Room): void;
  within(job: WithinJob, room: Room): void;
  line(job: LineJob, room: Room): void;
}
