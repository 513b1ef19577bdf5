import type { SortJob } from './engine.ts';

/** Numbers in ascending order, and where they come from; n log n. */
export function plainSort({ values, sorted, rows = new Int32Array(values.length) }: SortJob): void {
  for (let i = 0; i < rows.length; i++) rows[i] = i;
  rows.sort((i, j) => values[i] - values[j] || i - j);
  for (let place = 0; place < rows.length; place++) sorted[place] = values[rows[place]];
}
