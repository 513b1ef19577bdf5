import { randomStream } from '@szilard/core';
import { coverageTable, trajectoryEstimators } from '@szilard/estimators';
import { expect, test } from 'vitest';
import { biased, calibrated } from './entropy-production-cases.ts';

test('error bars over 60 repetitions: neither far too narrow nor far too wide; the whole table is nightly', () => {
  for (const { name, ratio, within95 } of coverageTable(calibrated, randomStream(1), 60)) {
    expect(ratio, name).toBeGreaterThan(0.7);
    expect(ratio, name).toBeLessThan(1.5);
    expect(within95, name).toBeGreaterThan(0.84);
  }
});

test('what does not cover says so', () => {
  const [row] = coverageTable(biased, randomStream(1), 20);
  expect(row.within95).toBeLessThan(0.5);
  expect(trajectoryEstimators.find(({ id }) => id.endsWith('nearest-neighbours'))!.calibrated).toBe(false);
});
