import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { SzilardError } from '../errors.ts';

/** A matrix as rows, the way people write it. */
export type Rows = readonly ArrayLike<number>[];

/** Rows → matrix, refused unless it is square (or [rows, columns] as asked) and finite. */
export function matrixOf(rows: Rows, where: string, size = rows.length): Matrix {
  const wrong = rows.findIndex((row) => row.length !== size);
  if (rows.length !== size || size === 0 || wrong >= 0)
    throw new SzilardError(
      'shape',
      `${where}: expected [${size}, ${size}] with at least one row, got ${rows.length} rows${wrong >= 0 ? `, row ${wrong} of length ${rows[wrong].length}` : ''}. Give every row in full.`,
    );
  const lost = rows.findIndex((row) => Array.from(row).some((v) => !Number.isFinite(v)));
  if (lost >= 0)
    throw new SzilardError('non-finite', `${where}: expected finite numbers, got (${Array.from(rows[lost]).join(', ')}) in row ${lost}.`);
  return new Matrix(rows.map((row) => Array.from(row)));
}

/** (m + mᵀ)/2. */
export const symmetrised = (m: Matrix): Matrix => Matrix.add(m, m.transpose()).div(2);

/** The Cholesky factors of a symmetric matrix, or null where it is not positive definite. */
export function choleskyOf(m: Matrix): CholeskyDecomposition | null {
  const factors = new CholeskyDecomposition(symmetrised(m));
  return factors.isPositiveDefinite() ? factors : null;
}

/** The same, refused where it is not positive definite. */
export function mustBePositive(m: Matrix, where: string): CholeskyDecomposition {
  const factors = choleskyOf(m);
  if (!factors)
    throw new SzilardError(
      'input',
      `${where}: expected a symmetric positive definite matrix, got one with diagonal (${m.diagonal().slice(0, 6).join(', ')}) that is not. No law has this covariance.`,
    );
  return factors;
}

/** Refuses a matrix that is not symmetric to rounding. */
export function mustBeSymmetric(m: Matrix, where: string): void {
  const scale = m.maxIndex().length > 0 ? Math.max(Math.abs(m.max()), Math.abs(m.min()), Number.MIN_VALUE) : 1;
  for (let i = 0; i < m.rows; i++)
    for (let j = 0; j < i; j++)
      if (!(Math.abs(m.get(i, j) - m.get(j, i)) <= 1e-12 * scale))
        throw new SzilardError(
          'input',
          `${where}: expected a symmetric matrix, got ${m.get(i, j)} at (${i}, ${j}) and ${m.get(j, i)} at (${j}, ${i}). A covariance or diffusion is symmetric.`,
        );
}

/** ln det of a positive definite matrix from its factors. */
export function logDeterminant({ lowerTriangularMatrix: l }: CholeskyDecomposition): number {
  let total = 0;
  for (let i = 0; i < l.rows; i++) total += 2 * Math.log(l.get(i, i));
  return total;
}

/** tr(ab) without the product. */
export function traceOfProduct(a: Matrix, b: Matrix): number {
  let total = 0;
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) total += a.get(i, j) * b.get(j, i);
  return total;
}

/** The rows and columns named, in that order; nothing named gives [0, 0]. */
export function block(m: Matrix, rows: readonly number[], columns: readonly number[] = rows): Matrix {
  const out = new Matrix(rows.length, columns.length);
  rows.forEach((r, i) => {
    columns.forEach((c, j) => void out.set(i, j, m.get(r, c)));
  });
  return out;
}

/** Rows of numbers, a copy. */
export const rowsOf = (m: Matrix): number[][] => m.to2DArray();
