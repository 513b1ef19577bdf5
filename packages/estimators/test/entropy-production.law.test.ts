// What must hold on samples: agreement with exact truths, and bounds on their side of it.
import { type EstimatorPlugin, entropyProductionRate, randomStream, stationaryLaw } from '@szilard/core';
import {
  maximumEntropyProductionBound,
  plugInEntropyProduction,
  spectralEntropyProduction,
  uncertaintyRelation,
  waitingTimeEntropyProduction,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { kineticIsing } from '../src/tasks/kinetic-ising.ts';
import { estimate, spinRing, task } from './entropy-production-cases.ts';

const SEEDS = [1, 2, 3];
type Case = [name: string, plugin: EstimatorPlugin<'entropy-production-rate'>, of: ReturnType<typeof task>, n: number, params?: object];
const long = { steps: 20_000 };

describe('estimates find the truth', () => {
  const cases: Case[] = [
    ['words, ring', plugInEntropyProduction, task('discrete-ring', long), 1],
    ['words, ratchet', plugInEntropyProduction, task('flashing-ratchet', { ...long, height: 3 }), 1],
    ['words of three, ratchet in short trajectories', plugInEntropyProduction, task('flashing-ratchet', { steps: 20 }), 1000, { word: 3 }],
    ['spectra, two beads', spectralEntropyProduction, task('linear-chain', long), 1],
    ['spectra, five beads in short trajectories', spectralEntropyProduction, task('linear-chain', { beads: 5, steps: 100 }), 200],
    ['waiting times, one edge of a ring', waitingTimeEntropyProduction, task('discrete-ring', long), 1, { edges: [[0, 1]] }],
    [
      'continuous uncertainty relation, drift',
      uncertaintyRelation,
      task('drifted-brownian', { steps: 50 }),
      200,
      { relation: 'continuous' },
    ],
    ['a spin for each symbol, ring', maximumEntropyProductionBound, task('discrete-ring', { steps: 5000 }), 1],
    ['spins going round', maximumEntropyProductionBound, spinRing(0.7, 10_000), 1],
  ];
  test.each(cases)('%s', (name, plugin, { truth, sample }, n, params) => {
    for (const seed of SEEDS) {
      const found = estimate(plugin, sample(n, randomStream(seed).fork(name)).series, params);
      expect(found).toAgreeWith(truth);
      expect(Math.abs(found.value - 1.5 * truth), 'half as much again is noticed').toBeGreaterThan(4 * found.stderr);
      expect(found.stderr).toBeLessThan(0.15 * truth);
    }
  });

  test('drifted Brownian motion saturates: v² dt/D = 2⟨J⟩²/Var J at any span of steps', () => {
    const { truth, sample } = task('drifted-brownian', { speed: 1, diffusion: 1, interval: 2, steps: 4000 });
    expect(truth).toBe(2);
    const { series } = sample(1, randomStream(1));
    for (const span of [1, 4]) expect(estimate(uncertaintyRelation, series, { relation: 'continuous', span })).toAgreeWith(truth);
  });
});

describe('bounds keep to their side, seed after seed', () => {
  const cases: Case[] = [
    ['fluctuation theorem, strong drift', uncertaintyRelation, task('drifted-brownian', { interval: 2, steps: 2000 }), 1],
    ['fluctuation theorem, beads', uncertaintyRelation, task('linear-chain', { interval: 0.3, steps: 2000 }), 1, { currents: 'linear' }],
    ['exponential, unwrapped ring', uncertaintyRelation, unwrapped(), 1, { relation: 'exponential' }],
    ['fluctuation theorem, unwrapped ring', uncertaintyRelation, unwrapped(), 1],
    ['Ising', maximumEntropyProductionBound, task('kinetic-ising', { steps: 4000 }), 1],
    [
      'Ising, with changes',
      maximumEntropyProductionBound,
      task('kinetic-ising', { steps: 4000 }),
      1,
      { observables: 'exchange-and-change' },
    ],
    ['ratchet, one edge', waitingTimeEntropyProduction, task('flashing-ratchet', { height: 3, steps: 5000 }), 1, { edges: [[0, 1]] }],
    [
      'ratchet, potential on',
      waitingTimeEntropyProduction,
      task('flashing-ratchet', { height: 3, steps: 5000 }),
      1,
      {
        edges: [
          [0, 1],
          [1, 2],
          [0, 2],
        ],
      },
    ],
    ['ratchet, all', waitingTimeEntropyProduction, task('flashing-ratchet', { height: 3, steps: 5000 }), 1],
  ];
  test.each(cases)('%s', (name, plugin, { truth, sample }, n, params) => {
    let [above, total] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const { value, stderr, bound } = estimate(plugin, sample(n, randomStream(seed).fork(name)).series, params);
      expect(bound).toBe('lower');
      above = Math.max(above, (value - truth) / stderr);
      total += value / 20;
    }
    expect(above).toBeLessThan(3.5);
    expect(total, 'and say something').toBeGreaterThan(0.05 * truth);
  });

  test('the continuous relation does not hold for a kernel in discrete time: control', () => {
    const { truth, sample } = unwrapped(0.9, 10_000);
    const { value, stderr, cautions } = estimate(uncertaintyRelation, sample(1, randomStream(1)).series, { relation: 'continuous' });
    expect((value - truth) / stderr).toBeGreaterThan(4);
    expect(cautions.join()).toMatch(/may produce less/);
  });

  test('Ising: an enumeration is the truth, exchange alone finds most of it', () => {
    const rates = kineticIsing(4, 0.1, 0.7);
    const of = task('kinetic-ising', { steps: 20_000 });
    expect(of.truth).toBeCloseTo(entropyProductionRate(stationaryLaw(rates), [rates]), 12);
    const { series } = of.sample(1, randomStream(1));
    const [some, more] = ['exchange', 'exchange-and-change'].map((observables) =>
      estimate(maximumEntropyProductionBound, series, { observables }),
    );
    expect(some.value).toBeGreaterThan(0.7 * of.truth);
    expect(more.value).toBeGreaterThan(some.value - some.stderr);
  });
});

/** The ring of the conformance suite, its turns counted: a current that is ±1. */
function unwrapped(up = 0.75, steps = 3000) {
  const of = task('discrete-ring', { up, down: 1 - up, steps });
  return {
    ...of,
    sample: (n: number, rng: Parameters<typeof of.sample>[1]) => {
      const { series } = of.sample(n, rng);
      const data = series.data.slice();
      for (let t = 1; t < data.length; t++) data[t] = data[t - 1] + ((series.data[t] - series.data[t - 1] + 4) % 3) - 1;
      return { series: { ...series, data } };
    },
  };
}
