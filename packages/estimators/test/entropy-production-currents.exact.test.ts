// Relations between currents and entropy production, and antisymmetric observables, where the answer is known.
import { randomStream } from '@szilard/core';
import { maximumEntropyProductionBound, plugInEntropyProduction, uncertaintyRelation } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { relations } from '../src/entropy-production/relations.ts';
import { estimate, spinRing, task } from './entropy-production-cases.ts';

describe('uncertainty relations', () => {
  const kinds = Object.entries(relations);
  test.each(kinds)('%s: slope, and 2r for small r on either side of 0', (_name, { of, slope }) => {
    for (const r of [-0.3, -1e-3, -1e-7, 1e-7, 1e-3, 0.2, 3]) {
      const h = 1e-6 * Math.max(1, Math.abs(r));
      expect(slope(r)).toBeCloseTo((of(r + h) - of(r - h)) / (2 * h), 6);
    }
    expect(of(1e-9) / 2e-9).toBeCloseTo(1, 8);
    expect(of(0)).toBe(0);
  });

  test('exponential ≤ fluctuation theorem ≤ continuous', () => {
    for (const r of [0.01, 0.3, 2, 50]) {
      expect(relations.exponential.of(r)).toBeLessThan(relations['fluctuation-theorem'].of(r));
      expect(relations['fluctuation-theorem'].of(r)).toBeLessThan(relations.continuous.of(r));
    }
  });

  test('a current of ±1 saturates the fluctuation theorem’s; the continuous one is exceeded by this kernel', () => {
    for (const p of [0.55, 0.75, 0.95]) {
      const truth = (2 * p - 1) * Math.log(p / (1 - p));
      const r = (2 * p - 1) ** 2 / (4 * p * (1 - p));
      expect(relations['fluctuation-theorem'].of(r)).toBeCloseTo(truth, 12);
      expect(relations.exponential.of(r)).toBeLessThan(truth);
      expect(relations.continuous.of(r)).toBeGreaterThan(truth);
    }
  });

  test('a current by hand', () => {
    // Steps +1 +1 +1 −1 over and over: mean ½, variance ¾ (n − 1 in the denominator), so r → ⅓.
    const data = new Float64Array(2001);
    for (let t = 1; t < data.length; t++) data[t] = data[t - 1] + (t % 4 === 0 ? -1 : 1);
    const found = estimate(uncertaintyRelation, { trajectories: 1, steps: 2001, dim: 1, data }, { weights: [-3], relation: 'continuous' });
    expect(found.value).toBeCloseTo(2 / 3, 2);
    expect(found.bound).toBe('lower');
    expect(found.cautions.join()).toMatch(/kernels in discrete time/);
  });

  test('what cannot fluctuate is said', () => {
    const line = { trajectories: 1, steps: 200, dim: 1, data: Float64Array.from({ length: 200 }, (_, t) => t) };
    expect(estimate(uncertaintyRelation, line)).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      cautions: [expect.stringMatching(/does not fluctuate/)],
    });
    const still = { ...line, data: new Float64Array(200) };
    expect(estimate(uncertaintyRelation, still)).toMatchObject({ value: 0, cautions: [expect.stringMatching(/nothing flows/)] });
    expect(() => estimate(uncertaintyRelation, line, { weights: [1, 2] })).toThrow(/weights: expected 1, one a current, or none, got 2/);
  });
});

describe('maximum entropy', () => {
  test('spins going round: the dual is exact, (p − q) ln(p/q), at the optimum of ±1 observables', () => {
    // Two halves with the same counts of steps either way: 3 to 1.
    const path: number[] = [];
    let at = 0;
    for (let t = 0; t <= 8000; t++) {
      path.push(
        ...[
          [-1, -1],
          [-1, 1],
          [1, 1],
          [1, -1],
        ][at],
      );
      at = (at + (t % 4 === 3 ? 3 : 1)) % 4;
    }
    const found = estimate(maximumEntropyProductionBound, { trajectories: 1, steps: 8001, dim: 2, data: Float64Array.from(path) });
    expect(found.value).toBeCloseTo(0.5 * Math.log(3), 2);
    expect(found.bound).toBe('lower');
  });

  test('what goes one way only is said; so are columns that are no symbols', () => {
    const once = spinRing(0.999999999, 400).sample(1, randomStream(1));
    expect(estimate(maximumEntropyProductionBound, once.series)).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      cautions: [expect.stringMatching(/never seen going back/)],
    });
    const numbers = task('linear-chain', { steps: 200 }).sample(1, randomStream(1)).series;
    expect(() => estimate(maximumEntropyProductionBound, numbers)).toThrow(/at most 16 values in column 0, got more/);
    const one = { trajectories: 1, steps: 200, dim: 1, data: numbers.data.filter((_, at) => at % 2 === 0).map(Math.sign) };
    expect(() => estimate(maximumEntropyProductionBound, one)).toThrow(/at least 2 spins/);
  });

  test('a column of symbols counts as a spin for each: all of a ring shows', () => {
    const { truth, sample } = task('discrete-ring', { steps: 4000 });
    const { series } = sample(1, randomStream(1));
    const [found, words] = [maximumEntropyProductionBound, plugInEntropyProduction].map((plugin) => estimate(plugin, series));
    expect(found).toAgreeWith(truth);
    expect(Math.abs(found.value - words.value)).toBeLessThan(0.5 * words.stderr);
  });
});
