import { moments } from '../../numerics/moments.ts';
import type { Groups } from './record.ts';

/** A mean and its standard error. */
export interface Measured {
  readonly value: number;
  readonly stderr: number;
}

/** On average the truth lies between the two, whatever the size of the ensemble; both tend to it. */
export interface Bounds {
  readonly lower: Measured;
  readonly upper: Measured;
}

/** What data sets are: `these` few, each as likely as the other, or a sample `drawn` from endlessly many. */
export type DataSets = 'these' | 'drawn';

/** Means over runs, with the error that goes with what was drawn: runs on these data sets, or data sets as well. */
export interface Averages {
  /** `influence` in place of the values for the error, where a mean is more than a mean of independent numbers; both [trajectories]. */
  mean(values: Float64Array, influence?: Float64Array): Measured;
}

export function averages({ sources, replicas, run }: Groups, dataSets: DataSets): Averages {
  const bySource = (values: Float64Array, s: number) => Float64Array.from({ length: replicas }, (_, r) => values[run[s * replicas + r]]);
  const errorOf = (values: Float64Array): number => {
    const each = Array.from({ length: sources }, (_, s) => moments(bySource(values, s)));
    // One run on each data set: its spread holds both sorts of chance.
    if (dataSets === 'drawn' && sources > 1) return moments(each.map(({ mean }) => mean)).stderr;
    if (replicas === 1) return moments(values).stderr;
    return Math.sqrt(each.reduce((sum, { variance }) => sum + variance / replicas, 0)) / sources;
  };
  return { mean: (values, influence = values) => ({ value: moments(values).mean, stderr: errorOf(influence) }) };
}

/** Error of a mean of numbers that are independent given θ, whatever the data sets. */
export const plain = (values: Float64Array): Measured => {
  const { mean, stderr } = moments(values);
  return { value: mean, stderr };
};
