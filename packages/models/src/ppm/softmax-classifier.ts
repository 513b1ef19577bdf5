import { defineModel, tickOrders } from '@szilard/core';
import { type SoftmaxParams, softmaxModel } from './softmax-model.ts';

/**
 * Learning to read digits as a thermodynamic process. X: labels drawn for probe digits; Θ: the parameters, driven by
 * mini-batches that are the protocol (view P: b_n given, their change is work). The run starts in equilibrium without data; the
 * loss is then turned on slowly (`ramp`), so that a nat of dissipation buys most of what a nat can: 80 % right where chance
 * gives 50 %. Two classes by default: ten need more than σ of order 1. Cold and long (classes 10, temperature 1e-4, rate 1,
 * steps 250, ramp 0) it is ordinary training.
 */
export const softmaxClassifier = defineModel<SoftmaxParams>({
  id: 'ppm/softmax-classifier',
  title: 'digits learnt by a linear softmax under Langevin gradient descent',
  source: '[Welling2011]; [Parsi2024]; docs/theory.md 6',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  view: 'protocol',
  needs: ['tensors', 'digits'],
  defaults: {
    classes: 2,
    pool: 4,
    testShare: 0.2,
    steps: 8,
    batch: 64,
    replacement: true,
    batchSeed: 1,
    rate: 0.4,
    temperature: 0.05,
    prior: 0.2,
    ramp: 1,
    probes: 100,
    lag: 1,
    order: 'theta-first',
    gradients: 'tensors',
  },
  domain: {
    classes: { atLeast: 2, atMost: 10, integer: true },
    pool: { oneOf: [1, 2, 4, 7, 14] },
    testShare: { above: 0, below: 1 },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
    batch: { atLeast: 1, integer: true },
    batchSeed: { atLeast: 0, integer: true },
    rate: { above: 0 },
    temperature: { above: 0 },
    prior: { above: 0 },
    ramp: { atLeast: 0, atMost: 1 },
    probes: { atLeast: 1, integer: true },
    lag: { atLeast: 1, atMost: 1e6, integer: true },
    order: { oneOf: tickOrders },
    gradients: { oneOf: ['tensors', 'plain'] },
  },
  quick: { steps: 4, batch: 32 },
  trajectories: 3000,
  create: (params, environment) => softmaxModel(params, environment).model,
});
