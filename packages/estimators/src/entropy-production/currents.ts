import { type Batch, type Ensemble, sum } from '@szilard/core';

/** Which currents are looked at. */
export type CurrentKind = 'displacement' | 'linear';

/** Currents of every stretch of frames; row after row, trajectory after trajectory. */
export interface Currents {
  /** [trajectories · length, currents]. */
  readonly rows: Batch;
  /** Stretches in each trajectory. */
  readonly length: number;
}

export const countOf = (kind: CurrentKind, dim: number): number => (kind === 'linear' ? dim + dim * dim : dim);

/**
 * What changes sign when two frames change places, summed over `span` steps; stretches overlap.
 * `displacement`: Δx_k; `linear`: those, then (x_i + x_i′)/2 · Δx_j row by row, x counted from its mean over all frames. All columns
 * are taken to be even under time reversal.
 */
export function currentsOf({ trajectories, steps, dim, data }: Ensemble, kind: CurrentKind, span: number): Currents {
  const count = countOf(kind, dim);
  const length = steps - span;
  const rows = { n: trajectories * length, dim: count, data: new Float64Array(trajectories * length * count) };
  const mean = Float64Array.from({ length: dim }, (_, k) => {
    const column = Float64Array.from({ length: trajectories * steps }, (_row, i) => data[i * dim + k]);
    return sum(column) / column.length;
  });
  const own = new Float64Array((steps - 1) * count);
  for (let i = 0; i < trajectories; i++) {
    for (let t = 0; t + 1 < steps; t++) {
      const from = (i * steps + t) * dim;
      for (let j = 0; j < dim; j++) {
        const step = data[from + dim + j] - data[from + j];
        own[t * count + j] = step;
        if (kind === 'displacement') continue;
        for (let k = 0; k < dim; k++) own[t * count + dim + k * dim + j] = (0.5 * (data[from + dim + k] + data[from + k]) - mean[k]) * step;
      }
    }
    for (let t = 0; t < length; t++) {
      const to = (i * length + t) * count;
      for (let s = t; s < t + span; s++) for (let c = 0; c < count; c++) rows.data[to + c] += own[s * count + c];
    }
  }
  return { rows, length };
}
