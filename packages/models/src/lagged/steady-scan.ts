import { Matrix, solve } from 'ml-matrix';
import type { RoundMove } from '../langevin/steady-round.ts';

/** A move, and the chance that it is the one of a tick. */
export interface ScannedMove {
  readonly share: number;
  readonly move: RoundMove;
}

/** Covariance that repeats from tick to tick where every tick picks its move: S = Σ share (M S Mᵀ + N), solved as a linear system. */
export function steadyScan(moves: readonly ScannedMove[]): Matrix {
  const dim = moves[0].move.map.rows;
  const system = Matrix.eye(dim * dim);
  const noise = Matrix.zeros(dim, dim);
  for (const { share, move } of moves) {
    system.sub(move.map.kroneckerProduct(move.map).mul(share));
    noise.add(Matrix.mul(move.noise, share));
  }
  const flat = solve(system, Matrix.columnVector(noise.to1DArray())).to1DArray();
  return Matrix.from1DArray(dim, dim, flat);
}
