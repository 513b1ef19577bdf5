import { defineModel, tickOrders } from '@szilard/core';
import { resamplings } from './data-sets.ts';
import { activations } from './dense/activation.ts';
import { scalings } from './mlp-initial.ts';
import { type MlpParams, mlpModel, noises } from './mlp-model.ts';

/**
 * A neural network that learns to read digits, as a thermodynamic process. X: labels drawn for probe digits, x = (y, u, b). Θ: the
 * weights, N(c, w²) around a random draw c where no data act, driven by mini-batches that are the protocol. Every trajectory has a
 * data set of its own out of `sources`, whose number b rides along, so that I(Θ;B) and I(X;B) can be asked for; with one data set an
 * ensemble is over the noise of the optimiser. The defaults are mild: σ of order 1. Cold and long it is ordinary training.
 */
export const mlpClassifier = defineModel<MlpParams>({
  id: 'ppm/mlp-classifier',
  title: 'digits learnt by a neural network under Langevin gradient descent, on one or several data sets',
  source: '[Welling2011]; [Parsi2024]; docs/theory.md 19',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  needs: ['digits'],
  labels: { x: [1, 2] },
  baths: ({ batch, replacement }) => ({ minibatch: { batch, replacement } }),
  defaults: {
    classes: 2,
    pool: 4,
    testShare: 0.2,
    hidden: [4],
    activation: 'tanh',
    scaling: 'standard',
    initial: 1,
    initialSeed: 1,
    resampling: 'bootstrap',
    sources: 4,
    size: 64,
    dataSeed: 1,
    steps: 8,
    batch: 32,
    replacement: true,
    batchSeed: 1,
    rate: 0.25,
    temperature: 0.1,
    prior: 0.3,
    ramp: 1,
    noise: 'langevin',
    view: 'protocol',
    probes: 50,
    lag: 1,
    order: 'theta-first',
  },
  domain: {
    classes: { atLeast: 2, atMost: 10, integer: true },
    pool: { oneOf: [1, 2, 4, 7, 14] },
    testShare: { above: 0, below: 1 },
    hidden: { atLeast: 1, atMost: 1e4, integer: true },
    activation: { oneOf: activations },
    scaling: { oneOf: scalings },
    initial: { atLeast: 0 },
    initialSeed: { atLeast: 0, integer: true },
    resampling: { oneOf: resamplings },
    sources: { atLeast: 1, atMost: 1e5, integer: true },
    size: { atLeast: 1, integer: true },
    dataSeed: { atLeast: 0, integer: true },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
    batch: { atLeast: 1, integer: true },
    batchSeed: { atLeast: 0, integer: true },
    rate: { above: 0 },
    temperature: { above: 0 },
    prior: { above: 0 },
    ramp: { atLeast: 0, atMost: 1 },
    noise: { oneOf: noises },
    view: { oneOf: ['protocol', 'reservoir'] },
    probes: { atLeast: 1, integer: true },
    lag: { atLeast: 1, atMost: 1e6, integer: true },
    order: { oneOf: tickOrders },
  },
  quick: { steps: 4 },
  trajectories: 3000,
  create: (params, environment) => mlpModel(params, environment).model,
});
