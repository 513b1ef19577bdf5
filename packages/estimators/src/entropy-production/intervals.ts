import type { Ensemble } from '@szilard/core';

/** Waiting times between visible transitions, in order of time. */
export interface Intervals {
  readonly n: number;
  /** The transition that begins each, and the one that ends it: state left, state entered; [n, 2] each. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Steps from one to the other; [n]. */
  readonly waited: Float64Array;
  /** Number of the class its time falls into; [n]. */
  readonly classOf: Int32Array;
  /** Frame, counted through all trajectories, at which it begins; [n]. */
  readonly row: Int32Array;
}

/** One column of states; no interval spans two trajectories. `edges`: what is visible, both ways; empty, every change. */
export function intervalsOf({ trajectories, steps, data }: Ensemble, edges: readonly (readonly number[])[], classes: number): Intervals {
  const visible = (a: number, b: number) =>
    a !== b && (edges.length === 0 || edges.some(([p, q]) => (p === a && q === b) || (p === b && q === a)));
  const [before, after, waited, row]: number[][] = [[], [], [], []];
  for (let i = 0; i < trajectories; i++) {
    let last = -1;
    for (let t = i * steps; t + 1 < (i + 1) * steps; t++) {
      if (!visible(data[t], data[t + 1])) continue;
      if (last >= 0) {
        before.push(data[last], data[last + 1]);
        after.push(data[t], data[t + 1]);
        waited.push(t - last);
        row.push(last);
      }
      last = t;
    }
  }
  return {
    n: waited.length,
    before: Float64Array.from(before),
    after: Float64Array.from(after),
    waited: Float64Array.from(waited),
    classOf: classesOf(waited, classes),
    row: Int32Array.from(row),
  };
}

/** Quantiles of all times together: turning time leaves them as they are, so that any classes keep the bound. */
function classesOf(waited: readonly number[], classes: number): Int32Array {
  const sorted = Float64Array.from(waited).sort();
  const borders = Array.from({ length: classes - 1 }, (_, c) => sorted[Math.floor(((c + 1) * sorted.length) / classes)]);
  return Int32Array.from(waited, (t) => borders.filter((border) => t >= border).length);
}
