import { randomStream } from '@szilard/core';
import { coverageMarkdown, coverageTable } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { calibrated, overreaching, resampled } from './free-energy-coverage-cases.ts';

describe('error bars cover: 60 to 76 % of 68 % intervals, 90 to 98 % of 95 % ones, over 200 repetitions', () => {
  test.each([...calibrated, resampled[0]].map((each) => [each.name, each] as const))('%s', (_, each) => {
    const [row] = coverageTable([each], randomStream(1));
    expect(row, coverageMarkdown([row])).toMatchObject({ calibrated: true, repetitions: 200, lost: 0 });
  });
});

describe('where they do not, the estimator says that its error bar is not calibrated', () => {
  test.each(overreaching.map((each) => [each.name, each] as const))('%s', (_, { name, build, sample }) => {
    const [row] = coverageTable([{ name, build, sample }], randomStream(1));
    expect(row.calibrated, coverageMarkdown([row])).toBe(false);
    const estimator = build();
    const warned = Array.from({ length: 100 }, (__, r) => {
      const rng = randomStream(2).fork(r);
      return estimator.estimate(sample(rng).input, rng).cautions.some((words) => /not calibrated|does not cover/.test(words));
    });
    expect(warned.filter(Boolean).length).toBeGreaterThan(90);
  });
});
