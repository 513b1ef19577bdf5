import type { Ensemble } from '@szilard/core';
import type { View } from '../neighbours/view.ts';

/** Frames in pairs, as points that turning time reflects. */
export interface StepPairs {
  /** (x + x′)/2, then x′ − x, each column divided by its spread; rows in order of time, trajectory after trajectory. */
  readonly view: View;
  /** Rows of each trajectory. */
  readonly length: number;
  /** ±1 per column: what turning time does to it. */
  readonly signs: Int8Array;
}

/**
 * Pairs (x, x′) by their middle and their difference. Divergences do not feel the change of coordinates, nearest neighbours do:
 * steps are short, and (x, x′) would be thin sheets. Nothing is shifted, so that reflection stays a change of signs. Columns
 * without spread are left out.
 */
export function stepPairs({ trajectories, steps, dim, data }: Ensemble, parity: Int8Array): StepPairs {
  const length = steps - 1;
  const n = trajectories * length;
  const columns: { values: Float64Array; sign: number }[] = [];
  for (const half of [true, false]) {
    for (let k = 0; k < dim; k++) {
      const values = new Float64Array(n);
      for (let i = 0, row = 0; i < trajectories; i++) {
        for (let t = 0; t < length; t++, row++) {
          const at = (i * steps + t) * dim + k;
          values[row] = half ? 0.5 * data[at] + 0.5 * data[at + dim] : data[at + dim] - data[at];
        }
      }
      const mean = values.reduce((sum, v) => sum + v / n, 0);
      // Of differences the size counts, drift and all; of middles only how far apart they are.
      const origin = half ? mean : 0;
      const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - origin) ** 2 / n, 0));
      if (!(spread > 1e-12 * Math.abs(origin))) continue;
      columns.push({ values: values.map((v) => v / spread), sign: half ? parity[k] : -parity[k] });
    }
  }
  return {
    view: {
      n,
      dim: columns.length,
      fill(column, out, at, stride) {
        const { values } = columns[column];
        for (let i = 0; i < n; i++, at += stride) out[at] = values[i];
      },
    },
    length,
    signs: Int8Array.from(columns, ({ sign }) => sign),
  };
}
