import type { Domain } from '@szilard/core';
import { type NeighbourParams, neighbourDefaults, neighbourDomain } from '../information/neighbour-params.ts';

/** What every estimator of series from nearest neighbours can be told. */
export interface SeriesNeighbourParams extends NeighbourParams {
  /** Frames of one trajectory that are at most so many steps apart are no neighbours of each other [Theiler1986]. 0: all are. */
  theiler: number;
}

export const seriesNeighbourDefaults: SeriesNeighbourParams = { ...neighbourDefaults, theiler: 0 };
export const seriesNeighbourDomain: { readonly [K in keyof SeriesNeighbourParams]: Domain } = {
  ...neighbourDomain,
  theiler: { integer: true, atLeast: 0 },
};

/** Rows left out as neighbours, and rows that repeat each other: what correlations in time do to an estimate. */
export function serialCautions(inefficiency: number, n: number): string[] {
  const worth = n / Math.max(1, inefficiency);
  if (inefficiency < 2) return [];
  return [`frames are correlated in time: ${n} are worth ${Number(worth.toPrecision(2))} independent ones`];
}
