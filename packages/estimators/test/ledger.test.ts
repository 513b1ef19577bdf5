import { type Ledger, make, randomStream } from '@szilard/core';
import { ledgerEntropyProduction } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { normals } from './samples.ts';

function run(n: number, ticks: number, mean: number, seed: number): { ledger: Ledger; boundary: Float64Array } {
  const draw = (label: string) => normals(n, ticks, randomStream(seed).fork(label)).data;
  const logRatio = draw('ratio').map((z) => mean / ticks + z * Math.sqrt((2 * mean) / ticks));
  const ledger = {
    trajectories: n,
    ticks,
    moves: ticks,
    work: draw('work'),
    heat: draw('heat'),
    bathEntropy: logRatio.map((s) => 2 * s),
    logRatio,
  };
  return { ledger, boundary: normals(n, 1, randomStream(seed).fork('boundary')).data.map((z) => 0.1 * z + 0.5) };
}

describe('entropy-production/ledger', () => {
  test.each([1, 2, 3])('seed %i: boundary plus column, mean and error', (seed) => {
    const input = run(4000, 5, 2, seed);
    const dynamics = make(ledgerEntropyProduction).estimate(input, randomStream(1));
    expect(dynamics).toAgreeWith(2.5);
    expect(dynamics.stderr).toBeCloseTo(Math.sqrt((4 + 0.01) / 4000), 2);
    expect(dynamics).toMatchObject({
      unit: 'nat',
      n: 4000,
      method: 'entropy-production/ledger',
      params: { column: 'logRatio' },
      cautions: [],
    });
    const bath = make(ledgerEntropyProduction, { column: 'bathEntropy' }).estimate(input, randomStream(1));
    expect(bath).toAgreeWith(4.5);
    expect(Math.abs(bath.value - 2.5) / bath.stderr).toBeGreaterThan(8);
  });

  test('running totals give the same as single ticks', () => {
    const single = run(50, 4, 1, 1);
    const fold = (column: Float64Array) =>
      Float64Array.from({ length: 50 }, (_, i) => column.subarray(4 * i, 4 * i + 4).reduce((a, b) => a + b, 0));
    const totals = { ...single.ledger, ticks: 1, logRatio: fold(single.ledger.logRatio) };
    const estimator = make(ledgerEntropyProduction);
    expect(estimator.estimate({ ...single, ledger: totals }, randomStream(1)).value).toBeCloseTo(
      estimator.estimate(single, randomStream(1)).value,
      12,
    );
  });

  test('moves that cannot be undone: infinite, and said; nonsense: refused', () => {
    const input = run(50, 2, 1, 1);
    const spoil = (value: number) => {
      const logRatio = input.ledger.logRatio.slice();
      logRatio[7] = value;
      return make(ledgerEntropyProduction).estimate({ ...input, ledger: { ...input.ledger, logRatio } }, randomStream(1));
    };
    expect(spoil(Number.POSITIVE_INFINITY)).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      cautions: ['σ is infinite in 1 of 50 trajectories: moves that cannot be undone'],
    });
    expect(() => spoil(Number.NaN)).toThrow(/σ: expected a number above −∞, got NaN in trajectory 3/);
    expect(() => spoil(Number.NEGATIVE_INFINITY)).toThrow(/got -Infinity in trajectory 3/);
  });

  test('a second law broken beyond the error, few trajectories, foreign boundaries', () => {
    const input = run(2000, 2, 1, 1);
    const estimator = make(ledgerEntropyProduction);
    const negative = { ...input.ledger, logRatio: input.ledger.logRatio.map((s) => s - 3) };
    expect(estimator.estimate({ ...input, ledger: negative }, randomStream(1)).cautions.join()).toMatch(/negative beyond its error/);
    expect(estimator.estimate(run(10, 1, 1, 1), randomStream(1)).cautions.join()).toMatch(/only 10 trajectories/);
    expect(() => estimator.estimate({ ...input, boundary: new Float64Array(3) }, randomStream(1))).toThrow(/\[3, 2\] = 6 numbers/);
    expect(() => estimator.estimate(run(1, 1, 1, 1), randomStream(1))).toThrow(/at least 2 trajectories, got 1/);
  });
});
