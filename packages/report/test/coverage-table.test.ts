import { expect, test } from 'vitest';
import { type CoverageLine, coverageReport } from '../src/index.ts';

const line = (parts: Partial<CoverageLine>): CoverageLine => ({
  quantity: 'entropy',
  task: 'entropy/zipf',
  estimator: 'entropy/plug-in',
  n: 1000,
  seeds: 200,
  truth: Math.LN2,
  unit: 'nat',
  bias: -0.05,
  deviation: 0.05,
  claimed: 0.04,
  coverage: { within68: 0.45, within95: 0.8 },
  silent: { within68: 0.5, within95: 0.75, share: 0.4 },
  verdict: 'biased',
  ...parts,
});

test('claims first, then a table a quantity', () => {
  const nothing = { within68: Number.NaN, within95: Number.NaN, share: Number.NaN };
  expect(
    coverageReport(
      [
        line({}),
        line({ task: 'entropy/geometric', verdict: 'covers', silent: { ...nothing, share: 0 } }),
        line({
          quantity: 'free-energy-difference',
          task: 'free-energy/work',
          estimator: 'free-energy/bar',
          verdict: 'warned',
          bound: 'upper',
        }),
        line({ task: 'entropy/ring', verdict: 'refused', coverage: nothing, silent: nothing }),
      ],
      [
        { estimator: 'entropy/plug-in', calibrated: false },
        { estimator: 'free-energy/bar', calibrated: true },
        { estimator: 'free-energy/mbar', calibrated: true },
      ],
    ),
  ).toBe(`| estimator | calibrated | covers | warned of | fails silently |
|---|---|---:|---:|---|
| entropy/plug-in | no | 1 of 2 | 0 | biased: zipf |
| free-energy/bar | yes | 0 of 1 | 1 |  |
| free-energy/mbar | yes |  |  | no task |

## entropy

| task | truth | n | estimator | 68 % | 95 % | silent | 68 % | 95 % | bias/spread | bar/spread |  |
|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---|
| entropy/zipf | 0.693147 nat | 1000 | entropy/plug-in | 45.0 | 80.0 | 40.0 | 50.0 | 75.0 | -1.0 | 0.80 | **biased** |
| entropy/geometric | 0.693147 nat | 1000 | entropy/plug-in | 45.0 | 80.0 | 0.0 |  |  | -1.0 | 0.80 | covers |
| entropy/ring | 0.693147 nat | 1000 | entropy/plug-in |  |  |  |  |  |  |  | refused |

## free-energy-difference

| task | truth | n | estimator | 68 % | 95 % | silent | 68 % | 95 % | bias/spread | bar/spread |  |
|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---|
| free-energy/work | 0.693147 nat | 1000 | free-energy/bar (upper bound) | 45.0 | 80.0 | 40.0 | 50.0 | 75.0 | -1.0 | 0.80 | warned of |
`);
});
