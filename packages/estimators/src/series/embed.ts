import type { Batch, Ensemble } from '@szilard/core';
import type { View } from '../neighbours/view.ts';

/** Which rows a set of look-backs leaves: frame first + i of every trajectory, trajectory after trajectory. */
export interface Frames {
  readonly trajectories: number;
  /** Steps of the series. */
  readonly steps: number;
  /** The first frame that has all its past. */
  readonly first: number;
  /** Rows of each trajectory: steps − first. */
  readonly length: number;
}

export const framesOf = ({ trajectories, steps }: Pick<Ensemble, 'trajectories' | 'steps'>, first: number): Frames => ({
  trajectories,
  steps,
  first,
  length: steps - first,
});

/** All frames of a series as rows. */
export const rowsOf = ({ trajectories, steps, dim, data }: Ensemble): Batch => ({ n: trajectories * steps, dim, data });

/** How far back a history reaches: lag, lag + spacing, …; [history]. */
export const pastOf = (history: number, spacing: number, lag: number): number[] =>
  Array.from({ length: history }, (_, j) => lag + j * spacing);

/** Each row's frame seen `back` steps earlier, one block of columns for every look-back. `series`: all frames as rows. */
export function delayed(series: View, { trajectories, steps, first, length }: Frames, backs: readonly number[]): View {
  return {
    n: trajectories * length,
    dim: backs.length * series.dim,
    fill(column, out, at, stride) {
      const all = new Float64Array(series.n);
      series.fill(column % series.dim, all, 0, 1);
      const start = first - backs[Math.floor(column / series.dim)];
      for (let trajectory = 0; trajectory < trajectories; trajectory++)
        for (let t = 0, from = trajectory * steps + start; t < length; t++, at += stride) out[at] = all[from + t];
    },
  };
}

/** One frame of every trajectory; [trajectories, dim]. `series`: all frames as rows. */
export const snapshot = ({ n, dim, data }: Batch, steps: number, frame: number): View => ({
  n: n / steps,
  dim,
  fill(column, out, at, stride) {
    for (let row = frame; row < n; row += steps, at += stride) out[at] = data[row * dim + column];
  },
});
