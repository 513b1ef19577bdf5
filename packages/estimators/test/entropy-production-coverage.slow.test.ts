import { randomStream } from '@szilard/core';
import { coverageMarkdown, coverageTable } from '@szilard/estimators';
import { expect, test } from 'vitest';
import { biased, calibrated, reversible } from './entropy-production-cases.ts';

test('coverage over 1000 repetitions', () => {
  const rows = coverageTable([...calibrated, ...reversible, ...biased], randomStream(1), 1000);
  process.stdout.write(`${coverageMarkdown(rows)}\n`);
  rows.forEach((row, i) => {
    if (i < calibrated.length) expect(row, row.name).toMatchObject({ calibrated: true, lost: 0 });
    // Reversible: never too narrow, and centred but for blocks that are not long; the law is that of few squares.
    else if (i < calibrated.length + reversible.length) {
      expect(row.within95, row.name).toBeGreaterThan(0.93);
      expect(Math.abs(row.bias.value), row.name).toBeLessThan(0.005);
    } else expect(row, row.name).toMatchObject({ calibrated: false });
  });
}, 600_000);
