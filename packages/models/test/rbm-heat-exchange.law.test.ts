// Salazar's heat exchange: a machine at β = ½ in a bath at 1. Every pair of states counted, and the same through the engine.
import {
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  exactProcess,
  integralFluctuation,
  localDetailedBalance,
  make,
  moments,
  randomStream,
  reverse,
  simulate,
  type Tick,
  total,
} from '@szilard/core';
import {
  exchangeOf,
  gaussianBoundary,
  linear,
  rbm,
  rbmHeatExchange,
  rbmParameters,
  rbmQuench,
  scaledMachine,
  smallMachine,
  still,
  sweepSubsystem,
} from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const inBath = (model: Omit<Experiment, 'reservoirs'>): Experiment => ({ ...model, reservoirs: { x: bath, theta: bath } });
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const { defaults } = rbmHeatExchange;
const heatOf = (experiment: Experiment, trajectories: number, seed: string | number) => {
  const { ledger } = simulate(experiment, { trajectories, rng: randomStream(seed), ledger: 'totals' });
  return total(ledger.heat, ledger.ticks);
};
/** ln P(Q)/P̃(−Q) of two samples and its standard error. */
const logRatio = (forward: Float64Array, backward: Float64Array, heat: number) => {
  const near = (values: Float64Array, at: number) => values.reduce((count, q) => count + (Math.abs(q - at) < 1e-9 ? 1 : 0), 0);
  const [a, b] = [near(forward, heat), near(backward, -heat)];
  return { value: Math.log(a / forward.length / (b / backward.length)), stderr: Math.sqrt(1 / a + 1 / b) };
};

describe('case V12, every pair of states counted; Q there is heat taken from the bath', () => {
  test.each([
    ['h', -0.1867976293],
    ['v', -0.1862059267],
    ['hvh', -0.361474736],
  ])('%s: ⟨Q⟩, the integral and the detailed theorem', (moves, taken) => {
    const { mean: given, integral, worstHeat, worstPair, chance } = exchangeOf({ ...defaults, moves }, 1, moves);
    expect(-given).toBeCloseTo(taken, 9);
    expect(integral).toBeCloseTo(1, 13);
    expect(chance.reduce((a, b) => a + b)).toBeCloseTo(1, 13);
    expect(worstHeat).toBeLessThan(1e-11);
    expect(worstPair).toBeLessThan(1e-11);
  });

  test.each([
    ['hv', -0.3189546526],
    ['vh', -0.3205531176],
  ])('%s: the integral theorem holds; the detailed one only where the sweep is sent back in opposite order', (moves, taken) => {
    const same = exchangeOf({ ...defaults, moves }, 1, moves);
    expect(-same.mean).toBeCloseTo(taken, 9);
    expect(same.integral).toBeCloseTo(1, 13);
    expect(same.worstHeat).toBeCloseTo(0.713, 3);
    expect(same.worstPair).toBeCloseTo(1.7126, 4);
    const opposite = exchangeOf({ ...defaults, moves }, 1);
    expect(opposite.worstHeat).toBeLessThan(1e-11);
    expect(opposite.worstPair).toBeLessThan(1e-11);
  });
});

test('any machine, any temperatures: palindromes and opposite orders to rounding, ⟨Q⟩ of the sign of the second law', () => {
  const numbers = (n: number) => fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: n, maxLength: n });
  fc.assert(
    fc.property(
      fc.record({ weights: fc.tuple(numbers(2), numbers(2), numbers(2)), visibleBiases: numbers(3), hiddenBiases: numbers(2) }),
      fc.double({ min: 0.2, max: 2, noNaN: true }),
      fc.constantFrom('h', 'v', 'hv', 'vhv', 'hvhv'),
      (machine, startBeta, moves) => {
        const { mean: heat, integral, worstPair } = exchangeOf({ ...machine, startBeta, moves }, 1);
        expect(integral).toBeCloseTo(1, 11);
        expect(worstPair).toBeLessThan(1e-9);
        expect((1 - startBeta) * heat).toBeGreaterThan(-1e-12);
      },
    ),
    { numRuns: 25, seed: 1 },
  );
});

describe.each([1, 2, 3])('through the engine, seed %i', (seed) => {
  test.each(['h', 'v', 'hvh', 'hv'])('%s in half-steps: heat, local detailed balance, both theorems', (moves) => {
    const experiment = inBath(make(rbmHeatExchange, { moves }));
    const forward = simulate(experiment, { trajectories: 6000, rng: randomStream(seed) });
    const backward = simulate(reverse(experiment), { trajectories: 6000, rng: randomStream(seed).fork('back') });
    const exact = exchangeOf({ ...defaults, moves }, 1);
    expect(mean(total(forward.ledger.heat, forward.ledger.ticks))).toAgreeWith(exact.mean);
    expect(localDetailedBalance(forward).holds).toBe('yes');
    const [sigma, home] = [entropyProduction(forward), entropyProduction(backward)];
    // Nothing but heat: σ = (β₂ − β₁)Q on every trajectory.
    sigma.forEach((value, i) => {
      const q = forward.ledger.heat.subarray(i * moves.length, (i + 1) * moves.length).reduce((a, b) => a + b, 0);
      expect(Math.abs(value - 0.5 * q)).toBeLessThan(1e-11);
    });
    expect(integralFluctuation(sigma, { backward: home }).holds).toBe('yes');
    expect(detailedFluctuation(sigma, home).holds).toBe('yes');
    expect(exactProcess(experiment).means.heat.x).toBeCloseTo(exact.mean, 12);
  });

  test('a sweep as one move sent back in the same order: the integral theorem holds, single values of Q give it away', () => {
    const shape = { visible: 2, hidden: 2 };
    const machine = scaledMachine(shape, rbmParameters(smallMachine, '[test]'));
    const { start, end } = make(rbmHeatExchange);
    const model = (back: 'same' | 'opposite') =>
      inBath({
        subsystems: { x: sweepSubsystem({ shape, machine }, 'hidden', back), theta: still },
        ticks: [{ mover: 'x', control: start.control } satisfies Tick],
        start,
        end,
      });
    const n = 20_000;
    const rng = (name: string) => `${seed}/${name}`;
    const forward = heatOf(model('same'), n, rng('forward'));
    expect(mean(forward)).toAgreeWith(0.3189546526);
    const exact = exchangeOf({ ...defaults, moves: 'hv' }, 1, 'hv');
    const sent = exchangeOf({ ...defaults, moves: 'hv' }, 1);
    // The value of Q that misses most.
    const miss = (k: number) => {
      const mirrored = exact.heat.findIndex((q) => Math.abs(q + exact.heat[k]) < 1e-9);
      return Math.log(exact.chance[k] / exact.chance[mirrored]) - 0.5 * exact.heat[k];
    };
    const worst = exact.heat.reduce((best, _q, k) => (Math.abs(miss(k)) > Math.abs(miss(best)) ? k : best), 0);
    expect(Math.abs(miss(worst))).toBeCloseTo(exact.worstHeat, 12);
    const theory = 0.5 * exact.heat[worst];
    const [same, opposite] = [heatOf(reverse(model('same')), n, rng('same')), heatOf(reverse(model('opposite')), n, rng('opposite'))].map(
      (home) => logRatio(forward, home, exact.heat[worst]),
    );
    expect(same).toAgreeWith(theory + miss(worst));
    expect(Math.abs(same.value - theory)).toBeGreaterThan(4 * same.stderr);
    expect(opposite).toAgreeWith(theory);
    expect(sent.worstHeat).toBeLessThan(1e-11);
    const balanced = (back: 'same' | 'opposite') =>
      localDetailedBalance(simulate(model(back), { trajectories: 500, rng: randomStream(seed) })).holds;
    expect(balanced('same')).toBe('no');
    expect(balanced('opposite')).toBe('yes');
  });

  test('the Gaussian version: a spring from T = 2 to 1, half of it remembered', () => {
    const hot = gaussianBoundary(0, 2, new Float64Array(0));
    const kernel = linear({ drift: [[1]], diffusion: [[1]], dt: Math.LN2 });
    const experiment = inBath({
      subsystems: {
        x: { dim: 1, kernel, energy: (x, _given, out) => out.set(x.data.map((v) => 0.5 * v * v)) },
        theta: still,
      },
      ticks: [{ mover: 'x', control: new Float64Array(0) }],
      start: hot,
      end: hot,
    });
    const [forward, backward] = [heatOf(experiment, 20_000, seed), heatOf(reverse(experiment), 20_000, `${seed}/back`)];
    expect(mean(forward)).toAgreeWith(0.375);
    expect(mean(forward.map((q) => Math.exp(-0.5 * q)))).toAgreeWith(1);
    expect(
      detailedFluctuation(
        forward.map((q) => 0.5 * q),
        backward.map((q) => 0.5 * q),
      ).holds,
    ).toBe('yes');
    // An exchange force off by half is no exchange force.
    expect(detailedFluctuation(forward, backward).holds).toBe('no');
  });

  test('from no weights at all to those of V12: annealing in (v, h) by the engine, ⟨e^−W⟩ = Z/Z₀', () => {
    const params = { ...rbmQuench.defaults, from: 0, to: 1, jumps: 20 };
    const { ledger } = simulate(inBath(make(rbmQuench, params)), { trajectories: 4000, rng: randomStream(seed), ledger: 'totals' });
    const weight = mean(total(ledger.work, ledger.ticks).map((w) => Math.exp(-w)));
    const small = rbm({ visible: 2, hidden: 2 });
    const none = small.logZ(rbmParameters(smallMachine, '[test]', 0));
    expect({ value: Math.log(weight.value) + none, stderr: weight.stderr / weight.value }).toAgreeWith(3.64615308);
  });

  test('the quench of V12: mean work, and the detailed theorem', () => {
    const experiment = inBath(make(rbmQuench));
    const [forward, backward] = [experiment, reverse(experiment)].map((e, k) =>
      entropyProduction(simulate(e, { trajectories: 6000, rng: randomStream(seed).fork(k) })),
    );
    expect(mean(forward)).toAgreeWith(rbmQuench.exact!['entropy-production'](rbmQuench.defaults));
    // Weak driving leaves little to regress on: the check says what it can resolve.
    expect(detailedFluctuation(forward, backward).holds).not.toBe('no');
  });
});

test('refused: moves that are none, and machines too large to be listed', () => {
  expect(() => make(rbmHeatExchange, { moves: 'hxh' })).toThrow(/moves: expected letters h and v, as in hvh, got "hxh"/);
  expect(() => make(rbmHeatExchange, { visibleBiases: [0] })).toThrow(/weights: expected \[1, 2\].*got 2 rows/);
  const big = {
    weights: Array.from({ length: 6 }, () => new Array(6).fill(0)),
    visibleBiases: new Array(6).fill(0),
    hiddenBiases: new Array(6).fill(0),
  };
  expect(() => exchangeOf({ ...big, startBeta: 0.5, moves: 'h' }, 1)).toThrow(/at most 10 units in both layers.*got 12/);
});
