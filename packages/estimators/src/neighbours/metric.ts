/**
 * A way to measure closeness. Measures are compared with each other only, so any increasing function of a distance will do.
 * All three read `dim` numbers: of a point at `at`, or of a box as `dim` lower corners followed by `dim` upper ones.
 */
export interface Metric {
  /** Of `query` from points[at …]; exact where it is below `bound`, else any number that is not. */
  toPoint(query: Float64Array, points: Float64Array, at: number, bound: number): number;
  /** Of `query` from the nearest corner, face or inside of the box. */
  toNearest(query: Float64Array, box: Float64Array, at: number): number;
  /** Of `query` from the farthest corner of the box. */
  toFarthest(query: Float64Array, box: Float64Array, at: number): number;
}

/** max_d |a_d − b_d|. */
export function chebyshev(dim: number): Metric {
  return {
    toPoint(query, points, at, bound) {
      let worst = Math.abs(points[at] - query[0]);
      for (let d = 1; d < dim && worst < bound; d++) {
        const gap = Math.abs(points[at + d] - query[d]);
        if (gap > worst) worst = gap;
      }
      return worst;
    },
    toNearest(query, box, at) {
      let worst = 0;
      for (let d = 0; d < dim; d++, at++) {
        const below = box[at] - query[d];
        const above = query[d] - box[at + dim];
        if (below > worst) worst = below;
        if (above > worst) worst = above;
      }
      return worst;
    },
    toFarthest(query, box, at) {
      let worst = 0;
      for (let d = 0; d < dim; d++, at++) {
        const below = query[d] - box[at];
        const above = box[at + dim] - query[d];
        if (below > worst) worst = below;
        if (above > worst) worst = above;
      }
      return worst;
    },
  };
}

/** Squared Euclidean length inside each block of columns, the largest of them across blocks; `blocks` are their widths. */
export function euclideanBlocks(blocks: readonly number[]): Metric {
  const dim = blocks.reduce((sum, width) => sum + width, 0);
  const isLast = new Uint8Array(dim);
  for (let b = 0, end = 0; b < blocks.length; b++) isLast[(end += blocks[b]) - 1] = 1;

  return {
    toPoint(query, points, at, bound) {
      let worst = 0;
      for (let d = 0, sum = 0; d < dim && worst < bound; d++) {
        const gap = points[at + d] - query[d];
        sum += gap * gap;
        if (sum > worst) worst = sum;
        if (isLast[d]) sum = 0;
      }
      return worst;
    },
    toNearest(query, box, at) {
      let worst = 0;
      for (let d = 0, sum = 0; d < dim; d++, at++) {
        const gap = Math.max(0, box[at] - query[d], query[d] - box[at + dim]);
        sum += gap * gap;
        if (sum > worst) worst = sum;
        if (isLast[d]) sum = 0;
      }
      return worst;
    },
    toFarthest(query, box, at) {
      let worst = 0;
      for (let d = 0, sum = 0; d < dim; d++, at++) {
        const gap = Math.max(query[d] - box[at], box[at + dim] - query[d]);
        sum += gap * gap;
        if (sum > worst) worst = sum;
        if (isLast[d]) sum = 0;
      }
      return worst;
    },
  };
}
