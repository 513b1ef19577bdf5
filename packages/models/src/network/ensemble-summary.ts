import { deviationOf, joinMoments, meanOf, momentsOfRows, noMoments } from './running-moments.ts';

/** Trajectories that follow one another, seen at the same times. */
export interface EnsembleBlock {
  /** Index of its first trajectory. */
  readonly first: number;
  readonly n: number;
  /** [n, times, columns]. */
  readonly frames: Float64Array;
  /** Firings of reactions in it; absent: nothing that is counted. */
  readonly firings?: number;
}

export interface EnsembleSummary {
  readonly trajectories: number;
  readonly times: Float64Array;
  /** Names. */
  readonly columns: readonly string[];
  /** [times, columns]. */
  readonly mean: Float64Array;
  /** With n − 1; NaN for one trajectory. [times, columns]. */
  readonly sd: Float64Array;
  readonly firings: number;
}

/** Means and standard deviations of blocks that are added in their order. */
export function ensembleSummary(columns: readonly string[], times: ArrayLike<number>) {
  const width = times.length * columns.length;
  let moments = noMoments(width);
  let fired = 0;
  return {
    add({ frames, n, firings = 0 }: EnsembleBlock): void {
      moments = joinMoments(moments, momentsOfRows(frames, n, width));
      fired += firings;
    },
    read: (): EnsembleSummary => ({
      trajectories: moments.n,
      times: Float64Array.from(times),
      columns,
      mean: meanOf(moments),
      sd: deviationOf(moments),
      firings: fired,
    }),
  };
}
