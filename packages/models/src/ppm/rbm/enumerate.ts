import { SzilardError, sum } from '@szilard/core';
import { sigmoid, softplus, unitsOf } from './fields.ts';
import { mustBeTheta, type RbmShape } from './shape.ts';
import { eachState, logSum, logWeights, smallerLayer } from './states.ts';

/** What a sum over the states of the smaller layer gives. */
export interface RbmSums {
  /** ln Σ e^−βE; nats. */
  readonly logZ: number;
  /** ⟨E⟩. */
  readonly energy: number;
  /** Var E; energy². The heat capacity is β² Var E. */
  readonly energyVariance: number;
  /** S(v, h); nats. */
  readonly entropy: number;
}

/** What a sum over all states of both layers gives besides. */
export interface RbmEnumeration extends RbmSums {
  /** p(v), states in the order 00, 01, 10, 11; [2^visible]. */
  readonly visible: Float64Array;
  /** p(h); [2^hidden]. */
  readonly hidden: Float64Array;
  /** S(v) and S(h); nats. */
  readonly visibleEntropy: number;
  readonly hiddenEntropy: number;
  /** I(v;h) = S(v) + S(h) − S(v, h); nats. */
  readonly mutualInformation: number;
}

/** Most units in either layer where the law of both is wanted. */
const MOST_LISTED = 16;

/** ln Z at inverse temperature β, by the states of the smaller layer; nats. `theta` is read from `at` on. */
export const logPartition = (shape: RbmShape, theta: Float64Array, beta = 1, at = 0): number =>
  logSum(logWeights(shape, smallerLayer(shape), theta, at, beta, '[rbm] logZ'));

/** Means under e^−βE/Z, by the states of the smaller layer. */
export function rbmSums(shape: RbmShape, theta: Float64Array, beta = 1): RbmSums {
  mustBeTheta(shape, theta, '[rbm]');
  const layer = smallerLayer(shape);
  const weights = logWeights(shape, layer, theta, 0, beta, '[rbm] sums');
  const logZ = logSum(weights);
  const others = shape.visible + shape.hidden - unitsOf(shape, layer);
  const [mean, spread, inner] = [0, 1, 2].map(() => new Float64Array(weights.length));
  eachState(shape, layer, theta, 0, (s, bias, fields) => {
    mean[s] = -bias;
    for (let o = 0; o < others; o++) {
      const [f, p] = [fields[o], sigmoid(beta * fields[o])];
      mean[s] -= f * p;
      spread[s] += f * f * p * (1 - p);
      inner[s] += softplus(beta * f) - beta * f * p;
    }
  });
  const p = weights.map((w) => Math.exp(w - logZ));
  const energy = sum(p.map((w, s) => w * mean[s]));
  return {
    logZ,
    energy,
    energyVariance: sum(p.map((w, s) => w * (spread[s] + (mean[s] - energy) ** 2))),
    entropy: sum(p.map((w, s) => w * (inner[s] - (weights[s] - logZ)))),
  };
}

/** The law of each layer, and what they share. */
export function enumerateRbm(shape: RbmShape, theta: Float64Array, beta = 1): RbmEnumeration {
  if (Math.max(shape.visible, shape.hidden) > MOST_LISTED)
    throw new SzilardError(
      'parameter',
      `[rbm] enumerate: expected layers of at most ${MOST_LISTED} units, got ${shape.visible} visible and ${shape.hidden} hidden ones. \`sums\` needs only the smaller layer listed.`,
    );
  const sums = rbmSums(shape, theta, beta);
  const [visible, hidden] = (['visible', 'hidden'] as const).map((layer) => logWeights(shape, layer, theta, 0, beta, '[rbm]'));
  const entropy = (logs: Float64Array) => -sum(logs.map((w) => Math.exp(w - sums.logZ) * (w - sums.logZ)));
  const [visibleEntropy, hiddenEntropy] = [entropy(visible), entropy(hidden)];
  const law = (logs: Float64Array) => logs.map((w) => Math.exp(w - sums.logZ));
  return {
    ...sums,
    visible: law(visible),
    hidden: law(hidden),
    visibleEntropy,
    hiddenEntropy,
    mutualInformation: visibleEntropy + hiddenEntropy - sums.entropy,
  };
}

/** ⟨v_i h_j⟩, ⟨v_i⟩, ⟨h_j⟩ under e^−βE/Z in the order of θ: the negative phase, exactly; [parameters]. ADDS `weight` times them to `out` from `to` on; returns ln Z. */
export function addModelMeans(
  shape: RbmShape,
  theta: Float64Array,
  at: number,
  weight: number,
  out: Float64Array,
  to = 0,
  beta = 1,
): number {
  const { visible, hidden } = shape;
  const layer = smallerLayer(shape);
  const [k, others] = layer === 'hidden' ? [hidden, visible] : [visible, hidden];
  const weights = logWeights(shape, layer, theta, at, beta, '[rbm] exact gradient');
  const logZ = logSum(weights);
  const biases = to + visible * hidden;
  const [own, other] = layer === 'hidden' ? [biases + visible, biases] : [biases, biases + visible];
  const on = new Float64Array(others);
  eachState(shape, layer, theta, at, (s, _bias, fields) => {
    const p = weight * Math.exp(weights[s] - logZ);
    for (let o = 0; o < others; o++) {
      on[o] = p * sigmoid(beta * fields[o]);
      out[other + o] += on[o];
    }
    for (let unit = 0; unit < k; unit++) {
      if (!((s >> (k - 1 - unit)) & 1)) continue;
      out[own + unit] += p;
      for (let o = 0; o < others; o++) out[to + (layer === 'hidden' ? o * hidden + unit : unit * hidden + o)] += on[o];
    }
  });
  return logZ;
}
