import { inverse, Matrix } from 'ml-matrix';
import { SzilardError } from '../errors.ts';
import { symmetrised } from './matrices.ts';

const DOUBLINGS = 60;

/**
 * The stabilising P of 0 = −A P − P Aᵀ + Q − P G P, Q and G positive semidefinite: the error covariance of a steady filter that
 * watches drifts of precision G. Structured doubling [Chu2005].
 */
export function solveRiccati(a: Matrix, q: Matrix, g: Matrix, where: string): Matrix {
  const n = a.rows;
  const one = Matrix.eye(n, n);
  // In the standard form Xᵀ-equation FᵀX + XF − XGX + Q = 0 the drift is F = −Aᵀ.
  const f = a.transpose().mul(-1);
  const shift = Math.max(1e-8, (f.norm('frobenius') + Math.sqrt(q.norm('frobenius') * g.norm('frobenius'))) / Math.sqrt(n));
  const lifted = inverse(Matrix.sub(f, Matrix.mul(one, shift)));
  const core = inverse(Matrix.add(Matrix.sub(f.transpose(), Matrix.mul(one, shift)), q.mmul(lifted).mmul(g)));
  let map = Matrix.add(one, core.transpose().mul(2 * shift));
  let gain = lifted
    .mmul(g)
    .mmul(core)
    .mul(2 * shift);
  let p = core
    .mmul(q)
    .mmul(lifted)
    .mul(2 * shift);
  for (let k = 0; k < DOUBLINGS; k++) {
    const mix = inverse(Matrix.add(one, gain.mmul(p)));
    const more = map.transpose().mmul(p).mmul(mix).mmul(map);
    const wider = map.mmul(mix).mmul(gain).mmul(map.transpose());
    map = map.mmul(mix).mmul(map);
    p = symmetrised(Matrix.add(p, more));
    gain = symmetrised(Matrix.add(gain, wider));
    if (!(more.norm('frobenius') > 1e-16 * p.norm('frobenius'))) break;
  }
  const rest = Matrix.sub(q, Matrix.add(a.mmul(p), p.mmul(a.transpose()))).sub(p.mmul(g).mmul(p));
  const scale = 2 * a.norm('frobenius') * p.norm('frobenius') + q.norm('frobenius');
  if (!(rest.norm('frobenius') <= 1e-9 * scale))
    throw new SzilardError(
      'parameter',
      `${where}: expected a steady filter, got a relative residual of ${(rest.norm('frobenius') / scale).toExponential(1)}. Is what is hidden seen through the drift?`,
    );
  return p;
}
