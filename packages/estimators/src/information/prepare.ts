import { type Batch, type RandomStream, SzilardError } from '@szilard/core';
import type { Column } from '../columns.ts';
import { type View, viewOf } from '../neighbours/view.ts';

export interface Preparation {
  readonly normalise: 'none' | 'zscore';
  readonly noise: number;
}

/** Samples scaled and jittered as they are read; the input is left alone. Only jitter takes memory of its own. */
export function prepare(
  where: string,
  samples: Batch,
  columns: readonly Column[],
  { normalise, noise }: Preparation,
  rng: RandomStream,
): View {
  const view = viewOf(samples);
  if (normalise === 'none' && noise === 0) return view;
  if (normalise === 'zscore') for (const column of columns) refuseFlat(where, column, 'for zscore', ', or set normalise to none');
  const jitter = new Float64Array(noise > 0 ? samples.data.length : 0);
  if (noise > 0) rng.fillNormal(jitter);
  return {
    n: view.n,
    dim: view.dim,
    fill(column, out, at, stride) {
      view.fill(column, out, at, stride);
      const { mean, deviation } = columns[column];
      if (normalise === 'zscore') for (let i = 0, to = at; i < view.n; i++, to += stride) out[to] = (out[to] - mean) / deviation;
      if (noise > 0) for (let i = 0, to = at; i < view.n; i++, to += stride) out[to] += noise * jitter[i * view.dim + column];
    },
  };
}

/** A column that cannot be brought to standard deviation 1. */
export function refuseFlat(where: string, { name, deviation }: Column, purpose = '', otherwise = ', or rescale it'): void {
  if (deviation > 0 && Number.isFinite(deviation) && Number.isFinite(1 / deviation)) return;
  const got = deviation === 0 ? 'a constant' : `standard deviation ${deviation}`;
  const why = purpose === '' ? '' : `, ${purpose}`;
  throw new SzilardError('input', `[${where}] ${name}: expected a column that varies${why}, got ${got}. Drop it${otherwise}.`);
}
