// The whole register, 200 repetitions: nobody claims more than error bars keep, nor less.
import { benchmark, coverageVerdict, createLab, isCalibrated } from '@szilard/core/compose';
import { estimatorsModule } from '@szilard/estimators/module';
import { expect, test } from 'vitest';

const lab = createLab(estimatorsModule);
const ids = lab.ids('estimator').filter((id) => lab.estimator(id).needs === undefined);
const seeds = Array.from({ length: 200 }, (_, r) => r + 1);
/** Three binomial errors of 200 repetitions beyond the ends of what counts as covering. */
const slack = { narrow: 3 * Math.sqrt((0.68 * 0.32) / 200), wide: 3 * Math.sqrt((0.95 * 0.05) / 200) };

test.each(ids)(
  '%s',
  async (id) => {
    const series = /transfer|storage|flow|rate/.test(lab.estimator(id).quantity as string);
    const rows = (await benchmark(lab, { estimators: [id], sizes: [series ? 200 : 1000], seeds, now: () => 0 })).filter(
      ({ refused }) => refused === undefined,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const verdict = coverageVerdict(row);
      if (!lab.estimator(id).calibrated || verdict === 'covers' || verdict === 'warned') continue;
      const { within68, within95 } = row.coverage;
      expect(Math.max(0.6 - within68, within68 - 0.76), `${row.task}: ${within68}`).toBeLessThan(slack.narrow);
      expect(Math.max(0.9 - within95, within95 - 0.98), `${row.task}: ${within95}`).toBeLessThan(slack.wide);
    }
    if (!lab.estimator(id).calibrated) expect(isCalibrated(rows)).toBe(false);
  },
  600_000,
);
