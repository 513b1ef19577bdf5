import { type BenchmarkRow, coverageVerdict, isCalibrated } from '@szilard/core/compose';
import { describe, expect, test } from 'vitest';
import { scores } from '../src/compose/benchmark-scores.ts';

const good = { within68: 0.68, within95: 0.95 };
const bad = { within68: 0.3, within95: 0.6 };
const row = (parts: Partial<BenchmarkRow>): BenchmarkRow => ({
  quantity: 'entropy',
  task: 'entropy/task',
  estimator: 'entropy/estimator',
  n: 1000,
  truth: 1,
  unit: 'nat',
  seeds: 200,
  bias: 0,
  biasError: 0.01,
  deviation: 0.1,
  claimed: 0.1,
  coverage: good,
  silent: { ...good, share: 1 },
  seconds: 0,
  ...parts,
});

describe('one task', () => {
  const failing = { coverage: bad, silent: { ...bad, share: 1 } };
  test.each([
    ['covers', row({})],
    ['covers', row({ coverage: bad, silent: { ...good, share: 0.5 } })],
    ['warned', row({ coverage: bad, silent: { ...bad, share: 0.19 } })],
    ['biased', row({ ...failing, bias: -0.06 })],
    ['narrow', row({ ...failing, claimed: 0.05 })],
    ['wide', row({ ...failing, claimed: 0.2 })],
    // Spread and bias that are no numbers excuse nothing.
    ['biased', row({ ...failing, bias: Number.POSITIVE_INFINITY, deviation: Number.NaN })],
    ['refused', row({ ...failing, refused: 'too few' })],
  ] as const)('%s', (verdict, each) => expect(coverageVerdict(each)).toBe(verdict));

  test.each([
    [0.59, 0.95],
    [0.77, 0.95],
    [0.68, 0.89],
    [0.68, 0.985],
  ])('%d and %d are outside', (within68, within95) =>
    expect(coverageVerdict(row({ coverage: { within68, within95 }, silent: { within68, within95, share: 1 } }))).not.toBe('covers'),
  );
});

test('calibrated: covers somewhere, fails silently nowhere', () => {
  const warned = row({ coverage: bad, silent: { ...bad, share: 0 } });
  expect(isCalibrated([row({}), warned])).toBe(true);
  expect(isCalibrated([warned])).toBe(false);
  expect(isCalibrated([row({}), row({ coverage: bad, silent: { ...bad, share: 1 } })])).toBe(false);
  expect(isCalibrated([row({ refused: 'no' })])).toBeUndefined();
});

test('shares of intervals that hold the truth, of all and of those without a caution', () => {
  const estimate = (value: number, stderr: number, cautions: string[] = []) =>
    ({ value, stderr, unit: 'nat', n: 1, method: 'm', params: {}, cautions }) as const;
  const found = [estimate(1.9, 1), estimate(1.5, 1), estimate(4, 1, ['far']), estimate(0, Number.POSITIVE_INFINITY, ['none'])];
  const { coverage, silent, bias, deviation, claimed } = scores(found, 0);
  expect(coverage).toEqual({ within68: 0, within95: 0.5 });
  expect(silent).toEqual({ within68: 0, within95: 1, share: 0.5 });
  expect(bias).toBeCloseTo(1.85, 12);
  expect(deviation).toBeGreaterThan(1);
  expect(claimed).toBe(Number.POSITIVE_INFINITY);
});
