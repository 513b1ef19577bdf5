import { digamma, erfc, logGamma, moments, normalCdf, sum, twoSided } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('special functions', () => {
  test('digamma', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14);
    expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 13);
    expect(digamma(5000)).toBeCloseTo(8.517093188083, 11);
    expect(digamma(0)).toBeNaN();
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
        (x) => Math.abs(digamma(x + 1) - digamma(x) - 1 / x) < 1e-11 * Math.max(1, 1 / x),
      ),
    );
  });
  test('ln Γ', () => {
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
    expect(logGamma(21)).toBeCloseTo(42.33561646075349, 12);
    expect(logGamma(-1)).toBeNaN();
  });
  test('erfc and the normal law', () => {
    expect(erfc(0.5)).toBeCloseTo(0.4795001221869535, 14);
    expect(erfc(3) / 2.209049699858544e-5).toBeCloseTo(1, 11);
    expect(normalCdf(-1)).toBeCloseTo(0.15865525393145705, 14);
    expect(twoSided(4)).toBeCloseTo(6.334248366623996e-5, 16);
    fc.assert(fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (x) => Math.abs(erfc(x) + erfc(-x) - 2) < 1e-14));
  });
});

describe('reductions', () => {
  test('a sum keeps what a plain loop loses', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum([])).toBe(0);
    expect(sum([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(sum([Number.NaN, 1])).toBeNaN();
  });
  test('order does not matter beyond the last bits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
        (values) => Math.abs(sum(values) - sum([...values].reverse())) <= 1e-9,
      ),
    );
  });
  test('moments', () => {
    const { mean, variance, stderr, n } = moments([1, 2, 3, 4]);
    expect([mean, variance, stderr, n]).toEqual([2.5, 5 / 3, Math.sqrt(5 / 12), 4]);
    expect(moments([1]).variance).toBeNaN();
  });
});
