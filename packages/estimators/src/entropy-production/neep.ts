import {
  defineEstimator,
  type Ensemble,
  type Environment,
  type Estimate,
  type Estimator,
  type RandomStream,
  type Tensors,
} from '@szilard/core';
import { checkSeries } from '../border.ts';
import { meanOf } from '../information/mean-error.ts';
import { silent } from '../neural/critic.ts';
import { numberWindows } from '../neural/number-windows.ts';
import { type TrainingParams, trainingDefaults, trainingDomain } from '../neural/params.ts';
import { rareCautions } from '../neural/rare-windows.ts';
import { sound } from '../neural/sound.ts';
import { batches } from '../neural/split.ts';
import { symbolWindows } from '../neural/symbol-windows.ts';
import { tensorsFor } from '../neural/tensors-for.ts';
import { train, trainingCautions, trainingDetails } from '../neural/train.ts';
import { windowsOf } from '../neural/windows.ts';
import { serialError } from '../series/serial-error.ts';
import { serialCautions } from '../series/series-params.ts';
import { type OddParams, signsOf } from './odd.ts';

const NAME = 'entropy-production/neep';

export interface NeepParams extends TrainingParams, OddParams {
  /** `discrete`: every frame is one symbol, taken for `embedding` learnt numbers; `continuous`: its columns are numbers. */
  states: 'continuous' | 'discrete';
  /** Frames of a window. 2 is enough for a Markov series; more see what hidden states leave in the past. */
  frames: number;
  embedding: number;
}

/**
 * Entropy production of a stationary series by a network that tells windows from windows with time turned [Kim2020];
 * [trajectories, steps, dim], nats per step:
 *
 *     Σ ≥ (⟨ΔS − e^−ΔS⟩ + 1)/(frames − 1),   ΔS(w) = h(w) − h(w̃)
 *
 * w̃: the frames in opposite order, odd columns turned; h: the network. Reached by ΔS = ln P(w)/P(w̃), whose mean is Σ · (frames − 1)
 * of a Markov series that is seen whole; what is hidden only lowers it. Trained and validated on one half of the trajectories, or of
 * the time of each where they are few, evaluated on the other; parts share no frame. Sums are in double precision.
 *
 * Error: spread of the test terms, correlations in time included. It says how well this network's bound is known, not how far below
 * Σ it lies. A series that is not stationary has further irreversibility that is no entropy production.
 */
export const neep = defineEstimator<'entropy-production-rate', NeepParams>({
  id: NAME,
  title: 'lower bound on entropy production by a trained network, NEEP, of standardised windows',
  quantity: 'entropy-production-rate',
  bound: 'lower',
  calibrated: false,
  source: '[Kim2020]; docs/theory.md 14',
  needs: ['tensors'],
  defaults: {
    ...trainingDefaults,
    activation: 'relu',
    batch: 512,
    patience: 20,
    training: 0.4,
    validation: 0.1,
    states: 'continuous',
    frames: 2,
    embedding: 8,
    odd: [],
  },
  domain: {
    ...trainingDomain,
    states: { oneOf: ['continuous', 'discrete'] },
    frames: { integer: true, atLeast: 2, atMost: 1000 },
    embedding: { integer: true, atLeast: 1, atMost: 1024 },
  },
  create: (params, environment) => estimatorOf(NAME, params, environment),
});

/** The same for frames that are symbols, so that it meets tasks and comparisons of symbols. */
export const neepOfSymbols = defineEstimator<'entropy-production-rate', NeepParams>({
  ...neep,
  id: `${NAME}-symbols`,
  title: 'lower bound on entropy production by a trained network, NEEP, of words of symbols',
  rows: 'symbols',
  defaults: { ...neep.defaults, states: 'discrete' },
  domain: { ...neep.domain, states: { oneOf: ['discrete'] } },
  create: (params, environment) => estimatorOf(`${NAME}-symbols`, params, environment),
});

function estimatorOf(id: string, params: NeepParams, environment: Partial<Environment>): Estimator<'entropy-production-rate'> {
  const tensors = tensorsFor(id, environment.tensors);
  return { estimate: ({ series }, rng) => estimate(id, params, tensors, series, rng) };
}

function estimate(id: string, params: NeepParams, tensors: Tensors, series: Ensemble, rng: RandomStream): Estimate {
  const { states, frames, embedding, odd, layers, width, activation, batch, standardise } = params;
  checkSeries(id, { series }, frames + 1);
  const signs = signsOf(id, odd, series.dim);
  const parts = windowsOf(id, series, frames, params, rng.fork('split'));
  const inputs =
    states === 'discrete' ? symbolWindows(series, frames, signs) : numberWindows(id, series, frames, signs, parts.training, standardise);
  const embeddings = inputs.symbols ? { symbols: inputs.symbols, width: embedding } : undefined;
  const shape = { layers: [inputs.size, ...new Array<number>(layers).fill(width), 1], activation, ...(embeddings && { embeddings }) };
  const network = tensors.network(shape, 2 * batch);
  /** ΔS of every window; [windows]. */
  const look = (parameters: Float32Array, starts: Int32Array): Float64Array => {
    const h = network.outputs(parameters, inputs.both(starts));
    return Float64Array.from(starts, (_, i) => h[2 * i] - h[2 * i + 1]);
  };
  const termsOf = (deltas: Float64Array): Float64Array => deltas.map((s) => (s - Math.exp(-s) + 1) / (frames - 1));
  const next = batches(parts.training, Math.min(batch, parts.training.length), rng.fork('batches'));
  const trained = train(
    {
      initial: silent(network, width, 1, rng.fork('initial')),
      gradient(parameters) {
        const starts = next();
        return network.pullback(parameters, inputs.both(starts), (h) => {
          const slope = new Float32Array(h.length);
          for (let i = 0; i < h.length; i += 2) {
            slope[i] = (1 + Math.exp(h[i + 1] - h[i])) / starts.length;
            slope[i + 1] = -slope[i];
          }
          return slope;
        });
      },
      validate: (parameters) => meanOf(termsOf(look(parameters, parts.validation))),
    },
    params,
  );
  const deltas = look(trained.parameters, parts.test);
  const tested = termsOf(deltas);
  const { stderr, inefficiency } = serialError(tested, parts.length);
  return {
    ...sound({
      value: meanOf(tested),
      stderr,
      details: { ...trainingDetails(trained), testWindows: tested.length, parameters: network.parameters, inefficiency },
      cautions: [...rareCautions(deltas), ...trainingCautions(trained), ...serialCautions(inefficiency, tested.length)],
    }),
    unit: 'nat/tick',
    n: series.trajectories * (series.steps - frames + 1),
    method: id,
    params: { ...params, backend: network.backend },
    bound: 'lower',
  };
}
