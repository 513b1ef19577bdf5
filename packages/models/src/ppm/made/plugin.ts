import { defineModel, tickOrders } from '@szilard/core';
import { samplers } from '../pictures/picture-seat.ts';
import { type MadeParams, madeModel } from './model.ts';

/**
 * Pictures of digits, zeros and ones, learnt by an autoregressive model: ln p(x|θ) is exact and so is drawing from it, which makes
 * it the model of the learning ledger. Every trajectory has a data set of its own, whose number rides along with the picture as a
 * frozen label, x = [number, pixels]. Small by default (four pixels), so that fluctuation theorems can be decided; for digits that people can read take
 * pool 4 or 2, a hidden layer of some tens, temperature 1e-4 and a hundred steps.
 */
export const madeDigits = defineModel<MadeParams>({
  id: 'ppm/made',
  title: 'pictures of digits learnt by an autoregressive model with exact likelihood',
  source: '[Germain2015]; [Welling2011]; docs/theory.md 21',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  labels: { x: [0] },
  needs: ['digits'],
  defaults: {
    pool: 14,
    threshold: 0.12,
    classes: 10,
    testShare: 0.2,
    hidden: [3],
    resampling: 'bootstrap',
    sources: 4,
    size: 40,
    dataSeed: 1,
    steps: 6,
    batch: 20,
    replacement: true,
    batchSeed: 1,
    rate: 0.3,
    temperature: 0.2,
    prior: 0.5,
    ramp: 1,
    sampler: 'fresh',
    lag: 1,
    order: 'theta-first',
  },
  domain: {
    pool: { oneOf: [1, 2, 4, 7, 14] },
    threshold: { above: 0, below: 1 },
    classes: { atLeast: 1, atMost: 10, integer: true },
    testShare: { above: 0, below: 1 },
    hidden: { atLeast: 1, atMost: 1e4, integer: true },
    resampling: { oneOf: ['one', 'bootstrap', 'disjoint'] },
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
    sampler: { oneOf: samplers },
    lag: { atLeast: 1, atMost: 1e6, integer: true },
    order: { oneOf: tickOrders },
  },
  quick: { steps: 4 },
  trajectories: 4000,
  create: (params, environment) => madeModel(params, environment).model,
});
