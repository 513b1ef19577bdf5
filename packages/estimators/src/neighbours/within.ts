import type { NeighbourEngine } from './engine.ts';
import { engineFor } from './engines.ts';
import type { Metric } from './metric.ts';
import type { View } from './view.ts';
import { itself, type Window } from './window.ts';
import { withinSorted } from './within-sorted.ts';
import { withinTree } from './within-tree.ts';

export interface Within {
  /** m_i: other points strictly closer to point i than radius_i; [n]. */
  readonly count: Int32Array;
  /** Σ 1/m_i over the other points i that count this one; [n]. They sum to the number of points with m_i > 0. */
  readonly share: Float64Array;
}

/** For every point, the others strictly within its own radius. One column is sorted and bisected, more go into a tree. */
export const within = (
  points: View,
  radius: Float64Array,
  metric: Metric,
  window: Window = itself(points.n),
  engine: NeighbourEngine = engineFor(metric),
): Within => (points.dim === 1 ? withinSorted : withinTree)(points, radius, metric, window, engine);

/** The next larger number: strictly within it means within, or on the border of, what was asked; a copy. */
export function upTo(radius: Float64Array): Float64Array {
  const out = radius.slice();
  // Numbers above 0 are ordered as their bits are; halves are little-endian on every platform that runs this.
  const halves = new Uint32Array(out.buffer);
  for (let i = 0; i < out.length; i++) {
    if (out[i] === Number.POSITIVE_INFINITY) continue;
    halves[2 * i]++;
    if (halves[2 * i] === 0) halves[2 * i + 1]++;
  }
  return out;
}
