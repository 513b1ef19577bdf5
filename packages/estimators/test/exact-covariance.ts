import { type Batch, batch, randomStream } from '@szilard/core';
import { normals } from './samples.ts';

/** Samples whose covariance is `target` to rounding, singular or not, cut into blocks of columns. */
export function exactCovariance(target: readonly (readonly number[])[], widths: readonly number[], n = 60): Batch[] {
  const dim = target.length;
  const basis = orthonormal(n, dim);
  const root = rootOf(target);
  let from = 0;
  return widths.map((width) => {
    const out = batch(n, width);
    for (let c = 0; c < width; c++)
      for (let k = 0; k <= from + c; k++) for (let i = 0; i < n; i++) out.data[i * width + c] += root[from + c][k] * basis[k][i];
    from += width;
    return out;
  });
}

/** Columns without mean, of variance 1 and uncorrelated, by Gram and Schmidt. */
function orthonormal(n: number, dim: number): Float64Array[] {
  const free = normals(dim, n, randomStream(1));
  const out: Float64Array[] = [];
  for (let k = 0; k < dim; k++) {
    const own = free.data.slice(k * n, (k + 1) * n);
    for (const earlier of [new Float64Array(n).fill(Math.sqrt(1 - 1 / n)), ...out, ...out]) {
      const shared = dot(own, earlier) / dot(earlier, earlier);
      for (let i = 0; i < n; i++) own[i] -= shared * earlier[i];
    }
    const size = Math.sqrt(dot(own, own) / (n - 1));
    out.push(own.map((v) => v / size));
  }
  return out;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);

/** Lower triangular root; a column that the earlier ones determine gets a pivot of 0. */
function rootOf(target: readonly (readonly number[])[]): number[][] {
  const root: number[][] = [];
  for (let a = 0; a < target.length; a++) {
    const row: number[] = [];
    for (let b = 0; b < a; b++) {
      const rest = target[a][b] - row.reduce((sum, v, k) => sum + (k < b ? v * root[b][k] : 0), 0);
      row.push(root[b][b] === 0 ? 0 : rest / root[b][b]);
    }
    const rest = target[a][a] - row.reduce((sum, v) => sum + v * v, 0);
    row.push(rest > 1e-12 * target[a][a] ? Math.sqrt(rest) : 0);
    root.push(row);
  }
  return root;
}
