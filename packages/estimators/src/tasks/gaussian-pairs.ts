import { batch, type PairedSamples, type RandomStream, SzilardError } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Covariance of (x, y), x first; [dx + dy, dx + dy]. */
export interface PairCovariance {
  readonly dx: number;
  readonly dy: number;
  readonly covariance: Matrix;
}

/** Every pair of components, within and across, has correlation r. */
export function dense(dx: number, dy: number, r: number): PairCovariance {
  const covariance = Matrix.ones(dx + dy, dx + dy).mul(r);
  for (let k = 0; k < dx + dy; k++) covariance.set(k, k, 1);
  return { dx, dy, covariance };
}

/** Only x_k and y_k depend on each other, with correlation r, for the first `pairs` of k. */
export function sparse(dx: number, dy: number, r: number, pairs: number): PairCovariance {
  const covariance = Matrix.eye(dx + dy);
  for (let k = 0; k < pairs; k++) {
    covariance.set(k, dx + k, r);
    covariance.set(dx + k, k, r);
  }
  return { dx, dy, covariance };
}

/** I(X;Y) = ½ ln(det Σ_x det Σ_y/det Σ) [Cover2006]; nats. */
export function gaussianInformation({ dx, dy, covariance }: PairCovariance): number {
  const lnDet = (matrix: Matrix) => 2 * factor(matrix).reduce((sum, row, k) => sum + Math.log(row[k]), 0);
  const block = (from: number, to: number) => covariance.subMatrix(from, to - 1, from, to - 1);
  return 0.5 * (lnDet(block(0, dx)) + lnDet(block(dx, dx + dy)) - lnDet(covariance));
}

/** Draws of N(0, Σ), each divided by its own `scale(i)`. */
export function gaussianPairs(
  { dx, dy, covariance }: PairCovariance,
  n: number,
  rng: RandomStream,
  scale?: (i: number) => number,
): PairedSamples {
  const root = factor(covariance);
  const [x, y] = [batch(n, dx), batch(n, dy)];
  const dim = dx + dy;
  const noise = new Float64Array(dim);
  const normals = rng.fork('normals');
  for (let i = 0; i < n; i++) {
    const width = 1 / (scale?.(i) ?? 1);
    for (let k = 0; k < dim; k++) noise[k] = fineNormal(normals);
    for (let k = 0; k < dim; k++) {
      let value = 0;
      for (let j = 0; j <= k; j++) value += root[k][j] * noise[j];
      if (k < dx) x.data[i * dx + k] = width * value;
      else y.data[i * dy + k - dx] = width * value;
    }
  }
  return { x, y };
}

/** Box-Muller in double precision [BoxMuller1958]: single precision has ties that nearest neighbours would notice. */
export const fineNormal = (rng: RandomStream): number => Math.sqrt(-2 * Math.log(rng.uniform())) * Math.cos(2 * Math.PI * rng.uniform());

function factor(matrix: Matrix): number[][] {
  const cholesky = new CholeskyDecomposition(matrix);
  if (!cholesky.isPositiveDefinite())
    throw new SzilardError(
      'parameter',
      '[task] covariance: expected a positive definite one, got one that is not. Take a smaller correlation.',
    );
  return cholesky.lowerTriangularMatrix.to2DArray();
}
