// What estimators claim of their error bars is what docs/coverage.md measured; a few are measured here again.
import { readFileSync } from 'node:fs';
import { covers, type EstimatorPlugin } from '@szilard/core';
import { benchmark, coverageVerdict, createLab, isCalibrated } from '@szilard/core/compose';
import { estimators } from '@szilard/estimators';
import { estimatorsModule } from '@szilard/estimators/module';
import { describe, expect, test } from 'vitest';

const catalogue = estimators as readonly EstimatorPlugin[];
const tables = readFileSync(new URL('../../../docs/coverage.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.includes('---'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const claims = new Map(tables.filter(({ length }) => length === 5).map((cells) => [cells[0], cells]));
const lines = tables.filter(({ length }) => length === 12);

describe('docs/coverage.md, made by npm run benchmark -- coverage', () => {
  test.each(catalogue.map((plugin) => [plugin.id, plugin.calibrated] as const))('%s', (id, calibrated) => {
    expect(calibrated).toBeTypeOf('boolean');
    const [, said, covered, , fails] = claims.get(id) ?? [];
    expect(said, 'not measured: npm run benchmark -- coverage').toBe(calibrated ? 'yes' : 'no');
    expect(calibrated).toBe(fails === '' && !covered.startsWith('0 '));
  });

  test('every line comes to its verdict by its own numbers', () => {
    expect(lines.length).toBeGreaterThan(100);
    const share = (cell: string) => Number(cell) / 100;
    for (const [task, , , name, all68, all95, silent, silent68, silent95, , , verdict] of lines) {
      if (task === 'task' || verdict === 'refused') continue;
      const whole = covers({ within68: share(all68), within95: share(all95) });
      const apart = silent68 !== '' && share(silent) >= 0.2 && covers({ within68: share(silent68), within95: share(silent95) });
      const said =
        { covers: whole || apart, 'warned of': !whole && share(silent) < 0.2 }[verdict] ?? (!whole && !apart && share(silent) >= 0.2);
      expect(said, `${task}, ${name}: ${verdict}`).toBe(true);
    }
  });
});

test('measured again, 200 repetitions: two that cover, two that do not', async () => {
  const lab = createLab(estimatorsModule);
  const some = ['free-energy/bar', 'total-correlation/gaussian', 'entropy/bonachela', 'entropy/bayes'];
  const rows = await benchmark(lab, {
    estimators: some,
    sizes: [1000],
    seeds: Array.from({ length: 200 }, (_, r) => r + 1),
    now: () => 0,
  });
  for (const id of some) {
    const own = rows.filter((row) => row.estimator === id);
    expect(isCalibrated(own), JSON.stringify(own.map((row) => [row.task, coverageVerdict(row)]))).toBe(lab.estimator(id).calibrated);
  }
  expect(some.map((id) => lab.estimator(id).calibrated)).toEqual([true, true, false, false]);
});
