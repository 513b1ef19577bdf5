import { type Batch, type RandomStream, SzilardError } from '@szilard/core';
import { addModelMeans, logPartition } from './enumerate.ts';
import { fieldsOf, sigmoid } from './fields.ts';
import { drawLayer, freeEnergies, layerMeans } from './layers.ts';
import { mustBeBits, mustBeTheta, parameterCount, type RbmShape } from './shape.ts';

/** Loss −(1/n) Σ ln p(v|θ) at β = 1, and its gradient. */
export interface RbmLoss {
  /** Nats. */
  readonly loss: number;
  /** [parameters], nats/length. */
  readonly gradient: Float64Array;
}

/** Where chains of (v, h) stand that estimate the negative phase; [chains, visible]. */
export interface Estimated {
  readonly gradient: Float64Array;
  /** The chains after their sweeps. */
  readonly chains: Batch;
}

/** ADDS `weight` × (⟨v_i P(h_j|v)⟩, ⟨v_i⟩, ⟨P(h_j|v)⟩) over rows of v to `out` from `to` on; `share`: weight of each row, absent: equal. */
export function addPhase(
  shape: RbmShape,
  theta: Float64Array,
  at: number,
  v: Batch,
  weight: number,
  out: Float64Array,
  to = 0,
  share?: Float64Array,
): void {
  const { visible, hidden } = shape;
  const on = new Float64Array(hidden);
  const biases = to + visible * hidden;
  for (let r = 0; r < v.n; r++) {
    const w = share ? weight * share[r] : weight / v.n;
    fieldsOf(shape, 'hidden', theta, at, v.data, r * visible, on);
    for (let j = 0; j < hidden; j++) {
      on[j] = w * sigmoid(on[j]);
      out[biases + visible + j] += on[j];
    }
    for (let i = 0; i < visible; i++) {
      if (v.data[r * visible + i] === 0) continue;
      out[biases + i] += w;
      for (let j = 0, k = to + i * hidden; j < hidden; j++, k++) out[k] += on[j];
    }
  }
}

function mustBeData(shape: RbmShape, theta: Float64Array, data: Batch, where: string): void {
  mustBeTheta(shape, theta, where);
  if (data.n < 1) throw new SzilardError('input', `${where} data: expected at least one row, got none.`);
  mustBeBits(data, shape.visible, `${where} data`);
}

/** −(1/n) Σ ln p(v|θ) by the exact ln Z; nats. */
export function rbmLoss(shape: RbmShape, theta: Float64Array, data: Batch): number {
  mustBeData(shape, theta, data, '[rbm] loss');
  const free = freeEnergies(shape, 'visible', theta, data, 1);
  return free.reduce((sum, f) => sum + f, 0) / data.n + logPartition(shape, theta);
}

/** Loss and gradient, the negative phase summed over all states: ∂U/∂W_ij = ⟨v_i h_j⟩_model − ⟨v_i h_j⟩_data. */
export function exactGradient(shape: RbmShape, theta: Float64Array, data: Batch): RbmLoss {
  mustBeData(shape, theta, data, '[rbm] exact gradient');
  const gradient = new Float64Array(theta.length);
  addPhase(shape, theta, 0, data, -1, gradient);
  const logZ = addModelMeans(shape, theta, 0, 1, gradient);
  const free = freeEnergies(shape, 'visible', theta, data, 1);
  return { loss: free.reduce((sum, f) => sum + f, 0) / data.n + logZ, gradient };
}

/** CD-k: the negative phase by k sweeps that start from the data [Hinton2002]. */
export function contrastiveDivergence(shape: RbmShape, theta: Float64Array, data: Batch, k: number, rng: RandomStream): Estimated {
  return persistentContrastiveDivergence(shape, theta, data, data, k, rng);
}

/** PCD: the negative phase by k more sweeps of chains that never start anew [Tieleman2008]. */
export function persistentContrastiveDivergence(
  shape: RbmShape,
  theta: Float64Array,
  data: Batch,
  chains: Batch,
  k: number,
  rng: RandomStream,
): Estimated {
  const where = '[rbm] contrastive divergence';
  mustBeData(shape, theta, data, where);
  mustBeBits(chains, shape.visible, `${where} chains`);
  const after = sweeps(shape, theta, chains, k, rng);
  const gradient = new Float64Array(parameterCount(shape));
  addPhase(shape, theta, 0, data, -1, gradient);
  addPhase(shape, theta, 0, after, 1, gradient);
  return { gradient, chains: after };
}

/** k times h given v, then v given h; the visible units at the end. */
export function sweeps(shape: RbmShape, theta: Float64Array, v: Batch, k: number, rng: RandomStream, beta = 1): Batch {
  if (!Number.isSafeInteger(k) || k < 1) throw new SzilardError('parameter', `[rbm] sweeps: expected at least one, got ${k}.`);
  let now = v;
  for (let sweep = 0; sweep < k; sweep++) {
    const h = drawLayer(shape, 'hidden', theta, now, beta, rng);
    now = drawLayer(shape, 'visible', theta, h, beta, rng);
  }
  return now;
}

/** Mean squared miss of visible units that are seen through the hidden means and back: cheap to watch, and no loss. */
export function reconstructionError(shape: RbmShape, theta: Float64Array, v: Batch): number {
  const seen = layerMeans(shape, 'visible', theta, layerMeans(shape, 'hidden', theta, v, 1), 1);
  return seen.data.reduce((sum, p, at) => sum + (p - v.data[at]) ** 2, 0) / seen.data.length;
}
