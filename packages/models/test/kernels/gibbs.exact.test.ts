// Case V12 of docs/theory.md 8: a 2 × 2 restricted Boltzmann machine, every state counted. Q here is heat taken from the bath.
import {
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  type Kernel,
  localDetailedBalance,
  make,
  randomStream,
  reverse,
  simulate,
} from '@szilard/core';
import { allStates, givenAt, transitionMatrix } from '@szilard/core/testing';
import { gibbsKernel, gibbsSweep, gibbsSweepKernel, landscape, system, thermal } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';

/** −v·Wh − b·v − c·h, all of W scaled by λ; x = [v₁, v₂, h₁, h₂]. */
const energy = ([v1, v2, h1, h2]: ArrayLike<number> & Iterable<number>, [scale] = [1]) =>
  -scale * (v1 * h1 - 0.5 * v1 * h2 + 0.5 * v2 * h1 + 1.5 * v2 * h2) - (0.1 * v1 - 0.2 * v2) - (-0.3 * h1 + 0.2 * h2);
const unit = Float64Array.of(0, 1);
const machine = landscape({
  dim: 4,
  energy: (x, control) => energy(x, control.length > 0 ? [control[0]] : [1]),
  values: [unit, unit, unit, unit],
});
const states = allStates([unit, unit, unit, unit]);
const n = states.n;
const energies = (scale = 1) => Float64Array.from({ length: n }, (_, i) => energy(states.data.subarray(4 * i, 4 * i + 4), [scale]));
const law = (beta: number, scale = 1) => {
  const weights = energies(scale).map((u) => Math.exp(-beta * u));
  const Z = weights.reduce((a, b) => a + b);
  return { p: weights.map((w) => w / Z), lnZ: Math.log(Z) };
};
const matrix = (kernel: Kernel) =>
  Matrix.from1DArray(
    n,
    n,
    transitionMatrix(kernel, states, (count) => givenAt(1, count)),
  );
const [V, H] = [
  [0, 1],
  [2, 3],
];
const part = (...order: number[]) => matrix(gibbsSweep(machine, order));
const entropy = (p: Iterable<number>) => [...p].reduce((sum, v) => sum - v * Math.log(v), 0);
const U = energies();
const { p, lnZ } = law(1);

test('equilibrium of the machine, by the landscape and by `thermal`', () => {
  expect(lnZ).toBeCloseTo(3.64615308, 8);
  const mean = p.reduce((sum, w, i) => sum + w * U[i], 0);
  expect(mean).toBeCloseTo(-1.247344899, 9);
  expect(p.reduce((sum, w, i) => sum + w * (U[i] - mean) ** 2, 0)).toBeCloseTo(0.7397409271, 9);
  const marginal = (at: (i: number) => number) => [0, 1, 2, 3].map((value) => p.reduce((sum, w, i) => sum + (at(i) === value ? w : 0), 0));
  const [v, h] = [marginal((i) => i >> 2), marginal((i) => i & 3)];
  for (const [i, truth] of [0.1008966084, 0.3072086314, 0.1512816744, 0.4406130858].entries()) expect(v[i]).toBeCloseTo(truth, 9);
  expect(entropy(p)).toBeCloseTo(2.398808181, 9);
  expect(entropy(v)).toBeCloseTo(1.24083231, 8);
  expect(entropy(h)).toBeCloseTo(1.241059358, 9);
  expect(entropy(v) + entropy(h) - entropy(p)).toBeCloseTo(0.08308348653, 9);
  const out = new Float64Array(n);
  thermal(machine, { beta: 1 }).logDensity(states, { n, dim: 0, data: new Float64Array(0) }, out);
  for (let i = 0; i < n; i++) expect(out[i]).toBeCloseTo(Math.log(p[i]), 12);
});

describe('heat exchanged between β = ½ and a bath at 1', () => {
  const start = law(0.5).p;
  const exchange = (k: Matrix) => {
    let [mean, exponential] = [0, 0];
    const chance = new Map<number, number>();
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const w = start[i] * k.get(i, j);
        if (w === 0) continue;
        const q = U[j] - U[i];
        mean += w * q;
        exponential += w * Math.exp(0.5 * q);
        const key = Math.round(q * 1e9) / 1e9 + 0;
        chance.set(key, (chance.get(key) ?? 0) + w);
      }
    return { mean, exponential, chance };
  };
  /** Worst |ln P(Q)/P̃(−Q) + Q/2| over values of Q, P̃ that of the process sent back. */
  const worstPerHeat = (k: Matrix, back = k) => {
    const [there, home] = [exchange(k).chance, exchange(back).chance];
    return Math.max(...[...there].map(([q, w]) => Math.abs(Math.log(w / home.get(-q + 0)!) + 0.5 * q)));
  };
  const worstPerPair = (k: Matrix, back = k) => {
    let worst = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        if (k.get(i, j) > 0) worst = Math.max(worst, Math.abs(Math.log(k.get(i, j) / back.get(j, i)) + (U[j] - U[i])));
    return worst;
  };

  test.each([
    ['K_h', part(...H), -0.1867976293],
    ['K_v', part(...V), -0.1862059267],
    [
      'K_h K_v K_h',
      part(...H)
        .mmul(part(...V))
        .mmul(part(...H)),
      -0.361474736,
    ],
  ])('%s: mean heat, integral and detailed exchange theorem, all to rounding', (_name, k, mean) => {
    const { mean: q, exponential } = exchange(k);
    expect(q).toBeCloseTo(mean, 9);
    expect(exponential).toBeCloseTo(1, 12);
    expect(worstPerHeat(k)).toBeLessThan(1e-9);
    expect(worstPerPair(k)).toBeLessThan(1e-9);
  });

  test('a systematic sweep keeps the integral theorem but not the detailed one, unless it is sent back in opposite order', () => {
    const kernel = gibbsSweep(machine, [...H, ...V]);
    const [sweep, opposite] = [matrix(kernel), matrix(kernel.reversed!)];
    expect(exchange(sweep).mean).toBeCloseTo(-0.3189546526, 9);
    expect(exchange(opposite).mean).toBeCloseTo(-0.3205531176, 9);
    expect(exchange(sweep).exponential).toBeCloseTo(1, 12);
    expect(worstPerHeat(sweep)).toBeCloseTo(0.713, 3);
    expect(worstPerPair(sweep)).toBeCloseTo(1.7126, 4);
    expect(worstPerPair(sweep, opposite)).toBeLessThan(1e-9);
    expect(worstPerHeat(sweep, opposite)).toBeLessThan(1e-9);
  });

  test('at equilibrium a sweep misses detailed balance by 0.01105 and seems to produce 0.1518 nat; its second eigenvalue is 0.1099', () => {
    const sweep = part(...H, ...V);
    let [worst, apparent] = [0, 0];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const [there, back] = [p[i] * sweep.get(i, j), p[j] * sweep.get(j, i)];
        worst = Math.max(worst, Math.abs(there - back));
        apparent += there * Math.log(there / back);
      }
    expect(worst).toBeCloseTo(0.01105, 5);
    expect(apparent).toBeCloseTo(0.1517902714, 9);
    const magnitudes = new EigenvalueDecomposition(sweep).realEigenvalues.map(Math.abs).sort((a, b) => b - a);
    expect(magnitudes[0]).toBeCloseTo(1, 10);
    expect(magnitudes[1]).toBeCloseTo(0.1099314187, 9);
    const scan = matrix(make(gibbsKernel)(machine));
    expect(worstPerPair(scan)).toBeLessThan(1e-9);
  });
});

test('a quench W → 1.5 W', () => {
  const [after, { lnZ: lnZ1 }] = [energies(1.5), law(1, 1.5)];
  const work = p.reduce((sum, w, i) => sum + w * (after[i] - U[i]), 0);
  expect(work).toBeCloseTo(-0.6947702298, 9);
  expect(lnZ - lnZ1).toBeCloseTo(-0.795290209, 9);
  expect(work - (lnZ - lnZ1)).toBeCloseTo(0.1005199792, 9);
});

describe('the same through the engine: a quench, then three sweeps', () => {
  const bath = make(ideal);
  const [before, after] = [Float64Array.of(1), Float64Array.of(2)];
  const experiment = (kernel: Parameters<typeof system>[0]['kernel']): Experiment => ({
    ...system({
      landscape: machine,
      kernel,
      controls: [after, after, after],
      start: thermal(machine, { beta: 1, control: before }),
      end: thermal(machine, { beta: 1, control: before }),
    }),
    reservoirs: { x: bath, theta: bath },
  });
  const verdicts = (kernel: Parameters<typeof system>[0]['kernel']) => {
    const e = experiment(kernel);
    const [there, back] = [
      simulate(e, { trajectories: 15_000, rng: randomStream(1) }),
      simulate(reverse(e), { trajectories: 15_000, rng: randomStream(2) }),
    ];
    return { ldb: localDetailedBalance(there).holds, dft: detailedFluctuation(entropyProduction(there), entropyProduction(back)).holds };
  };
  test('with the opposite order as reverse both laws hold', () => {
    expect(verdicts(make(gibbsSweepKernel))).toEqual({ ldb: 'yes', dft: 'yes' });
    expect(verdicts(make(gibbsKernel))).toEqual({ ldb: 'yes', dft: 'yes' });
  });
  test('sent back in the same order, a sweep is worth something else than its heat', () => {
    const alone = (on: typeof machine): Kernel => {
      const { walk: _walk, reversed: _reversed, ...rest } = make(gibbsSweepKernel)(on);
      return rest;
    };
    expect(localDetailedBalance(simulate(experiment(alone), { trajectories: 300, rng: randomStream(1) })).holds).toBe('no');
  });
});
