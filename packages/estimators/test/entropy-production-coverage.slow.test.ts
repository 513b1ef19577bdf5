import { randomStream } from '@szilard/core';
import { coverageMarkdown, coverageTable } from '@szilard/estimators';
import { test } from 'vitest';
import { biased, calibrated, reversible } from './entropy-production-cases.ts';

test('coverage over 400 repetitions', () => {
  const t0 = performance.now();
  for (const one of [...calibrated, ...reversible, ...biased]) {
    process.stdout.write(
      `${coverageMarkdown(coverageTable([one], randomStream(1), 300)).split('\n')[2]} ${(performance.now() - t0).toFixed(0)}\n`,
    );
  }
}, 600_000);
