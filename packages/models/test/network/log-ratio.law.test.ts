// What firings are worth: laws that hold trajectory by trajectory, whatever the method, and what a wrong account gives away.
import { moments, randomStream } from '@szilard/core';
import { networkBlocks, type ReactionNetwork } from '@szilard/models';
import { describe, expect, test } from 'vitest';
import { binding, everything } from './networks.ts';
import { frames, network } from './simulation.ts';

const ways = [
  { name: 'direct', options: { method: 'direct' } },
  { name: 'direct, no generated code', options: { method: 'direct', generate: false } },
  { name: 'next-reaction', options: { method: 'next-reaction' } },
] as const;

const logFactorial = (n: number): number => (n < 2 ? 0 : Math.log(n) + logFactorial(n - 1));
const rows = (all: Float64Array, width: number) =>
  Array.from({ length: all.length / width }, (_, i) => [...all.slice(i * width, (i + 1) * width)]);
const mean = (values: number[]) => moments(Float64Array.from(values));

/** Fifteen sites around which six molecules hop at rates 2 and 0.7; W counts the last edge. */
const [SITES, MOLECULES, AHEAD, BACK, FROM] = [15, 6, 2, 0.7, 1000];
const sites = Array.from({ length: SITES }, (_, k) => `S${k}`);
const ring = {
  initial: Object.fromEntries([...sites.map((name, k) => [name, k === 0 ? MOLECULES : 0]), ['W', FROM]]),
  parameters: { ahead: AHEAD, back: BACK },
  reactions: sites.flatMap((here, k) => {
    const next = sites[(k + 1) % SITES];
    const W = k === SITES - 1 ? { W: 1 } : {};
    return [
      { reactants: { [here]: 1 }, products: { [next]: 1, ...W }, rate: `ahead*${here}` },
      { reactants: { [next]: 1, ...W }, products: { [here]: 1 }, rate: `back*${next}` },
    ];
  }),
  columns: [...sites, 'W', 'log_ratio'],
};
/** Hops ahead less hops back. */
const hops = (counts: readonly number[]) => SITES * (counts[SITES] - FROM) + counts.slice(0, SITES).reduce((sum, n, k) => sum + k * n, 0);
const arrangements = (counts: readonly number[]) =>
  counts.slice(0, SITES).reduce((sum, n) => sum - logFactorial(n), logFactorial(MOLECULES));
const worth = (counts: readonly number[]) => hops(counts) * Math.log(AHEAD / BACK) + arrangements(counts);

describe.each(ways)('$name', ({ options }) => {
  test('under detailed balance it is ln π(n′)/π(n), to rounding', () => {
    const all = frames({ ...binding, columns: ['A', 'B', 'C', 'log_ratio'] }, { times: [0, 0.4, 3], trajectories: 200, ...options });
    // π ∝ K^c/[a! b! c!], K the ratio of rate constants; C starts at 0.
    const weight = ([a, b, c]: number[]) => c * Math.log(0.1) - logFactorial(a) - logFactorial(b) - logFactorial(c);
    for (const row of rows(all, 4)) expect(row[3]).toBeCloseTo(weight(row) - weight([20, 15, 0]), 10);
    expect(new Set(rows(all, 4).map(([, , c]) => c)).size).toBeGreaterThan(5);
  });

  test('around a ring: the affinity of every hop and the ways to arrange the molecules, to rounding', () => {
    const all = rows(frames(ring, { times: [2], trajectories: 300, ...options }), SITES + 2);
    for (const row of all) expect(row[SITES + 1]).toBeCloseTo(worth(row), 9);
    const { mean: value, stderr } = mean(all.map(hops));
    expect({ value, stderr }).toAgreeWith(2 * MOLECULES * (AHEAD - BACK));
  });

  test.each([1, 2, 3])('seed %i: ⟨e^−ratio p_t⟩ is the chance to be back after twice the time', (seed) => {
    const enzymes = {
      initial: { A: 3, B: 0 },
      reactions: [
        ['A -> B', 3],
        ['B -> A', 1],
        ['A -> B', 1],
        ['B -> A', 3],
      ],
      columns: ['A', 'log_ratio'],
    };
    const time = 0.1;
    const stay = (t: number) => (1 + Math.exp(-8 * t)) / 2;
    const law = (a: number) => [1, 3, 3, 1][a] * stay(time) ** a * (1 - stay(time)) ** (3 - a);
    const all = rows(frames(enzymes, { times: [time], trajectories: 8000, seed, ...options }), 2);
    const { mean: value, stderr } = mean(all.map(([a, ratio]) => Math.exp(-ratio) * law(a)));
    expect({ value, stderr }).toAgreeWith(stay(2 * time) ** 3);
  });

  test('it changes no other number', () => {
    const plain = rows(frames({ ...ring, columns: sites }, { times: [1, 2], trajectories: 20, ...options }), SITES);
    const all = rows(frames(ring, { times: [1, 2], trajectories: 20, ...options }), SITES + 2);
    expect(all.map((row) => row.slice(0, SITES))).toEqual(plain);
  });

  test('negative control: a firing weighed against the way back of its neighbour breaks the law', () => {
    const made = network(ring);
    const back = made.account!.back.map((_, j, all) => all[(j + 2) % all.length]);
    const wrong: ReactionNetwork = { ...made, account: { ...made.account!, back } };
    const blocks = [...networkBlocks(wrong, { times: [2], trajectories: 30, rng: randomStream(1), ...options })];
    const off = rows(Float64Array.from(blocks.flatMap((block) => [...(block?.frames ?? [])])), SITES + 2).map(
      (row) => row[SITES + 1] - worth(row),
    );
    expect(Math.max(...off.map(Math.abs))).toBeGreaterThan(0.5);
  });
});

test('a protocol of rates: the ratio is that of the moment of each firing', () => {
  // A lone molecule, so that hops alone count: ahead 2 before t = 1, then 4.
  const steps = { ...ring, initial: { ...ring.initial, S0: 1 }, events: ['t >= 1 : ahead = 4'] };
  const at = (times: number[]) => rows(frames(steps, { times, trajectories: 50 }), SITES + 2);
  const all = at([1 - 1e-9, 3]);
  for (let i = 0; i < 50; i++) {
    const [before, after] = [all[2 * i], all[2 * i + 1]];
    expect(before[SITES + 1]).toBeCloseTo(hops(before) * Math.log(2 / BACK), 9);
    expect(after[SITES + 1] - before[SITES + 1]).toBeCloseTo((hops(after) - hops(before)) * Math.log(4 / BACK), 9);
  }
});

test('what is worth no number is refused, and a name that is taken stays what it is', () => {
  const read = (document: object) => () => network(document);
  expect(read({ initial: { X: 1 }, reactions: [['X -> 0', 1]], columns: ['log_ratio'] })).toThrow(
    /expected a reaction with the opposite change after it, got none/,
  );
  expect(read({ ...everything, columns: ['log_ratio'] })).toThrow(
    /columns\] expected reactions without bound or assign beside log_ratio, got reaction "wave"/,
  );
  const taken = frames({ initial: { log_ratio: 7 }, reactions: [['0 -> log_ratio', 1]] }, { times: [0], trajectories: 1 });
  expect([...taken]).toEqual([7]);
});
