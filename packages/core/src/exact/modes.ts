import { EigenvalueDecomposition } from 'ml-matrix';
import { matrixOf, mustBeSymmetric, type Rows } from './matrices.ts';

/** An eigenvalue of a symmetric matrix and its unit vector. */
export interface Mode {
  readonly value: number;
  readonly direction: Float64Array;
}

/** The modes of a symmetric matrix, softest first; [n]. */
export function modesOf(symmetric: Rows, where: string): Mode[] {
  const matrix = matrixOf(symmetric, where);
  mustBeSymmetric(matrix, where);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return realEigenvalues
    .map((value, k) => ({ value, direction: Float64Array.from(eigenvectorMatrix.getColumn(k)) }))
    .sort((a, b) => a.value - b.value);
}
