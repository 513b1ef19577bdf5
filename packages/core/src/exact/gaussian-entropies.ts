import { type GaussianInformation, gaussianInformation } from './gaussian-law.ts';
import { matrixOf, mustBeSymmetric, type Rows } from './matrices.ts';

/** S(X), S(Θ), S(X,Θ) and I(X;Θ) of a Gaussian law whose components are shared out between the two; nats. Either may have none. */
export function gaussianEntropies(
  covariance: Rows,
  of: { readonly x: readonly number[]; readonly theta: readonly number[] },
): GaussianInformation {
  const matrix = matrixOf(covariance, '[gaussianEntropies] covariance');
  mustBeSymmetric(matrix, '[gaussianEntropies] covariance');
  return gaussianInformation(matrix, of, '[gaussianEntropies] covariance');
}
