import { batch, SzilardError, sum } from '@szilard/core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { jointLaw } from './joint.ts';
import { addLogLaw } from './layers.ts';
import type { RbmShape } from './shape.ts';
import { bitStates, logWeights } from './states.ts';

/** Most units of the smaller layer whose chain of sweeps is diagonalised, and of both together. */
const [SMALL, BOTH] = [8, 16];

/**
 * Eigenvalues of one sweep (h given v, then v given h), largest first; the largest is 1, the second says how slowly sweeps forget. They
 * are squares of the singular values of p(v, h)/√(p(v)p(h)): real, between 0 and 1, the same for sweeps that start with v.
 */
export function sweepSpectrum(shape: RbmShape, theta: Float64Array, beta = 1): Float64Array {
  const { visible, hidden } = shape;
  if (Math.min(visible, hidden) > SMALL || visible + hidden > BOTH)
    throw new SzilardError(
      'parameter',
      `[rbm] sweepSpectrum: expected at most ${SMALL} units in the smaller layer and ${BOTH} in both, got ${visible} visible and ${hidden} hidden ones. Measure the autocorrelation instead.`,
    );
  const [v, h] = (['visible', 'hidden'] as const).map((layer) => logWeights(shape, layer, theta, 0, beta, '[rbm]'));
  const rows = new Matrix(v.length, h.length);
  const [vs, hs] = [bitStates(visible), bitStates(hidden)];
  const out = new Float64Array(h.length);
  for (let i = 0; i < v.length; i++) {
    // p(h|v) √(p(v)/p(h))
    out.fill(0);
    const same = batch(h.length, visible);
    for (let s = 0; s < h.length; s++) same.data.set(vs.data.subarray(i * visible, (i + 1) * visible), s * visible);
    addLogLaw(shape, 'hidden', theta, same, hs, beta, out);
    for (let s = 0; s < h.length; s++) rows.set(i, s, Math.exp(out[s] + (v[i] - h[s]) / 2));
  }
  const square = v.length <= h.length ? rows.mmul(rows.transpose()) : rows.transpose().mmul(rows);
  const { realEigenvalues } = new EigenvalueDecomposition(square, { assumeSymmetric: true });
  return Float64Array.from(realEigenvalues).sort().reverse();
}

/**
 * What a sweep seems to produce at equilibrium when it is sent back in the same order: Σ p(x) K(x′|x) ln p(x)K(x′|x)/p(x′)K(x|x′); nats.
 * K(x′|x) of a sweep h, then v asks only for v of x and all of x′.
 */
export function apparentSweepProduction(shape: RbmShape, theta: Float64Array, beta = 1): number {
  const { states, law } = jointLaw(shape, theta, beta, '[rbm] apparentSweepProduction');
  const { n, dim, data } = states;
  const { visible, hidden } = shape;
  const part = (from: number, width: number) => {
    const out = batch(n, width);
    for (let i = 0; i < n; i++) for (let k = 0; k < width; k++) out.data[i * width + k] = data[i * dim + from + k];
    return out;
  };
  const [v, h] = [part(0, visible), part(visible, hidden)];
  /** ln p(h|v of state i) + ln p(v|h) for all states (v, h) that a sweep from i may reach; [n]. */
  const sweep = Array.from({ length: n }, (_, i) => {
    const out = new Float64Array(n);
    const old = batch(n, visible);
    for (let s = 0; s < n; s++) old.data.set(v.data.subarray(i * visible, (i + 1) * visible), s * visible);
    addLogLaw(shape, 'hidden', theta, old, h, beta, out);
    addLogLaw(shape, 'visible', theta, h, v, beta, out);
    return out;
  });
  const terms = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const there = Math.log(law[i]) + sweep[i][j];
      terms[i] += Math.exp(there) * (there - Math.log(law[j]) - sweep[j][i]);
    }
  return sum(terms);
}
