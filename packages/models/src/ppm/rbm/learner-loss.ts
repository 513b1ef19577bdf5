import { type Batch, SzilardError } from '@szilard/core';
import type { LossAt } from '../langevin-descent.ts';
import { recalled } from '../recall.ts';
import { addModelMeans, logPartition } from './enumerate.ts';
import { expectedChains } from './expected-chains.ts';
import { addPhase } from './gradient.ts';
import { energyAt } from './joint.ts';
import { freeEnergies } from './layers.ts';
import type { Patterns } from './patterns.ts';
import { mustBeTheta, parameterCount, type RbmShape } from './shape.ts';

/** Where the negative phase of the gradient comes from. */
export const negativePhases = ['exact', 'contrastive-divergence', 'persistent'] as const;
export type NegativePhase = (typeof negativePhases)[number];

export interface LearnerLoss {
  readonly shape: RbmShape;
  readonly sets: readonly Patterns[];
  readonly negative: NegativePhase;
  /** k of CD-k. */
  readonly sweeps: number;
}

/** −⟨ln p(v|θ)⟩ of a data set, and its gradient where asked for; θ is read from `at` on. Nats. */
export function likelihoodLoss(
  shape: RbmShape,
  { rows, share }: Patterns,
  theta: Float64Array,
  at: number,
  gradient?: Float64Array,
): number {
  const own = theta.subarray(at, at + parameterCount(shape));
  const free = freeEnergies(shape, 'visible', own, rows, 1).reduce((sum, f, r) => sum + share[r] * f, 0);
  if (!gradient) return free + logPartition(shape, own);
  addPhase(shape, theta, at, rows, -1, gradient, 0, share);
  return free + addModelMeans(shape, theta, at, 1, gradient);
}

/**
 * The loss of θ with x = (data set, v, h) beside it; [n], nats.
 *   exact                   U = ⟨F⟩_B + ln Z, ∇U = ⟨∂E⟩_B − ⟨∂E⟩_model: θ moves by itself
 *   contrastive-divergence  the same U, but ∇ = ⟨∂E⟩_B − ⟨∂E⟩ after k sweeps from B, averaged over their draws: the gradient of no U
 *   persistent              U = ⟨F⟩_B − E(v, h; θ), ∇U = ⟨∂E⟩_B − ∂E at the chain: θ feels x
 */
export function learnerLoss({
  shape,
  sets,
  negative,
  sweeps,
}: LearnerLoss): (theta: Batch, lambda: Float64Array, partner: Batch) => LossAt {
  const dim = parameterCount(shape);
  const { visible, hidden } = shape;
  const setOf = ({ data }: Batch, i: number): Patterns => {
    const set = sets[data[i * (1 + visible + hidden)]];
    if (!set)
      throw new SzilardError(
        'input',
        `[ppm/rbm] x[0]: expected the number of a data set below ${sets.length}, got ${data[i * (1 + visible + hidden)]}.`,
      );
    return set;
  };
  const seesAll = negative === 'persistent';
  const labels = ({ n, data }: Batch) => Float64Array.from({ length: n }, (_, i) => data[i * (1 + visible + hidden)]);
  const sees = seesAll ? ({ data }: Batch) => data : sets.length > 1 ? labels : undefined;
  const chains = negative === 'contrastive-divergence' ? expectedChains(shape, sweeps) : undefined;
  const fields = new Float64Array(hidden);

  const evaluate = (theta: Batch, _lambda: Float64Array, partner: Batch): LossAt => {
    mustBeTheta(shape, theta.data, '[ppm/rbm]', theta.n);
    const loss = new Float64Array(theta.n);
    const gradient = new Float64Array(theta.n * dim);
    for (let i = 0; i < theta.n; i++) {
      const [set, at, into] = [setOf(partner, i), i * dim, gradient.subarray(i * dim, (i + 1) * dim)];
      if (negative === 'exact') loss[i] = likelihoodLoss(shape, set, theta.data, at, into);
      else {
        addPhase(shape, theta.data, at, set.rows, -1, into, 0, set.share);
        if (chains) {
          loss[i] = likelihoodLoss(shape, set, theta.data, at);
          const own = theta.data.subarray(at, at + dim);
          addPhase(shape, theta.data, at, chains.states, 1, into, 0, chains.after(own, set));
        } else {
          const free = freeEnergies(shape, 'visible', theta.data.subarray(at, at + dim), set.rows, 1);
          const x = i * (1 + visible + hidden) + 1;
          loss[i] = free.reduce((sum, f, r) => sum + set.share[r] * f, 0) - energyAt(shape, theta.data, at, partner.data, x, fields);
          addState(shape, partner.data, x, into);
        }
      }
    }
    return { loss, gradient: () => gradient };
  };
  const known = recalled(evaluate, sees);
  // λ says how much the loss weighs and which layer moves: the loss itself knows neither.
  return (theta, _lambda, partner) => known(theta, NONE, partner);
}

const NONE = new Float64Array(0);

/** ADDS v_i h_j, v_i and h_j of one state. */
function addState({ visible, hidden }: RbmShape, x: Float64Array, from: number, out: Float64Array): void {
  for (let i = 0; i < visible; i++) {
    const v = x[from + i];
    out[visible * hidden + i] += v;
    for (let j = 0; j < hidden; j++) out[i * hidden + j] += v * x[from + visible + j];
  }
  for (let j = 0; j < hidden; j++) out[visible * hidden + visible + j] += x[from + visible + j];
}
