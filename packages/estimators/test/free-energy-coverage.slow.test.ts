import { randomStream } from '@szilard/core';
import { coverageMarkdown, coverageTable } from '@szilard/estimators';
import { expect, test } from 'vitest';
import { calibrated, overreaching, resampled } from './free-energy-coverage-cases.ts';

test('coverage over 1000 repetitions', () => {
  const honest = [...calibrated, ...resampled];
  const rows = coverageTable([...honest, ...overreaching], randomStream(1), 1000);
  process.stdout.write(`${coverageMarkdown(rows)}\n`);
  rows.forEach((row, i) => {
    expect(row, row.name).toMatchObject({ calibrated: i < honest.length });
  });
}, 600_000);
