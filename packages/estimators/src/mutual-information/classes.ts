import type { Batch } from '@szilard/core';

/** Rows of each distinct row, in order of first appearance. */
export function classesOf({ n, dim, data }: Batch): Int32Array[] {
  const classes = new Map<string | number, number[]>();
  for (let i = 0; i < n; i++) {
    // −0 and 0 are one symbol.
    const key =
      dim === 1
        ? data[i] + 0
        : data
            .subarray(i * dim, (i + 1) * dim)
            .map((v) => v + 0)
            .join();
    const rows = classes.get(key);
    if (rows) rows.push(i);
    else classes.set(key, [i]);
  }
  return [...classes.values()].map((rows) => Int32Array.from(rows));
}
