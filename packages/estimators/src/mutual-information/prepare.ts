import { type Batch, type RandomStream, SzilardError } from '@szilard/core';
import type { Column } from '../columns.ts';

export interface Preparation {
  readonly normalise: 'none' | 'zscore';
  readonly noise: number;
}

/** Scaled and jittered samples; the input is left alone. The same samples where nothing is asked. */
export function prepare(
  where: string,
  samples: Batch,
  columns: readonly Column[],
  { normalise, noise }: Preparation,
  rng: RandomStream,
): Batch {
  if (normalise === 'none' && noise === 0) return samples;
  const { n, dim } = samples;
  const data = samples.data.slice();
  if (normalise === 'zscore') {
    for (const { name, deviation } of columns) {
      if (deviation > 0 && Number.isFinite(1 / deviation)) continue;
      const got = deviation === 0 ? 'a constant' : `standard deviation ${deviation}`;
      throw new SzilardError(
        'input',
        `[${where}] ${name}: expected a column that varies, for zscore, got ${got}. Drop it, or set normalise to none.`,
      );
    }
    for (let i = 0; i < n; i++)
      for (let k = 0; k < dim; k++) data[i * dim + k] = (data[i * dim + k] - columns[k].mean) / columns[k].deviation;
  }
  if (noise > 0) {
    const jitter = new Float64Array(n * dim);
    rng.fillNormal(jitter);
    for (let i = 0; i < data.length; i++) data[i] += noise * jitter[i];
  }
  return { n, dim, data };
}
