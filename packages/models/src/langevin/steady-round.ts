import { type AffineMove, discreteLyapunov } from '@szilard/core';
import { Matrix } from 'ml-matrix';

/** z′ = map·z + N(0, noise) of the whole state z = (x, θ), one seat or one component moving. Centred laws only. */
export interface RoundMove {
  readonly map: Matrix;
  readonly noise: Matrix;
}

/** An affine move of the components from `first` on, in a state of `of`; whatever else there is, in its order, is the partner. */
export function inRound({ own, other, covariance }: AffineMove, first: number, of: number): RoundMove {
  const dim = Math.sqrt(own.length);
  const [map, noise] = [Matrix.eye(of), Matrix.zeros(of, of)];
  for (let k = 0; k < dim; k++) {
    for (let l = 0; l < dim; l++) {
      map.set(first + k, first + l, own[k * dim + l]);
      noise.set(first + k, first + l, covariance[k * dim + l]);
    }
    for (let l = 0; l < other.length / dim; l++) map.set(first + k, l < first ? l : l + dim, other[(k * other.length) / dim + l]);
  }
  return { map, noise };
}

export const after = (covariance: Matrix, { map, noise }: RoundMove): Matrix =>
  Matrix.add(map.mmul(covariance).mmul(map.transpose()), noise);

/** Covariances of the state that repeats from round to round: before the first move and after each; [moves + 1], docs/theory.md 12. */
export function steadyRound(moves: readonly RoundMove[]): Matrix[] {
  const dim = moves[0].map.rows;
  let [map, noise] = [Matrix.eye(dim), Matrix.zeros(dim, dim)];
  for (const move of moves) {
    noise = after(noise, move);
    map = move.map.mmul(map);
  }
  const covariances = [new Matrix(discreteLyapunov(map.to2DArray(), noise.to2DArray()))];
  for (const move of moves) covariances.push(after(covariances.at(-1)!, move));
  return covariances;
}

/** ½ tr(K S): mean of U = zᵀKz/2 under N(0, S). */
export const meanEnergy = (stiffness: Matrix, covariance: Matrix): number => 0.5 * stiffness.mmul(covariance).trace();

/** Heat of each move of a round, −Δ⟨U⟩ of one common energy zᵀKz/2; [moves], energy, positive into the bath. */
export const heats = (stiffness: Matrix, covariances: readonly Matrix[]): number[] =>
  covariances.slice(1).map((now, m) => meanEnergy(stiffness, covariances[m]) - meanEnergy(stiffness, now));
