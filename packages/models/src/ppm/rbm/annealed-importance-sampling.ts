import { batch, moments, type RandomStream, SzilardError } from '@szilard/core';
import { softplus } from './fields.ts';
import { sweeps } from './gradient.ts';
import { freeEnergies } from './layers.ts';
import { mustBeTheta, type RbmShape } from './shape.ts';
import { logSum } from './states.ts';

export interface AnnealingOptions {
  /** Independent chains. */
  readonly chains: number;
  /** Steps of the ladder from the base machine to this one, equal in s. */
  readonly steps: number;
  /** Sweeps on every rung; absent: 1. */
  readonly sweeps?: number;
  /** Visible biases of the base machine, whose weights and hidden biases are 0; [visible]. Absent: 0. */
  readonly base?: Float64Array;
}

/** ln Z by annealed importance sampling. */
export interface AnnealedLogZ {
  /** ln Z_base + ln⟨e^−w⟩; nats. Comes out too small on average, by about `bias`. */
  readonly logZ: number;
  /** One standard error: spread of e^−w over its mean, over √chains; nats. */
  readonly stderr: number;
  /** First-order bias −½ stderr²; nats. */
  readonly bias: number;
  /** ln Z of the base machine, exactly; nats. */
  readonly base: number;
  /** Work of each chain in units of k_BT; [chains]. Dissipation is ⟨w⟩ − (ln Z_base − ln Z). */
  readonly work: Float64Array;
  /** (Σe^−w)²/Σe^−2w: chains that carry the average. */
  readonly effective: number;
  readonly cautions: readonly string[];
}

/** Effective chains below which the error bar is not to be trusted. */
const FEW = 30;

/**
 * ln Z as the free energy that a slow change of machine costs [Neal2001], [Salakhutdinov2008]: from equilibrium of
 * θ₀ = (0, base, 0) through θ_s = (1 − s)θ₀ + sθ, s = 1/steps … 1, each rung W = F_s(v) − F_{s−1}(v) and then a sweep that leaves
 * e^−F_s alone: ⟨e^−w⟩ = Z/Z_base exactly, however fast [Jarzynski1997].
 */
export function annealedImportanceSampling(
  shape: RbmShape,
  theta: Float64Array,
  { chains, steps, sweeps: perRung = 1, base = new Float64Array(shape.visible) }: AnnealingOptions,
  rng: RandomStream,
): AnnealedLogZ {
  const where = '[annealed importance sampling]';
  mustBeTheta(shape, theta, where);
  for (const [name, value, least] of [
    ['chains', chains, 2],
    ['steps', steps, 1],
    ['sweeps', perRung, 1],
  ] as const)
    if (!Number.isSafeInteger(value) || value < least)
      throw new SzilardError('parameter', `${where} ${name}: expected a whole number of at least ${least}, got ${value}.`);
  const { visible, hidden } = shape;
  if (base.length !== visible)
    throw new SzilardError('shape', `${where} base: expected ${visible} visible biases, got ${base.length} numbers.`);
  const biases = visible * hidden;
  const at = (s: number) => theta.map((value, k) => s * value + (k >= biases && k < biases + visible ? (1 - s) * base[k - biases] : 0));
  const draws = rng.fork('annealing').trajectories(0, chains);

  let v = batch(chains, visible);
  draws.fillUniform(v.data);
  for (let k = 0; k < v.data.length; k++) v.data[k] = v.data[k] < 1 / (1 + Math.exp(-base[k % visible])) ? 1 : 0;
  const work = new Float64Array(chains);
  for (let step = 1; step <= steps; step++) {
    const [before, now] = [at((step - 1) / steps), at(step / steps)];
    const [from, to] = [before, now].map((machine) => freeEnergies(shape, 'visible', machine, v, 1));
    for (let i = 0; i < chains; i++) work[i] += to[i] - from[i];
    if (step < steps) v = sweeps(shape, now, v, perRung, draws);
  }
  const logBase = hidden * Math.LN2 + base.reduce((sum, b) => sum + softplus(b), 0);
  const logMean = logSum(work.map((w) => -w)) - Math.log(chains);
  const weight = work.map((w) => Math.exp(-w - logMean));
  const { stderr } = moments(weight);
  const effective = chains ** 2 / weight.reduce((sum, w) => sum + w * w, 0);
  const cautions =
    effective < FEW
      ? [
          `rests on ${effective.toPrecision(2)} effective chains of ${chains}: too small on average, and the error bar with it; take more steps`,
        ]
      : [];
  return { logZ: logBase + logMean, stderr, bias: -0.5 * stderr ** 2, base: logBase, work, effective, cautions };
}
