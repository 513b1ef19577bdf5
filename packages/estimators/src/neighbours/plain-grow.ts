import type { GrowJob } from './engine.ts';

/** Split rows at the median of the widest side, down to leaves; n log n. */
export function plainGrow(job: GrowJob): void {
  const { n, dim, leaves, points, ids, box, sizes, starts } = job;
  for (let i = 0; i < n; i++) ids[i] = i;
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
    select(points, dim, ids, widest, from, to, middle);
    grow(2 * node + 1, from, middle);
    grow(2 * node + 2, middle, to);
  }
  grow(0, 0, n);
  turn(job);
}

/** Reorder rows from … to − 1 by one column until row k holds what sorting would put there [Hoare1961]. */
function select(points: Float64Array, dim: number, ids: Int32Array, column: number, from: number, to: number, k: number): void {
  /** Rows for which it holds to the front; where the others begin. Every row is exchanged, as in the SIMD engine. */
  function part(holds: (value: number) => boolean): number {
    let border = from;
    for (let row = from; row < to; row++) {
      const front = holds(points[row * dim + column]);
      for (let p = row * dim, q = border * dim, end = p + dim; p < end; p++, q++) {
        const value = points[p];
        points[p] = points[q];
        points[q] = value;
      }
      const id = ids[row];
      ids[row] = ids[border];
      ids[border] = id;
      if (front) border++;
    }
    return border;
  }

  while (to - from > 1) {
    const a = points[from * dim + column];
    const b = points[((from + to) >> 1) * dim + column];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), points[(to - 1) * dim + column]));
    let border = part((value) => value < pivot);
    if (k < border) {
      to = border;
      continue;
    }
    // None below it: those that are equal to it are the first.
    if (border === from) {
      border = part((value) => value <= pivot);
      if (k < border) return;
    }
    from = border;
  }
}

/** Rows into columns, leaf by leaf; from the last on, since no leaf moves forward. */
function turn({ dim, leaves, lanes, points, ids, starts }: GrowJob): void {
  const rows = new Float64Array(lanes * dim);
  const own = new Int32Array(lanes);
  for (let leaf = leaves - 1; leaf >= 0; leaf--) {
    const [from, to] = [starts[leaf], starts[leaf + 1]];
    rows.set(points.subarray(from * dim, to * dim));
    own.set(ids.subarray(from, to));
    const at = leaf * lanes;
    for (let lane = 0; lane < lanes; lane++) {
      const full = lane < to - from;
      ids[at + lane] = full ? own[lane] : -1;
      for (let d = 0; d < dim; d++) points[at * dim + d * lanes + lane] = full ? rows[lane * dim + d] : Number.POSITIVE_INFINITY;
    }
  }
}
