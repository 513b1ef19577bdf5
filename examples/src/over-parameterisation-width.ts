import { make, paramsOf, randomStream, recordState, simulateAsync } from '@szilard/core';
import { type MlpParams, mlpClassifier, mlpModel } from '@szilard/models';
import type { ExampleContext } from './example.ts';
import {
  chances,
  energies,
  fluctuations,
  labelCapacity,
  labelHeat,
  type Measured,
  measured,
  ratio,
} from './over-parameterisation-measures.ts';

/** Fast ticks per slow one, and the slow one. */
const ROUND = 2;

/** A network with one hidden layer on one data set: θ ~ N(0, 1) in units of the usual widths, whatever the width of the layer. */
const common = {
  classes: 2,
  pool: 7,
  scaling: 'ntk',
  initial: 0,
  prior: 1,
  resampling: 'one',
  sources: 1,
  size: 64,
  replacement: false,
  ramp: 0,
  probes: 40,
} as const satisfies Partial<MlpParams>;

/** What one width shows. */
export interface AtWidth {
  readonly width: number;
  readonly parameters: number;
  /** C_Θ/C_X. */
  readonly capacities: Measured;
  /** ΔT/T of Θ, had it to take up the heat of the labels. */
  readonly drift: Measured;
  /** |θ_n − θ_0|/|θ_0| of raw gradient descent. */
  readonly lazy: Measured;
  /** Temperature that mini-batches lend at the end, over that at the start. */
  readonly lent: Measured;
}

/** Two ensembles: at equilibrium with the data, and by raw gradient descent. */
export async function atWidth({ lab, seed, quick, progress, signal }: ExampleContext, width: number): Promise<AtWidth> {
  const digits = await lab.service('digits');
  const bath = make(lab.reservoir('ideal'));
  const replicas = quick ? 8 : 16;
  const root = randomStream(seed).fork('over-parameterisation').fork(width);
  const watch = { onProgress: progress.at, ...(signal ? { signal } : {}) };
  const prepare = (overrides: Partial<MlpParams>) => {
    const params = paramsOf(mlpClassifier, { ...common, hidden: [width], ...overrides });
    const net = mlpModel(params, { digits });
    return { params, net, experiment: { ...net.model, reservoirs: { x: bath, theta: bath } } };
  };

  progress.start(`width ${width}: ${replicas} replicas at equilibrium with the data`, replicas);
  // Whole batches: one energy for good, so that its fluctuations are those of equilibrium. εT = 0.2: settled after 15 steps.
  const [settled, rounds] = quick ? [15, 40] : [15, 80];
  const thermal = prepare({ noise: 'langevin', temperature: 0.2, rate: 1, batch: common.size, steps: rounds });
  const record = {
    energy: energies(thermal.net, thermal.params, ROUND),
    chance: chances(thermal.net, common.probes, ROUND),
  };
  const { records } = await simulateAsync(thermal.experiment, {
    trajectories: replicas,
    rng: root.fork('thermal'),
    record,
    block: 4,
    ...watch,
  });
  const capacity = fluctuations(records.energy, settled);
  progress.done();

  progress.start(`width ${width}: ${replicas} replicas by raw gradient descent`, replicas);
  const raw = prepare({ noise: 'none', temperature: 1e-9, rate: 1, batch: 16, steps: quick ? 40 : 80 });
  const { model, classifier } = raw.net;
  const dim = classifier.parameters;
  const kept = { theta: recordState('theta', dim, model.ticks.length) };
  const run = await simulateAsync(raw.experiment, { trajectories: replicas, rng: root.fork('raw'), record: kept, block: 4, ...watch });
  progress.done();
  const at = (i: number, frame: number) => run.records.theta.data.subarray((2 * i + frame) * dim, (2 * i + frame + 1) * dim);
  const each = (of: (start: Float64Array, end: Float64Array) => number) =>
    measured(Float64Array.from({ length: replicas }, (_, i) => of(at(i, 0), at(i, 1))));
  const noise = (theta: Float64Array) => traceOf(model.subsystems.theta.gradientNoise!, theta);

  return {
    width,
    parameters: dim,
    capacities: ratio(capacity, measured(labelCapacity(records.chance, common.classes))),
    drift: ratio(measured(labelHeat(records.chance, common.classes)), capacity),
    lazy: each((start, end) =>
      Math.sqrt(start.reduce((sum, v, k) => sum + (end[k] - v) ** 2, 0) / start.reduce((sum, v) => sum + v * v, 0)),
    ),
    lent: each((start, end) => noise(end) / noise(start)),
  };
}

/** Trace of the covariance of single-sample gradients, by those gradients alone. */
function traceOf(
  { samples, gradients }: { readonly samples: number; gradients?(state: Float64Array, out: Float64Array): void },
  theta: Float64Array,
) {
  const dim = theta.length;
  const all = new Float64Array(samples * dim);
  gradients!(theta, all);
  let trace = 0;
  for (let k = 0; k < dim; k++) {
    let [mean, square] = [0, 0];
    for (let at = k; at < all.length; at += dim) {
      mean += all[at] / samples;
      square += all[at] ** 2 / samples;
    }
    trace += square - mean ** 2;
  }
  return trace;
}
