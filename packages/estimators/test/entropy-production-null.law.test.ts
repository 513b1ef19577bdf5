// Nothing is to be found where time has no direction.
import { type Estimate, type EstimatorPlugin, make, randomStream } from '@szilard/core';
import {
  maximumEntropyProductionBound,
  nearestNeighbourEntropyProduction,
  plugInEntropyProduction,
  spectralEntropyProduction,
  timeReversalNull,
  trajectoryEstimators,
  uncertaintyRelation,
  waitingTimeEntropyProduction,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { estimate, task, turningTask } from './entropy-production-cases.ts';

type Case = [name: string, plugin: EstimatorPlugin<'entropy-production-rate'>, of: ReturnType<typeof task>, n: number, params?: object];

describe('no direction of time, nothing to find', () => {
  const fair = task('discrete-ring', { up: 0.4, down: 0.4, steps: 3000 });
  const beads = task('linear-chain', { hot: 1, steps: 3000 });
  const spins = task('kinetic-ising', { drive: 0, steps: 3000 });
  const cases: Case[] = [
    ['words', plugInEntropyProduction, fair, 1],
    ['words of four', plugInEntropyProduction, fair, 1, { word: 4 }],
    ['waiting times', waitingTimeEntropyProduction, fair, 1],
    ['waiting times at one edge', waitingTimeEntropyProduction, fair, 1, { edges: [[0, 1]] }],
    ['spectra', spectralEntropyProduction, beads, 1],
    ['spectra of order 3', spectralEntropyProduction, beads, 1, { order: 3 }],
    ['linear currents', uncertaintyRelation, beads, 1, { currents: 'linear' }],
    ['nearest neighbours', nearestNeighbourEntropyProduction, beads, 1],
    ['spins', maximumEntropyProductionBound, spins, 1],
    ['spins, with changes', maximumEntropyProductionBound, spins, 1, { observables: 'exchange-and-change' }],
  ];
  test.each(cases)('%s: estimates lie on either side of 0', (name, plugin, { sample }, n, params) => {
    const all = Array.from({ length: 20 }, (_, r) => estimate(plugin, sample(n, randomStream(r).fork(name)).series, params));
    for (const found of all) expect(found).toAgreeWith(0);
    const below = all.filter(({ value }) => value < 0).length;
    // Squares of few normal numbers, less their mean: below 0 up to two times in three.
    expect(below).toBeGreaterThan(3);
    expect(below).toBeLessThan(19);
  });
});

describe('time-reversal null', () => {
  const pieces = 40;
  const suited: Record<string, [driven: ReturnType<typeof task>, reversible: ReturnType<typeof task>, params?: object]> = {
    'plug-in': [task('discrete-ring', { steps: 30 }), task('discrete-ring', { up: 0.4, down: 0.4, steps: 30 })],
    'waiting-time': [task('discrete-ring', { steps: 30 }), task('discrete-ring', { up: 0.4, down: 0.4, steps: 30 })],
    'uncertainty-relation': [task('linear-chain', { steps: 30 }), task('linear-chain', { hot: 1, steps: 30 }), { currents: 'linear' }],
    'maximum-entropy': [task('kinetic-ising', { steps: 100 }), task('kinetic-ising', { drive: 0, steps: 100 })],
    spectral: [task('linear-chain', { steps: 30 }), task('linear-chain', { hot: 1, steps: 30 })],
    'nearest-neighbours': [turningTask(Math.PI / 4, 30), turningTask(0, 30)],
  };
  test.each(trajectoryEstimators.map((plugin) => [plugin.id, plugin] as const))(
    '%s: seen where there is something, p not small where not',
    (id, plugin) => {
      const [driven, reversible, params] = suited[id.split('/')[1]];
      const built = make<object, { estimate(input: never): Estimate }>(plugin as never, params) as never;
      const rng = randomStream(1).fork(id);
      const p = (of: ReturnType<typeof task>) =>
        timeReversalNull(built, of.sample(pieces, rng.fork('samples')), rng.fork('null'), { repetitions: 39 }).p;
      expect(p(driven)).toBe(1 / 40);
      expect(p(reversible)).toBeGreaterThan(0.05);
    },
  );

  test('words: p is uniform where time has no direction, in few long trajectories cut into pieces too', () => {
    const fair = task('discrete-ring', { up: 0.4, down: 0.4, steps: 600 });
    const found = Array.from({ length: 100 }, (_, r) => {
      const rng = randomStream(1).fork(r);
      return timeReversalNull(make(plugInEntropyProduction), fair.sample(1, rng.fork('samples')), rng, { repetitions: 19, block: 20 }).p;
    });
    const share = found.filter((p) => p <= 0.5).length / 100;
    expect({ value: share, stderr: 0.05 }).toAgreeWith(0.5);
    expect({ value: found.filter((p) => p <= 0.1).length / 100, stderr: 0.03 }).toAgreeWith(0.1);
  });
});
