/** Means and spreads of many numbers at once, block by block, without keeping the samples. */
export interface RunningMoments {
  readonly n: number;
  /** Σ v: exact for counts; [width]. */
  readonly total: Float64Array;
  /** Σ (v − mean)²; [width]. */
  readonly squares: Float64Array;
}

export const noMoments = (width: number): RunningMoments => ({ n: 0, total: new Float64Array(width), squares: new Float64Array(width) });

/** Moments of the rows of one block; [n, width]. Two passes, exactly 0 where all rows are equal counts. */
export function momentsOfRows(rows: Float64Array, n: number, width: number): RunningMoments {
  const { total, squares } = noMoments(width);
  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < width; k++) total[k] += rows[at++];
  const mean = total.map((sum) => sum / n);
  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < width; k++) squares[k] += (rows[at++] - mean[k]) ** 2;
  return { n, total, squares };
}

/** Two blocks as one [Chan1983]. Joined in the order of the blocks, the bits do not depend on who made which. */
export function joinMoments(a: RunningMoments, b: RunningMoments): RunningMoments {
  if (a.n === 0 || b.n === 0) return a.n === 0 ? b : a;
  const n = a.n + b.n;
  const apart = (k: number) => b.total[k] / b.n - a.total[k] / a.n;
  return {
    n,
    total: a.total.map((sum, k) => sum + b.total[k]),
    squares: a.squares.map((sum, k) => sum + b.squares[k] + apart(k) ** 2 * ((a.n * b.n) / n)),
  };
}

export const meanOf = ({ n, total }: RunningMoments): Float64Array => total.map((sum) => sum / n);
/** Standard deviation with n − 1; NaN for one sample. */
export const deviationOf = ({ n, squares }: RunningMoments): Float64Array => squares.map((sum) => Math.sqrt(sum / (n - 1)));
