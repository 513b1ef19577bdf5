import type { GrowJob } from './engine.ts';

/** Split rows at the median of the widest side, down to leaves; n log n. */
export function plainGrow({ n, dim, leaves, points, ids, box, sizes, starts }: GrowJob): void {
  /** Write the box of rows from … to; the column where it is widest. */
  function bound(node: number, from: number, to: number): number {
    let widest = 0;
    let width = -1;
    let at = ((node - 1) >> 1) * 4 * dim + ((node & 1) ^ 1);
    for (let d = 0; d < dim; d++, at += 4) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let place = from * dim + d, end = to * dim; place < end; place += dim) {
        const value = points[place];
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (node > 0) {
        box[at] = low;
        box[at + 2] = high;
      }
      if (high - low > width) {
        widest = d;
        width = high - low;
      }
    }
    return widest;
  }

  function grow(node: number, from: number, to: number): void {
    sizes[node] = to - from;
    const widest = bound(node, from, to);
    if (node >= leaves - 1) {
      starts[node - leaves + 2] = to;
      return;
    }
    const middle = (from + to) >> 1;
    select(points, dim, ids, widest, from, to - 1, middle);
    grow(2 * node + 1, from, middle);
    grow(2 * node + 2, middle, to);
  }
  grow(0, 0, n);
}

/** Reorder rows low … high by one column until row k holds what sorting would put there [Hoare1961]. */
function select(points: Float64Array, dim: number, ids: Int32Array, column: number, low: number, high: number, k: number): void {
  while (low < high) {
    const a = points[low * dim + column];
    const b = points[((low + high) >> 1) * dim + column];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), points[high * dim + column]));
    let i = low;
    let j = high;
    while (i <= j) {
      while (points[i * dim + column] < pivot) i++;
      while (points[j * dim + column] > pivot) j--;
      if (i > j) break;
      for (let p = i * dim, q = j * dim, end = p + dim; p < end; p++, q++) {
        const value = points[p];
        points[p] = points[q];
        points[q] = value;
      }
      const id = ids[i];
      ids[i++] = ids[j];
      ids[j--] = id;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}
