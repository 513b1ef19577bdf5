import { type Batch, type Columns, type Ensemble, SzilardError } from '@szilard/core';

/** Rows in order as trajectories of equal length; [rows, dim] → [trajectories, steps, dim], no copy. */
export function seriesOf(role: string, { n, dim, data }: Batch, { starts }: Pick<Columns, 'starts'>): Ensemble {
  const steps = n / starts.length;
  const off = starts.findIndex((start, i) => (starts[i + 1] ?? n) - start !== steps);
  if (off >= 0) {
    throw new SzilardError(
      'shape',
      `[${role}] expected trajectories of equal length, got ${(starts[off + 1] ?? n) - starts[off]} frames in trajectory ${off} of ${starts.length}, ${n} rows in all. Cut them to one length.`,
    );
  }
  return { trajectories: starts.length, steps, dim, data };
}
