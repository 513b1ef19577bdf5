// Numbers of an external source: packages/models/test/torch-ppm.reference.test.ts.
import { divergences, gaussianDivergence, SzilardError } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const above = fc.double({ min: 0.05, max: 20, noNaN: true });
const pair = fc.tuple(above, above);
const chances = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 }).map((weights) => {
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
});

describe('divergences', () => {
  test('are 0 between a law and itself and nowhere negative', () => {
    for (const name of ['normal', 'gamma', 'beta', 'laplace'] as const) {
      fc.assert(
        fc.property(pair, pair, (p, q) => {
          expect(Math.abs(divergences[name](p, p))).toBeLessThan(1e-10);
          expect(divergences[name](p, q)).toBeGreaterThan(-1e-9);
        }),
        { seed: 1 },
      );
    }
    for (const name of ['exponential', 'poisson'] as const) {
      fc.assert(
        fc.property(above, above, (p, q) => {
          expect(divergences[name](p, p)).toBe(0);
          expect(divergences[name](p, q)).toBeGreaterThan(-1e-12);
        }),
        { seed: 1 },
      );
    }
    fc.assert(
      fc.property(chances, (p) => {
        expect(divergences.categorical(p, p)).toBe(0);
        expect(divergences.categorical(p, p.toReversed())).toBeGreaterThan(-1e-12);
      }),
      { seed: 1 },
    );
  });

  test('special cases of one another', () => {
    expect(divergences.gamma([1, 2], [1, 0.5])).toBeCloseTo(divergences.exponential(2, 0.5), 12);
    expect(divergences.bernoulli(0.2, 0.6)).toBeCloseTo(divergences.categorical([0.2, 0.8], [0.6, 0.4]), 14);
    const one = (mean: number, deviation: number) => ({ mean: [mean], covariance: [[deviation ** 2]] });
    expect(gaussianDivergence(one(0, 1.3), one(0.4, 2))).toBeCloseTo(divergences.normal([0, 1.3], [0.4, 2]), 12);
  });

  test('of laws that forbid what the other has', () => {
    expect(divergences.categorical([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(divergences.categorical([1, 0], [0.5, 0.5])).toBeCloseTo(Math.LN2, 14);
    expect(divergences.bernoulli(0, 0.5)).toBeCloseTo(Math.LN2, 14);
  });

  test('by quadrature', () => {
    const [p, q] = [
      [1.5, 0.8],
      [2.5, 0.4],
    ] as const;
    const logDensity = (x: number, [a, r]: readonly [number, number], lnGamma: number) =>
      a * Math.log(r) - lnGamma + (a - 1) * Math.log(x) - r * x;
    // ln Γ(3/2) and ln Γ(5/2) in closed form; x = u² takes the root out of the density at 0.
    const [g, h] = [Math.log(Math.sqrt(Math.PI) / 2), Math.log((3 * Math.sqrt(Math.PI)) / 4)];
    let total = 0;
    const step = 1e-3;
    for (let u = step; u < 9; u += step) {
      const [a, b] = [logDensity(u * u, p, g), logDensity(u * u, q, h)];
      total += 2 * u * step * Math.exp(a) * (a - b);
    }
    expect(divergences.gamma(p, q)).toBeCloseTo(total, 6);
  });

  test('refuse what is no law', () => {
    for (const act of [
      () => divergences.normal([0, 0], [0, 1]),
      () => divergences.gamma([1, -1], [1, 1]),
      () => divergences.poisson(Number.NaN, 1),
      () => divergences.exponential(1, Number.POSITIVE_INFINITY),
      () => divergences.bernoulli(1.2, 0.5),
      () => divergences.categorical([0.5, 0.5], [1]),
      () => divergences.categorical([0.7, 0.5], [0.5, 0.5]),
      () => gaussianDivergence({ mean: [0], covariance: [[1]] }, { mean: [0], covariance: [[-1]] }),
      () => gaussianDivergence({ mean: [0, 0], covariance: [[1]] }, { mean: [0, 0], covariance: [[1]] }),
      () => gaussianDivergence({ mean: [0], covariance: [[1]] }, { mean: [0, 1], covariance: [[1]] }),
    ])
      expect(act).toThrow(SzilardError);
  });
});
