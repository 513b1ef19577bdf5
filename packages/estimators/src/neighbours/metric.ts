/**
 * A way to measure closeness. Measures are compared with each other only, so any increasing function of a distance will do.
 * Points are read column by column, `stride` numbers apart; boxes of siblings lie side by side: low, low, high, high for every column.
 */
export interface Metric {
  /** Ends of Euclidean blocks of columns, marked by 1; null for the maximum norm; absent for others, which only the plain engine knows. */
  readonly ends?: Uint8Array | null;
  /** Of `query` from a point, over columns from … to. */
  toPoint(query: Float64Array, points: Float64Array, at: number, stride: number, from: number, to: number): number;
  /** Of `query` from the nearest corner, face or inside of the box. */
  toNearest(query: Float64Array, box: Float64Array, at: number): number;
  /** Of `query` from the farthest corner of the box. */
  toFarthest(query: Float64Array, box: Float64Array, at: number): number;
}

/** max_d |a_d − b_d|. */
export const chebyshev = (dim: number): Metric => ({
  ends: null,
  toPoint(query, points, at, stride, from, to) {
    let worst = 0;
    for (let d = from; d < to; d++) {
      const gap = Math.abs(points[at + d * stride] - query[d]);
      if (gap > worst) worst = gap;
    }
    return worst;
  },
  toNearest(query, box, at) {
    let worst = 0;
    for (let d = 0; d < dim; d++, at += 4) {
      const below = box[at] - query[d];
      const above = query[d] - box[at + 2];
      if (below > worst) worst = below;
      if (above > worst) worst = above;
    }
    return worst;
  },
  toFarthest(query, box, at) {
    let worst = 0;
    for (let d = 0; d < dim; d++, at += 4) {
      const below = query[d] - box[at];
      const above = box[at + 2] - query[d];
      if (below > worst) worst = below;
      if (above > worst) worst = above;
    }
    return worst;
  },
});

/** Squared Euclidean length inside each block of columns, the largest of them across blocks; `blocks` are their widths. */
export function euclideanBlocks(blocks: readonly number[]): Metric {
  const dim = blocks.reduce((sum, width) => sum + width, 0);
  const ends = new Uint8Array(dim);
  for (let b = 0, end = 0; b < blocks.length; b++) ends[(end += blocks[b]) - 1] = 1;
  const over = (gap: (d: number) => number, from: number, to: number) => {
    let worst = 0;
    for (let d = from, sum = 0; d < to; d++) {
      const own = gap(d);
      sum += own * own;
      if (!ends[d]) continue;
      if (sum > worst) worst = sum;
      sum = 0;
    }
    return worst;
  };
  return {
    ends,
    toPoint: (query, points, at, stride, from, to) => over((d) => points[at + d * stride] - query[d], from, to),
    toNearest: (query, box, at) => over((d) => Math.max(0, box[at + 4 * d] - query[d], query[d] - box[at + 4 * d + 2]), 0, dim),
    toFarthest: (query, box, at) => over((d) => Math.max(query[d] - box[at + 4 * d], box[at + 4 * d + 2] - query[d]), 0, dim),
  };
}

/** Σ_d |a_d − b_d|^exponent over all columns. */
export function minkowski(dim: number, exponent: number): Metric {
  const over = (gap: (d: number) => number, from: number, to: number) => {
    let sum = 0;
    for (let d = from; d < to; d++) sum += gap(d) ** exponent;
    return sum;
  };
  return {
    toPoint: (query, points, at, stride, from, to) => over((d) => Math.abs(points[at + d * stride] - query[d]), from, to),
    toNearest: (query, box, at) => over((d) => Math.max(0, box[at + 4 * d] - query[d], query[d] - box[at + 4 * d + 2]), 0, dim),
    toFarthest: (query, box, at) => over((d) => Math.max(query[d] - box[at + 4 * d], box[at + 4 * d + 2] - query[d]), 0, dim),
  };
}
