import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChance, formatEstimate, formatNumber, formatScore, formatUnit, significant, trimmed, zScore } from '../src/index.ts';

test.each([
  [0.0263, 0.0016, '0.0263 ± 0.0016'],
  [0.99, 0.0996, '0.99 ± 0.10'],
  [1230.4, 120, '1230 ± 120'],
  [-0.0001, 0.12, '0.00 ± 0.12'],
  [1.2e-9, 3e-11, '(1.200 ± 0.030)e-9'],
  [-1234567, 300, '(-1.23457 ± 0.00030)e6'],
  [0, 0, '0 ± 0'],
  [2.5, 0, '2.50000 ± 0'],
  [Number.NaN, 1, 'NaN ± 1.000'],
  [1, Number.POSITIVE_INFINITY, '1.000 ± ∞'],
])('%d ± %d reads %s', (value, stderr, text) => expect(formatEstimate(value, stderr)).toBe(text));

test('digits follow the error', () => {
  expect(formatNumber(Math.PI, 0.01)).toBe('3.142');
  expect(formatNumber(Math.PI)).toBe('3.142');
  expect(formatNumber(-1 / 0)).toBe('-∞');
  expect([significant(123456, 2), significant(1.5e7, 2), significant(4.4e-15, 2), significant(0, 3)]).toEqual([
    '123456',
    '1.5e7',
    '4.4e-15',
    '0',
  ]);
  expect([trimmed(0.02703), trimmed(1200), trimmed(1.2e-5), trimmed(Math.LN10), trimmed(3)]).toEqual([
    '0.02703',
    '1200',
    '1.2e-5',
    '2.30259',
    '3',
  ]);
  expect([formatScore(0.44), formatScore(-0.04), formatScore(-5.1)]).toEqual(['+0.4', '+0.0', '-5.1']);
  expect([formatChance(0), formatChance(1e-12), formatChance(0.62), formatChance(1)]).toEqual(['<1e-300', '1.0e-12', '0.62', '1.0']);
  expect([formatUnit('nat'), formatUnit('energy'), formatUnit('nat/tick')]).toEqual(['nat', 'kT', 'nat/move']);
});

test('no truth or no error, no z', () => {
  expect(zScore({ value: 3, stderr: 0.5 }, 2)).toBe(2);
  expect([zScore({ value: 3, stderr: 0 }, 2), zScore({ value: 3, stderr: 1 }, null), zScore({ value: Number.NaN, stderr: 1 }, 2)]).toEqual([
    null,
    null,
    null,
  ]);
});

test('a printed estimate is the number to within its last digit', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.double({ min: 1e-12, max: 1e9, noNaN: true }), (value, stderr) => {
      expect(Math.abs(Number(formatNumber(value, stderr)) - value)).toBeLessThanOrEqual(0.06 * stderr + 1e-15 * Math.abs(value));
    }),
  );
});
