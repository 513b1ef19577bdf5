import type { Batch } from '../contracts/batch.ts';
import type { Holds } from '../contracts/verdict.ts';
import { SzilardError } from '../errors.ts';
import type { Rows } from '../exact/matrices.ts';
import { modesOf } from '../exact/modes.ts';
import { moments } from '../numerics/moments.ts';
import { type Reading, readingOf } from '../numerics/ratio-of-means.ts';
import { wald } from '../numerics/wald.ts';

import { LEVEL, ROWS } from './level.ts';

export interface ModeTemperature extends Reading {
  /** h: eigenvalue of the curvature; energy/length². */
  readonly curvature: number;
  readonly direction: Float64Array;
}

export interface ModeTemperatures {
  /** T_i = h_i Var(θ_i), softest mode first; energy. */
  readonly modes: readonly ModeTemperature[];
  /** Largest over smallest. Biased upwards by as much as they scatter. */
  readonly anisotropy: number;
  /** Chance of such differences if all modes had one temperature. */
  readonly p: number;
  /** Do they have one temperature? */
  readonly holds: Holds;
}

/** Equipartition mode by mode about a minimum: states that belong to one law, and the curvature of the energy; docs/theory.md 17. */
export function modeTemperatures(states: Batch, curvature: Rows): ModeTemperatures {
  const { n, dim, data } = states;
  if (curvature.length !== dim)
    throw new SzilardError(
      'shape',
      `[modeTemperatures] curvature: expected ${dim} rows for states of dimension ${dim}, got ${curvature.length}.`,
    );
  const columns = modesOf(curvature, '[modeTemperatures] curvature').map(({ value, direction }) => {
    const along = Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += direction[k] * data[i * dim + k];
      return sum;
    });
    const { mean } = moments(along);
    // n/(n − 1): the mean of these is h times the unbiased variance.
    return { value, direction, heat: along.map((v) => (value * n * (v - mean) ** 2) / (n - 1)) };
  });
  const modes = columns.map(({ value: own, direction, heat }) => ({ curvature: own, direction, ...readingOf(heat) }));
  const values = modes.map(({ value }) => value);
  const { statistic, p } = wald(columns.slice(1).map(({ heat }, k) => heat.map((v, i) => v - columns[k].heat[i])));
  return {
    modes,
    anisotropy: Math.max(...values) / Math.min(...values),
    p: dim > 1 ? p : 1,
    holds: dim < 2 ? 'yes' : !Number.isFinite(statistic) || n < ROWS * dim ? 'undecided' : p < LEVEL ? 'no' : 'yes',
  };
}
