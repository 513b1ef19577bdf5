import type { Batch } from '@szilard/core';

/** A data set as the patterns in it and how often each is there. */
export interface Patterns {
  /** [patterns, visible]. */
  readonly rows: Batch;
  /** Shares, summing to 1; [patterns]. */
  readonly share: Float64Array;
}

/** Rows of zeros and ones, equal ones gathered. */
export function patternsOf(rows: readonly (readonly number[])[]): Patterns {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.join(' '), (counts.get(row.join(' ')) ?? 0) + 1);
  const data = Float64Array.from([...counts.keys()].flatMap((key) => key.split(' ').map(Number)));
  return {
    rows: { n: counts.size, dim: rows[0].length, data },
    share: Float64Array.from(counts.values(), (count) => count / rows.length),
  };
}
