import { chiSquareTail } from './chi-square.ts';
import { moments } from './moments.ts';

export interface WaldTest {
  /** mᵀ S⁻¹ m, S the covariance of the means; NaN where it cannot be inverted. */
  readonly statistic: number;
  readonly freedom: number;
  /** Chance of as much if every mean were 0. */
  readonly p: number;
}

/** Are the means of these columns all 0? Rows are independent; [columns][rows]. */
export function wald(columns: readonly Float64Array[]): WaldTest {
  const freedom = columns.length;
  const n = columns[0]?.length ?? 0;
  const means = columns.map((column) => moments(column).mean);
  const rows = columns.map((a, i) =>
    columns.slice(0, i + 1).map((b, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (a[k] - means[i]) * (b[k] - means[j]);
      return sum / (n * (n - 1));
    }),
  );
  // Cholesky of S and the solution of L y = m in one pass: the statistic is |y|².
  const y: number[] = [];
  let statistic = 0;
  for (let i = 0; i < freedom; i++) {
    const variance = rows[i][i];
    for (let j = 0; j <= i; j++) {
      let rest = rows[i][j];
      for (let k = 0; k < j; k++) rest -= rows[i][k] * rows[j][k];
      rows[i][j] = j < i ? rest / rows[j][j] : rest > 1e-12 * variance ? Math.sqrt(rest) : Number.NaN;
    }
    let miss = means[i];
    for (let k = 0; k < i; k++) miss -= rows[i][k] * y[k];
    y.push(miss / rows[i][i]);
    statistic += y[i] * y[i];
  }
  return { statistic, freedom, p: chiSquareTail(statistic, freedom) };
}
