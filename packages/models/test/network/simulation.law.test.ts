import { randomStream } from '@szilard/core';
import { networkBlocks, simulateNetwork, simulateNetworkAsync } from '@szilard/models';
import { describe, expect, test } from 'vitest';
import { binding, birthDeath, everything, threes } from './networks.ts';
import { frames, network, simulated } from './simulation.ts';

const times = [0, 0.5, 1, 2.5, 4, 7, 8];
/** A chain of 80 species: by the next-reaction method, which has no generated code. */
const chain = {
  initial: Object.fromEntries(Array.from({ length: 80 }, (_, k) => [`S${k}`, k === 0 ? 30 : 0])),
  reactions: Array.from({ length: 79 }, (_, k) => [`S${k} -> S${k + 1}`, 5]),
};

describe.each([
  ['birth-death', birthDeath],
  ['binding', binding],
  ['threes', threes],
  ['everything', everything],
  ['chain', chain],
])('%s', (_name, document) => {
  test('generated code and plain closures give the same bits', () => {
    const plain = frames(document, { times, trajectories: 150, generate: false });
    expect(frames(document, { times, trajectories: 150 })).toEqual(plain);
    expect(new Set(plain).size).toBeGreaterThan(5);
  });

  test('a range has the numbers that the whole has there', () => {
    const whole = frames(document, { times, trajectories: 100 });
    const part = frames(document, { times, trajectories: 30, first: 70 });
    expect(part).toEqual(whole.slice((whole.length / 100) * 70));
    expect(frames(document, { times, trajectories: 100, seed: 2 })).not.toEqual(whole);
  });
});

test('more looks along the way change nothing where both look, as long as no draw is thrown away', () => {
  const fine = frames(birthDeath, { times: [0, 1, 2, 3, 4, 5, 6, 7, 8], trajectories: 20 });
  const coarse = frames(birthDeath, { times: [0, 4, 8], trajectories: 20 });
  expect([...coarse]).toEqual([...fine].filter((_, at) => at % 9 === 0 || at % 9 === 4 || at % 9 === 8));
});

test('what stays is conserved in every trajectory', () => {
  const all = frames({ ...binding, rules: ['a = A + C', 'b = B + C'] }, { times, trajectories: 100 });
  for (let at = 0; at < all.length; at += 5) expect([all[at + 3], all[at + 4]]).toEqual([20, 15]);
});

test('summaries agree with the frames they sum up, and wait for nobody', async () => {
  const all = frames(everything, { times, trajectories: 200 });
  const summary = simulated(everything, { times, trajectories: 200 });
  const width = times.length * 5;
  for (let k = 0; k < width; k++) {
    const column = Array.from({ length: 200 }, (_, i) => all[i * width + k]);
    const mean = column.reduce((a, b) => a + b) / 200;
    expect(summary.mean[k]).toBeCloseTo(mean, 12);
    expect(summary.sd[k]).toBeCloseTo(Math.sqrt(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 199), 12);
  }
  const again = await simulateNetworkAsync(network(everything), { times, trajectories: 200, rng: randomStream(1).fork('network') });
  expect(again).toEqual(summary);
});

describe('a run that cannot go on says why, and gives what was finished first', () => {
  const options = { times: [0, 10], trajectories: 500, rng: randomStream(1) };
  const go =
    (document: unknown, more = {}) =>
    () =>
      simulateNetwork(network(document), { ...options, ...more });
  const one = (reaction: object, more = {}) => ({ initial: { X: 3 }, reactions: [{ name: 'R', ...reaction }], ...more });

  test.each<[string, unknown, RegExp]>([
    [
      'a rate negative from the start',
      one({ reactants: { X: 1 }, rate: 'X - 5' }),
      /^\[net\.json\] reaction "R", time 0: expected a rate of at least 0 and finite, got -2 from "X - 5"\..* State: X = 3\.$/,
    ],
    [
      'a rate that turns negative',
      one({ products: { X: 1 }, rate: '5 - X' }, { events: ['t > 2 : X = 9'] }),
      /reaction "R", trajectory 0, time 2: .*got -4 from "5 - X"/,
    ],
    [
      'a rate that turns into no number',
      one({ reactants: { X: 1 }, rate: 'X < 2 ? log(X - 2) : X' }),
      /trajectory 0, time [\d.]+: .*got NaN from/,
    ],
    ['a rate that is infinite', one({ reactants: { X: 1 }, rate: '1/(X - 1) + 1' }), /got Infinity from/],
    [
      'more taken than there is',
      one({ reactants: { X: 2 }, rate: '1' }),
      /expected at least 2 of X to take 2 away, got 1\..*State: X = -1/,
    ],
    [
      'a runaway growth',
      one({ reactants: { X: 2 }, products: { X: 3 }, rate_constant: 1 }),
      /expected at most 10000 firings before time 10, got more/,
    ],
    [
      'counts beyond exactness',
      { initial: { X: 2 ** 53 - 2 }, reactions: [['0 -> X', 1]] },
      /expected counts up to 2\^53 - 1, where they are exact, got more of X/,
    ],
    [
      'half a molecule set',
      one({ reactants: { X: 1 }, rate: '1' }, { events: ['t > 1 : X = 0.5'] }),
      /event "event 1", trajectory 0, time 1: expected a whole number from 0 to 2\^53 - 1 for X, got 0\.5/,
    ],
    [
      'events that never rest',
      one({ reactants: { X: 1 }, rate: 'X' }, { parameters: { a: 0 }, events: ['X < 3 and a < 1 : a = 1', 'a > 0 : a = 0'] }),
      /1000 rounds of them at one moment/,
    ],
    [
      'a rate above its bound',
      one({ products: { X: 1 }, rate: '3*t', bound: '2' }),
      /expected a rate from 0 to its bound 2, got [\d.]+ from "3\*t"\. Raise the bound/,
    ],
  ])('%s', (_name, document, words) => expect(go(document, { mostFirings: 10_000 })).toThrow(words));

  test('in any case after the trajectories before it', () => {
    const rare = { initial: { X: 0 }, reactions: [{ name: 'R', products: { X: 1 }, rate: 'X < 12 ? 0.5 : -1' }] };
    const blocks = networkBlocks(network(rare), options);
    let done = 0;
    expect(() => {
      for (const block of blocks) done += block?.n ?? 0;
    }).toThrow(/got -1/);
    expect(done).toBeGreaterThan(64);
    const whole = [...networkBlocks(network(rare), { ...options, trajectories: done })];
    expect(whole.reduce((n, block) => n + (block?.n ?? 0), 0)).toBe(done);
    expect(() => [...networkBlocks(network(rare), { ...options, trajectories: done + 1 })]).toThrow(`trajectory ${done}, `);
  });

  test.each([[[0, 0]], [[-1, 0]], [[1, Number.NaN]], [[2, 1]]])('times %j', (wrong) => {
    expect(go(birthDeath, { times: wrong })).toThrow(/expected finite times that rise from 0 on/);
  });
  test('no trajectories', () =>
    expect(go(birthDeath, { trajectories: 0 })).toThrow(/trajectories: expected a whole number of at least 1, got 0/));
});
