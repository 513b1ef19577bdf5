import { entropyProduction, localDetailedBalance, make, moments, randomStream, simulate, total } from '@szilard/core';
import { reactionNetwork } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const go = (params: object, seed: number, trajectories = 4000) =>
  simulate({ ...make(reactionNetwork, params), reservoirs: { x: bath, theta: bath } }, { trajectories, rng: randomStream(seed) });
const text = (document: object) => JSON.stringify(document);
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('reversible binding is in equilibrium: no work, no entropy production, and the counts of its law', () => {
    const run = go({}, seed);
    expect(Math.max(...entropyProduction(run).map(Math.abs))).toBeLessThan(1e-12);
    expect(Math.max(...total(run.ledger.work, run.ledger.ticks).map(Math.abs))).toBeLessThan(1e-12);
    // π(C = c) ∝ (0.4/1)^c / [(6 − c)! (5 − c)! c!].
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    const weights = Array.from({ length: 6 }, (_, c) => 0.4 ** c / (factorial(6 - c) * factorial(5 - c) * factorial(c)));
    const truth = weights.reduce((sum, w, c) => sum + w * c, 0) / weights.reduce((a, b) => a + b);
    const bound = Float64Array.from({ length: run.x.n }, (_, i) => run.x.data[3 * i + 2]);
    expect(mean(bound)).toAgreeWith(truth);
    expect(localDetailedBalance(run).holds).toBe('yes');
  });

  test('molecules driven around a triangle: (a − b) ln(a/b) each per unit time', () => {
    const ways = [
      ['A->B', 2],
      ['B->A', 1],
      ['B->C', 2],
      ['C->B', 1],
      ['C->A', 2],
      ['A->C', 1],
    ];
    const over = (ticks: number) => go({ network: text({ initial: { A: 4, B: 0, C: 0 }, reactions: ways }), interval: 0.25, ticks }, seed);
    const run = over(4);
    expect(mean(entropyProduction(run))).toAgreeWith(4 * Math.LN2);
    expect(localDetailedBalance(run).holds).toBe('yes');
    // Var e^−σ = e^6t − 1, from Poisson laws of 8t and 4t jumps: at t = 1 it is 402, more than a sample of this size can see.
    expect(mean(entropyProduction(over(1)).map((sigma) => Math.exp(-sigma)))).toAgreeWith(1);
  });

  test('two ways of one reaction count apart: what one does and the other undoes is dissipated', () => {
    // Two enzymes at different ratios, 3 and 1/3: the same net rates would look like equilibrium.
    const ways = [
      ['A->B', 3],
      ['B->A', 1],
      ['A->B', 1],
      ['B->A', 3],
    ];
    const run = go({ network: text({ initial: { A: 1, B: 0 }, reactions: ways }), interval: 0.25, ticks: 2 }, seed);
    expect(mean(entropyProduction(run))).toAgreeWith(2 * Math.log(3) * 0.5);
  });
});

test.each<[string, object, RegExp]>([
  [
    'a reaction without a way back',
    { initial: { A: 3, B: 0 }, reactions: [['A->B', 1]] },
    /reaction "reaction 1": expected a reaction with the opposite change after it, got none/,
  ],
  [
    'states without end',
    {
      initial: { A: 0 },
      reactions: [
        ['0->A', 1],
        ['A->0', 1],
      ],
    },
    /at most 300 states, got more\. .*szilard simulate/,
  ],
  ['events', { initial: { A: 1 }, reactions: [], events: ['t > 1 : A = 2'] }, /rates depend on counts only/],
])('%s is refused', (_name, document, words) => {
  expect(() => make(reactionNetwork, { network: text(document) })).toThrow(words);
});
