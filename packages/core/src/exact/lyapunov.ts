import { LuDecomposition, Matrix } from 'ml-matrix';
import { SzilardError } from '../errors.ts';
import { matrixOf, type Rows, rowsOf, symmetrised } from './matrices.ts';

/** Doublings after which a stable map has forgotten everything. */
const DOUBLINGS = 60;
/** Relative residual up to which a solution passes. */
const RESIDUAL = 1e-9;

const size = (m: Matrix): number => m.norm('frobenius');

/** S with A S + S Aᵀ = Q, every eigenvalue of A in the right half plane; [n, n] each. Cayley transform, then Smith's doubling [Smith1968]. */
export const lyapunov = (a: Rows, q: Rows): number[][] =>
  rowsOf(solveLyapunov(matrixOf(a, '[lyapunov] A'), matrixOf(q, '[lyapunov] Q', a.length), '[lyapunov] A'));

/** S with S = A S Aᵀ + Q, every eigenvalue of A inside the unit circle; [n, n] each [Smith1968]. */
export const discreteLyapunov = (a: Rows, q: Rows): number[][] =>
  rowsOf(solveStein(matrixOf(a, '[discreteLyapunov] A'), matrixOf(q, '[discreteLyapunov] Q', a.length), '[discreteLyapunov] A'));

export function solveLyapunov(a: Matrix, q: Matrix, where: string): Matrix {
  const n = a.rows;
  // Any positive pole will do; the size of A keeps the transform well conditioned.
  const pole = Matrix.eye(n, n).mul(size(a) / Math.sqrt(n));
  const lifted = new LuDecomposition(Matrix.add(a, pole));
  if (lifted.isSingular() || !(size(a) > 0)) throw unstable(where, 'a singular one');
  const map = lifted.solve(Matrix.sub(a, pole));
  // (A + p)⁻¹ 2pQ (A + p)⁻ᵀ
  const half = lifted.solve(Matrix.mul(q, 2 * pole.get(0, 0)));
  const noise = lifted.solve(half.transpose()).transpose();
  const s = solveStein(map, noise, where);
  const rest = Matrix.add(a.mmul(s), s.mmul(a.transpose())).sub(q);
  mustSolve(size(rest) / (2 * size(a) * size(s) + size(q) || 1), where);
  return s;
}

export function solveStein(a: Matrix, q: Matrix, where: string): Matrix {
  let [map, s] = [a.clone(), symmetrised(q)];
  let left = Number.POSITIVE_INFINITY;
  for (let k = 0; k < DOUBLINGS && left > 0; k++) {
    const more = map.mmul(s).mmul(map.transpose());
    s = symmetrised(Matrix.add(s, more));
    map = map.mmul(map);
    left = size(map) * size(map);
    if (!Number.isFinite(size(s)) || !Number.isFinite(left)) break;
    if (left < 1e-34) left = 0;
  }
  if (left !== 0) throw unstable(where, 'one that does not forget');
  const rest = Matrix.sub(s, a.mmul(s).mmul(a.transpose())).sub(q);
  mustSolve(size(rest) / (size(s) + size(q) || 1), where);
  return s;
}

const unstable = (where: string, got: string): SzilardError =>
  new SzilardError(
    'parameter',
    `${where}: expected a stable matrix, with every mode relaxing, got ${got}. There is no stationary law; look at its eigenvalues.`,
  );

function mustSolve(residual: number, where: string): void {
  if (residual <= RESIDUAL) return;
  throw new SzilardError(
    'parameter',
    `${where}: expected a relative residual of at most ${RESIDUAL}, got ${residual.toExponential(1)}. The matrix is too close to unstable for these digits; rescale it.`,
  );
}
