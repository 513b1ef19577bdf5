import type { Batch } from '@szilard/core';
import { kdTree } from './k-d-tree.ts';
import type { Metric } from './metric.ts';
import { withinSorted } from './within-sorted.ts';
import { withinTree } from './within-tree.ts';

export interface Within {
  /** m_i: other points strictly closer to point i than radius_i; [n]. */
  readonly count: Int32Array;
  /** Σ 1/m_i over the other points i that count this one; [n]. They sum to the number of points with m_i > 0. */
  readonly share: Float64Array;
}

/** For every point, the others strictly within its own radius. One column is sorted and bisected, more go into a tree. */
export const within = (points: Batch, radius: Float64Array, metric: Metric): Within =>
  points.dim === 1 ? withinSorted(points.data, radius, metric) : withinTree(kdTree(points), radius, metric);
