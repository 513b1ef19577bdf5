import type { Batch } from '@szilard/core';

/** Rows read column by column: scaled, embedded or joined on reading, so that the one who stores them makes the only copy. */
export interface View {
  readonly n: number;
  readonly dim: number;
  /** Write one column of every row to out[at], out[at + stride], … */
  fill(column: number, out: Float64Array, at: number, stride: number): void;
}

export const viewOf = ({ n, dim, data }: Batch): View => ({
  n,
  dim,
  fill(column, out, at, stride) {
    if (dim === 1 && stride === 1) out.set(data, at);
    else for (let i = 0, from = column; i < n; i++, from += dim, at += stride) out[at] = data[from];
  },
});

/** Columns of several views side by side. */
export function joined(views: readonly View[]): View {
  const owners = views.flatMap((view) => Array.from({ length: view.dim }, (_, column) => ({ view, column })));
  return {
    n: views[0].n,
    dim: owners.length,
    fill: (column, out, at, stride) => owners[column].view.fill(owners[column].column, out, at, stride),
  };
}

/** Every column as a view of its own. */
export const apart = (view: View): View[] =>
  Array.from({ length: view.dim }, (_, k) => ({
    n: view.n,
    dim: 1,
    fill: (_column, out, at, stride) => view.fill(k, out, at, stride),
  }));

/** Rows `chosen` of some samples. */
export const subset = ({ dim, data }: Batch, chosen: Int32Array): View => ({
  n: chosen.length,
  dim,
  fill(column, out, at, stride) {
    for (let i = 0; i < chosen.length; i++, at += stride) out[at] = data[chosen[i] * dim + column];
  },
});

/** One column; [n], a copy. */
export function columnOf(view: View, column: number): Float64Array {
  const out = new Float64Array(view.n);
  view.fill(column, out, 0, 1);
  return out;
}

/** All columns; [n, dim], a copy. */
export function collected(view: View): Batch {
  const data = new Float64Array(view.n * view.dim);
  for (let k = 0; k < view.dim; k++) view.fill(k, data, k, view.dim);
  return { n: view.n, dim: view.dim, data };
}

/** Do two columns hold the same numbers, row by row? */
export function sameColumn(one: View, i: number, other: View, j: number): boolean {
  const [a, b] = [columnOf(one, i), columnOf(other, j)];
  return a.every((value, row) => value === b[row]);
}
