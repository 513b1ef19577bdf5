import { type Batch, type RandomStream, SzilardError } from '@szilard/core';
import { enumerateRbm, logPartition, type RbmEnumeration, type RbmSums, rbmSums } from './enumerate.ts';
import {
  contrastiveDivergence,
  type Estimated,
  exactGradient,
  persistentContrastiveDivergence,
  type RbmLoss,
  rbmLoss,
  sweeps,
} from './gradient.ts';
import { energyAt } from './joint.ts';
import { drawLayer, freeEnergies, layerMeans, strideOf } from './layers.ts';
import { mustBeBits, mustBeShape, mustBeTheta, parameterCount, type RbmShape } from './shape.ts';

/**
 * A restricted Boltzmann machine [Smolensky1986]: E(v, h) = −v·Wh − b·v − c·h, p(v, h) = e^−βE/Z, units 0 or 1, in float64.
 * θ = (W [visible, hidden] by rows, b, c). Wherever θ goes with a batch it is one machine for all rows, [parameters], or one a
 * row, [n · parameters]. β is 1 where it is left out.
 */
export interface Rbm extends RbmShape {
  readonly parameters: number;
  /** N(0, width²) weights, biases 0; [parameters]. */
  initial(rng: RandomStream, width?: number): Float64Array;
  /** E; [n], energy. */
  energy(theta: Float64Array, v: Batch, h: Batch): Float64Array;
  /** F(v) = −b·v − (1/β) Σ_j ln(1 + e^β(c_j + Σ_i v_i W_ij)); [n], energy. p(v) = e^−βF(v)/Z. */
  freeEnergy(theta: Float64Array, v: Batch, beta?: number): Float64Array;
  /** −βF(v) = ln Z p(v); [n], nats. */
  logUnnormalised(theta: Float64Array, v: Batch, beta?: number): Float64Array;
  /** P(h_j = 1|v); [n, hidden]. */
  hiddenMeans(theta: Float64Array, v: Batch, beta?: number): Batch;
  /** P(v_i = 1|h); [n, visible]. */
  visibleMeans(theta: Float64Array, h: Batch, beta?: number): Batch;
  /** h ~ p(h|v); one uniform number a unit, from the row's lane; [n, hidden]. */
  sampleHidden(theta: Float64Array, v: Batch, rng: RandomStream, beta?: number): Batch;
  /** v ~ p(v|h); [n, visible]. */
  sampleVisible(theta: Float64Array, h: Batch, rng: RandomStream, beta?: number): Batch;
  /** v after `count` times h given v, v given h; [n, visible]. */
  sweeps(theta: Float64Array, v: Batch, count: number, rng: RandomStream, beta?: number): Batch;
  /** ln Z, exactly: at most 20 units in the smaller layer; nats. */
  logZ(theta: Float64Array, beta?: number): number;
  /** ln Z, ⟨E⟩, Var E and S(v, h), exactly: at most 20 units in the smaller layer. */
  sums(theta: Float64Array, beta?: number): RbmSums;
  /** The laws of v and of h besides, and I(v;h): at most 16 units in either layer. */
  enumerate(theta: Float64Array, beta?: number): RbmEnumeration;
  /** ln p(v|θ) by the exact ln Z; [n], nats. */
  logProbability(theta: Float64Array, v: Batch, beta?: number): Float64Array;
  /** −⟨ln p(v)⟩ over rows of data; nats. */
  loss(theta: Float64Array, data: Batch): number;
  /** Loss and its gradient, the negative phase by enumeration. */
  exactGradient(theta: Float64Array, data: Batch): RbmLoss;
  /** CD-k. */
  contrastiveDivergence(theta: Float64Array, data: Batch, k: number, rng: RandomStream): Estimated;
  /** PCD: hand the chains back next time. */
  persistent(theta: Float64Array, data: Batch, chains: Batch, k: number, rng: RandomStream): Estimated;
}

export function rbm(shape: RbmShape): Rbm {
  mustBeShape(shape, '[rbm]');
  const { visible, hidden } = shape;
  const parameters = parameterCount(shape);
  const machines = (theta: Float64Array, n: number) => mustBeTheta(shape, theta, '[rbm]', theta.length === parameters ? 1 : n);
  const sees = (theta: Float64Array, v: Batch, width: number, name: string): void => {
    machines(theta, v.n);
    mustBeBits(v, width, `[rbm] ${name}`);
  };
  return {
    visible,
    hidden,
    parameters,
    initial(rng, width = 0.01) {
      const theta = new Float64Array(parameters);
      rng.fillNormal(theta);
      for (let at = 0; at < parameters; at++) theta[at] = at < visible * hidden ? width * theta[at] : 0;
      return theta;
    },
    energy(theta, v, h) {
      sees(theta, v, visible, 'v');
      mustBeBits(h, hidden, '[rbm] h');
      if (h.n !== v.n) throw new SzilardError('shape', `[rbm] energy: expected as many rows of h as of v, ${v.n}, got ${h.n}.`);
      const [stride, fields, x] = [strideOf(shape, theta), new Float64Array(hidden), new Float64Array(visible + hidden)];
      return Float64Array.from({ length: v.n }, (_, i) => {
        x.set(v.data.subarray(i * visible, (i + 1) * visible));
        x.set(h.data.subarray(i * hidden, (i + 1) * hidden), visible);
        return energyAt(shape, theta, i * stride, x, 0, fields);
      });
    },
    freeEnergy(theta, v, beta = 1) {
      sees(theta, v, visible, 'v');
      return freeEnergies(shape, 'visible', theta, v, beta);
    },
    logUnnormalised(theta, v, beta = 1) {
      sees(theta, v, visible, 'v');
      return freeEnergies(shape, 'visible', theta, v, beta).map((f) => -beta * f);
    },
    hiddenMeans(theta, v, beta = 1) {
      sees(theta, v, visible, 'v');
      return layerMeans(shape, 'hidden', theta, v, beta);
    },
    visibleMeans(theta, h, beta = 1) {
      sees(theta, h, hidden, 'h');
      return layerMeans(shape, 'visible', theta, h, beta);
    },
    sampleHidden(theta, v, rng, beta = 1) {
      sees(theta, v, visible, 'v');
      return drawLayer(shape, 'hidden', theta, v, beta, rng);
    },
    sampleVisible(theta, h, rng, beta = 1) {
      sees(theta, h, hidden, 'h');
      return drawLayer(shape, 'visible', theta, h, beta, rng);
    },
    sweeps(theta, v, count, rng, beta = 1) {
      sees(theta, v, visible, 'v');
      return sweeps(shape, theta, v, count, rng, beta);
    },
    logZ(theta, beta = 1) {
      machines(theta, 1);
      return logPartition(shape, theta, beta);
    },
    sums: (theta, beta = 1) => rbmSums(shape, theta, beta),
    enumerate: (theta, beta = 1) => enumerateRbm(shape, theta, beta),
    logProbability(theta, v, beta = 1) {
      sees(theta, v, visible, 'v');
      const stride = strideOf(shape, theta);
      let logZ = 0;
      return freeEnergies(shape, 'visible', theta, v, beta).map((f, i) => {
        if (i === 0 || stride > 0) logZ = logPartition(shape, theta, beta, i * stride);
        return -beta * f - logZ;
      });
    },
    loss: (theta, data) => rbmLoss(shape, theta, data),
    exactGradient: (theta, data) => exactGradient(shape, theta, data),
    contrastiveDivergence: (theta, data, k, rng) => contrastiveDivergence(shape, theta, data, k, rng),
    persistent: (theta, data, chains, k, rng) => persistentContrastiveDivergence(shape, theta, data, chains, k, rng),
  };
}
