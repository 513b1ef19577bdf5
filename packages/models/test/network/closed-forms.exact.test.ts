// Exact laws of networks against their simulation; seeds 1, 2, 3.
import { evolve, rateMatrix } from '@szilard/core';
import { describe, expect, test } from 'vitest';
import { reachableStates } from '../../src/network/reachable-states.ts';
import { birthDeath, threes } from './networks.ts';
import { frames, meanAt, network, simulated } from './simulation.ts';

const seeds = [1, 2, 3];

/** Means and variances by the master equation of a network with few states. */
function masterEquation(document: unknown, time: number) {
  const made = network(document);
  const { count, counts, propensity } = reachableStates(made, 500);
  const rates = Array.from({ length: count }, (_, from) =>
    Array.from({ length: count }, (_, to) => (from === to ? 0 : made.reactions.reduce((sum, _r, r) => sum + propensity(r, from, to), 0))),
  );
  const { law } = evolve(
    Float64Array.from({ length: count }, (_, k) => Number(k === 0)),
    rateMatrix(rates),
    time,
  );
  const average = (f: (n: number) => number, place: number) =>
    law.reduce((sum, p, k) => sum + p * f(counts[k * made.variables.length + place]), 0);
  return made.variables.map((name, place) => {
    const mean = average((n) => n, place);
    return { name, mean, variance: average((n) => (n - mean) ** 2, place) };
  });
}

describe.each(seeds)('seed %i', (seed) => {
  test('birth and death: mean and variance', () => {
    const times = [0, 10, 30];
    const summary = simulated(birthDeath, { times, seed });
    const [l, m] = [0.1, 0.11];
    times.forEach((t, k) => {
      const grown = Math.exp((l - m) * t);
      const variance = ((100 * (l + m)) / (l - m)) * grown * (grown - 1);
      if (t === 0) expect([summary.mean[k], summary.sd[k]]).toEqual([100, 0]);
      else {
        expect(meanAt(summary, 'X', k)).toAgreeWith(100 * grown);
        expect({ value: summary.sd[k] ** 2, stderr: variance * Math.sqrt(2.2 / summary.trajectories) }).toAgreeWith(variance);
      }
    });
  });

  test('immigration in batches of five', () => {
    const document = {
      initial: { X: 0 },
      reactions: [
        ['0 -> 5X', 1],
        ['X -> 0', 0.2],
      ],
    };
    const summary = simulated(document, { times: [5], seed });
    const decay = Math.exp(-0.2 * 5);
    expect(meanAt(summary, 'X', 0)).toAgreeWith(25 * (1 - decay));
    const variance = 25 * (1 - decay) + (5 * 4 * (1 - decay * decay)) / (2 * 0.2);
    expect({ value: summary.sd[0] ** 2, stderr: variance * Math.sqrt(2.5 / summary.trajectories) }).toAgreeWith(variance);
  });

  test.each<[string, object]>([
    [
      'dimers by mass action',
      {
        initial: { P: 20, D: 0 },
        reactions: [
          ['2P -> D', 0.1],
          ['D -> 2P', 0.5],
        ],
      },
    ],
    [
      'dimers by their rates',
      {
        initial: { P: 20, D: 0 },
        parameters: { a: 0.1, b: 0.5 },
        reactions: [
          ['on', '2P -> D', 'a*P*(P-1)/2'],
          ['off', 'D -> 2P', 'b*D'],
        ],
      },
    ],
    [
      'triples',
      {
        initial: { A: 9, B: 0 },
        reactions: [
          ['3A -> 3B', 0.05],
          ['B -> A', 0.4],
        ],
      },
    ],
    [
      'a rule in a rate, parameters with a local shadow',
      {
        initial: { X: 12, Y: 0 },
        parameters: { k: 9 },
        rules: ['s = X/(1 + Y)'],
        reactions: [{ equation: 'X -> Y', rate: 'k*s', local_parameters: { k: 0.5 } }, ['Y -> X', 0.3]],
      },
    ],
  ])('%s: the master equation', (_name, document) => {
    const summary = simulated(document, { times: [1.5], seed });
    for (const { name, mean, variance } of masterEquation(document, 1.5)) {
      expect(meanAt(summary, name, 0)).toAgreeWith(mean);
      const at = summary.columns.indexOf(name);
      expect({ value: summary.sd[at] ** 2, stderr: variance * Math.sqrt(2.5 / summary.trajectories) }).toAgreeWith(variance);
    }
  });

  test('an event by state: a Poisson count modulo three', () => {
    const times = [0.3, 1, 4];
    const all = frames(threes, { times, seed, trajectories: 4000 });
    const summary = simulated(threes, { times, seed });
    times.forEach((t, k) => {
      // ⟨N mod 3⟩ from the characters of the cyclic group of order 3.
      const wave = (turn: number) => Math.exp(-3 * t) * Math.cos(Math.sqrt(3) * t + turn);
      const chance = (rest: number) => (1 + 2 * wave((-2 * Math.PI * rest) / 3)) / 3;
      expect(meanAt(summary, 'X', k)).toAgreeWith(chance(1) + 2 * chance(2));
      const total = Array.from({ length: 4000 }, (_, i) => all[(i * 3 + k) * 2] + 3 * all[(i * 3 + k) * 2 + 1]);
      expect({ value: total.reduce((a, b) => a + b) / 4000, stderr: Math.sqrt((2 * t) / 4000) }).toAgreeWith(2 * t);
    });
  });

  test('a rate in steps and a rate that is thinned', () => {
    const source = (rate: string, more = {}) => ({ initial: { X: 0 }, reactions: [{ products: { X: 1 }, rate, ...more }] });
    expect(meanAt(simulated(source('t <= 2 ? 1 : 4'), { times: [2, 5], seed }), 'X', 1)).toAgreeWith(2 + 12);
    expect(meanAt(simulated(source('3*(1 + sin(t))', { bound: 6 }), { times: [4], seed }), 'X', 0)).toAgreeWith(3 * (4 + 1 - Math.cos(4)));
  });

  test('a self-exciting process: mean rate λ₀/(1 − α/β), and its relaxation from λ₀', () => {
    const hawkes = {
      initial: { N: 0 },
      parameters: { background: 0.5, kick: 0.5, decay: 2, heat: 0, last: 0 },
      reactions: [
        {
          products: { N: 1 },
          rate: 'background + heat*exp(-decay*(t - last))',
          bound: 'background + heat',
          assign: 'heat = heat*exp(-decay*(t - last)) + kick; last = t',
        },
      ],
    };
    const t = 6;
    const gap = 2 - 0.5;
    const mean = (0.5 * 2 * t) / gap - ((0.5 * 0.5) / gap ** 2) * (1 - Math.exp(-gap * t));
    expect(meanAt(simulated(hawkes, { times: [t], seed }), 'N', 0)).toAgreeWith(mean);
  });
});

describe('events by time', () => {
  const still = { initial: { X: 1 }, parameters: { k: 1 }, reactions: [] };
  const seen = (events: readonly unknown[], times: readonly number[], more = {}) => [
    ...frames({ ...still, ...more, events }, { times, trajectories: 1 }),
  ];

  test('happen at their very time, before that time is written down', () => {
    expect(seen(['t >= 25 : X = 50'], [24, 25, 26])).toEqual([1, 50, 50]);
    expect(seen(['t == 25 : X = 50'], [24, 25, 26])).toEqual([1, 50, 50]);
    expect(seen(['t > 25 : X = 50'], [24, 25, 25.5])).toEqual([1, 1, 50]);
    expect(seen(['t >= 22.5 : X = 7'], [22, 23])).toEqual([1, 7]);
    expect(seen(['0.1*t >= 2.5 : X = 7'], [24.999, 25, 25.001])).toEqual([1, 7, 7]);
    expect(seen(['25 <= time and time < 30 : X = X + 1'], [24, 25, 40])).toEqual([1, 2, 2]);
    expect(seen(['not (t < 3) : X = 2'], [2, 3])).toEqual([1, 2]);
  });

  test('need a trigger that was false', () => {
    expect(seen(['t >= 0 : X = 9'], [0, 1])).toEqual([1, 1]);
    expect(seen([{ trigger: 't >= 0', initial_value: false, assignments: { X: 9 } }], [0, 1])).toEqual([9, 9]);
    expect(seen(['t > 0 : X = 9'], [0, 1])).toEqual([1, 9]);
  });

  test('read all values before they set any, and set off others', () => {
    const two = { initial: { X: 1, Y: 2 } };
    expect(seen(['t >= 1 : X = Y; Y = X'], [1], two)).toEqual([2, 1]);
    expect(seen(['t >= 1 : X = 5', 'X > 4 : Y = X + 1'], [1], two)).toEqual([5, 6]);
    expect(seen(['t >= 1 : X = max(X, 3), Y = X'], [1], two)).toEqual([3, 1]);
  });

  test('at moments that the state decides', () => {
    expect(seen(['t > 2*X : X = X + 1'], [1, 2, 2.5, 4, 4.5, 7], {})).toEqual([1, 1, 2, 2, 3, 4]);
  });

  test('may change parameters, and show in rules', () => {
    expect(seen(['t >= 1 : k = 5'], [0, 1], { rules: ['y = k*X'], columns: ['y', 'k'] })).toEqual([1, 1, 5, 5]);
  });
});
