import { type Batch, type Ensemble, SzilardError } from '@szilard/core';

/** Two values a column become −1 (the smaller) and +1; a constant column is +1. [trajectories, steps, dim], a copy. */
export function spinsOf(where: string, series: Ensemble): Ensemble {
  const { dim, data } = series;
  const out = new Float64Array(data.length);
  for (let k = 0; k < dim; k++) {
    const seen = new Set<number>();
    for (let at = k; at < data.length && seen.size < 3; at += dim) seen.add(data[at] + 0);
    if (seen.size > 2)
      throw new SzilardError('input', `[${where}] series: expected two values in column ${k}, got more. Give spins, one a column.`);
    const up = Math.max(...seen);
    for (let at = k; at < data.length; at += dim) out[at] = data[at] === up ? 1 : -1;
  }
  return { ...series, data: out };
}

export type SpinObservables = 'exchange' | 'exchange-and-change';

export const observableCount = (kind: SpinObservables, dim: number): number =>
  (dim * (dim - 1)) / 2 + (kind === 'exchange' ? 0 : dim + (dim * (dim - 1)) / 2);

/**
 * What changes sign when two frames change places; [trajectories · (steps − 1), observables]. `exchange`: s_i s_j′ − s_j s_i′, i < j;
 * `exchange-and-change`: those, then s_i′ − s_i, then s_i′s_j′ − s_i s_j, whose means vanish in a steady state but whose noise can be weighed
 * off against that of the first.
 */
export function spinObservables({ trajectories, steps, dim, data }: Ensemble, kind: SpinObservables): { rows: Batch; length: number } {
  const count = observableCount(kind, dim);
  const length = steps - 1;
  const n = trajectories * length;
  const out = new Float64Array(n * count);
  for (let row = 0, at = 0; row < n; row++) {
    const from = (Math.floor(row / length) * steps + (row % length)) * dim;
    const to = from + dim;
    for (let i = 0; i < dim; i++)
      for (let j = i + 1; j < dim; j++) out[at++] = data[from + i] * data[to + j] - data[from + j] * data[to + i];
    if (kind === 'exchange') continue;
    for (let i = 0; i < dim; i++) out[at++] = data[to + i] - data[from + i];
    for (let i = 0; i < dim; i++)
      for (let j = i + 1; j < dim; j++) out[at++] = data[to + i] * data[to + j] - data[from + i] * data[from + j];
  }
  return { rows: { n, dim: count, data: out }, length };
}
