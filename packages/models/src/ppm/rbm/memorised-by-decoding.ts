import { type Batch, moments, SzilardError } from '@szilard/core';
import { Matrix, solve } from 'ml-matrix';
import { freeEnergies } from './layers.ts';
import type { RbmLearnerModel } from './learner.ts';
import type { Replicated } from './replica-information.ts';
import { parameterCount } from './shape.ts';
import { logSum } from './states.ts';

/** Replicas: x[0] the number of the data set, θ what was learned of it. */
export interface Replicas {
  readonly x: Batch;
  readonly theta: Batch;
}

export interface Decoded extends Replicated {
  /** The factor of the loss that decodes best: 1/T where p(θ|b) is stationary. */
  readonly scale: number;
}

const PASSES = 50;

/**
 * A lower bound of M-info I(Θ;B) from telling data sets by what was learned: ln S + ⟨ln q(b|θ)⟩ for any q [Barber2003], here
 *     q(b|θ) = e^(a_b − κ L_b(θ)) / Σ_b′ …,   L_b = −⟨ln p(v|θ)⟩_b
 * which is p(b|θ) itself where p(θ|b) ∝ e^−U_b is stationary (then κ = 1/T). κ and a are fitted to one half of the replicas, the
 * bound is the mean over the other: no fit can lift it. Each of the S data sets alike; nats, never above ln S.
 */
export function memorisedByDecoding({ shape, sets }: RbmLearnerModel, fit: Replicas, held: Replicas): Decoded {
  const dim = parameterCount(shape);
  const count = sets.length;
  // ln Z is the same for all data sets: free energies decide.
  const losses = ({ theta }: Replicas) =>
    Array.from({ length: theta.n }, (_, r) =>
      Float64Array.from(sets, ({ rows, share }) =>
        freeEnergies(shape, 'visible', theta.data.subarray(r * dim, (r + 1) * dim), rows, 1).reduce((sum, f, k) => sum + share[k] * f, 0),
      ),
    );
  const labels = ({ x }: Replicas) => Array.from({ length: x.n }, (_, r) => x.data[r * x.dim]);
  for (const [name, half] of Object.entries({ fit, held })) {
    const found = new Map<number, number>();
    for (const b of labels(half)) found.set(b, (found.get(b) ?? 0) + 1);
    const few = sets.findIndex((_, b) => (found.get(b) ?? 0) < 2);
    if (few >= 0)
      throw new SzilardError(
        'input',
        `[memorisedByDecoding] ${name}: expected at least two replicas of every data set, got ${found.get(few) ?? 0} of data set ${few}. Run more.`,
      );
  }
  const weights = regression(losses(fit), labels(fit), count);
  const terms: number[][] = sets.map(() => []);
  losses(held).forEach((loss, r) => {
    const b = labels(held)[r];
    const logs = logits(loss, weights);
    terms[b].push(logs[b] - logSum(logs) + Math.log(count));
  });
  const each = terms.map((values) => moments(values));
  return {
    value: each.reduce((total, { mean }) => total + mean, 0) / count,
    stderr: Math.hypot(...each.map(({ stderr }) => stderr)) / count,
    scale: weights[0],
  };
}

/** a_b − κ L_b; weights = (κ, a_1, …), a_0 = 0. */
const logits = (loss: Float64Array, weights: Float64Array): Float64Array =>
  loss.map((value, b) => (b === 0 ? 0 : weights[b]) - weights[0] * value);

/** Likeliest (κ, a): Newton's method on a concave function, damped by a weak prior (weight 1e-3 of one replica) that keeps it finite. */
function regression(losses: readonly Float64Array[], labels: readonly number[], count: number): Float64Array {
  const weights = new Float64Array(count);
  const feature = (loss: Float64Array, b: number, k: number) => (k === 0 ? -loss[b] : k === b ? 1 : 0);
  for (let pass = 0; pass < PASSES; pass++) {
    const slope = Float64Array.from(weights, (w) => -1e-3 * w);
    const curve = Matrix.eye(count, count, 1e-3);
    losses.forEach((loss, r) => {
      const logs = logits(loss, weights);
      const logZ = logSum(logs);
      const p = logs.map((w) => Math.exp(w - logZ));
      const mean = Float64Array.from({ length: count }, (_, k) => p.reduce((sum, w, b) => sum + w * feature(loss, b, k), 0));
      for (let k = 0; k < count; k++) {
        slope[k] += feature(loss, labels[r], k) - mean[k];
        for (let l = 0; l < count; l++) {
          const second = p.reduce((sum, w, b) => sum + w * feature(loss, b, k) * feature(loss, b, l), 0);
          curve.set(k, l, curve.get(k, l) + second - mean[k] * mean[l]);
        }
      }
    });
    const step = solve(curve, Matrix.columnVector(slope)).to1DArray();
    const size = Math.hypot(...step);
    // Far steps are shortened: the function is concave, but Newton may overshoot where it is nearly flat.
    const reach = 10 + Math.hypot(...weights);
    for (let k = 0; k < count; k++) weights[k] += step[k] * Math.min(1, reach / size);
    if (size < 1e-9 * (1 + Math.hypot(...weights))) break;
  }
  return weights;
}
