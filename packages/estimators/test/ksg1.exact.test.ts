import { batchOf, make, randomStream } from '@szilard/core';
import { ksg1 } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { calibration, correlated, correlatedTruth } from './samples.ts';

const seeds = [1, 2, 3];

describe('ksg1 on normal pairs: I = −½ ln(1 − ρ²)', () => {
  test.each(seeds)('seed %i', (seed) => {
    for (const rho of [-0.9, 0.3, 0.8]) {
      expect(make(ksg1).estimate(correlated(rho, 4000, 1, randomStream(seed)), randomStream(seed))).toAgreeWith(correlatedTruth(rho));
    }
    expect(make(ksg1).estimate(correlated(0.5, 4000, 2, randomStream(seed)), randomStream(seed))).toAgreeWith(correlatedTruth(0.5, 2));
  });

  test('independent data straddle zero: negative estimates come out as they are', () => {
    const values = Array.from(
      { length: 60 },
      (_, r) => make(ksg1).estimate(correlated(0, 300, 1, randomStream(1).fork(r)), randomStream(1)).value,
    );
    expect(values.filter((value) => value < 0).length).toBeGreaterThan(15);
    expect(values.filter((value) => value > 0).length).toBeGreaterThan(15);
  });

  test('negative control: another correlation is told apart', () => {
    const { value, stderr } = make(ksg1).estimate(correlated(0.8, 4000, 1, randomStream(1)), randomStream(1));
    expect(Math.abs(value - correlatedTruth(0.7)) / stderr).toBeGreaterThan(8);
  });

  test('five points by hand', () => {
    // k = 1 and x = y: the strip holds nobody strictly closer, so I = ψ(1) + ψ(5) − 2ψ(1) = ψ(5) − ψ(1) = 25/12.
    const x = batchOf(Float64Array.of(0, 1, 3, 7, 15));
    expect(make(ksg1, { k: 1 }).estimate({ x, y: x }, randomStream(1)).value).toBeCloseTo(25 / 12, 14);
  });
});

describe('ksg1 errors', () => {
  const cases: [n: number, dim: number, rho: number, k: number][] = [
    [300, 1, 0, 3],
    [300, 1, 0.6, 3],
    [300, 1, 0.9, 1],
    [300, 2, 0.6, 10],
    [200, 3, 0.6, 5],
    [1000, 1, 0.9, 10],
  ];
  test.each(cases)('n = %i, %i + same, ρ = %f, k = %i: reported over true lies in 0.7 … 1.5', (n, dim, rho, k) => {
    const estimator = make(ksg1, { k });
    const { ratio } = calibration(120, (r) => estimator.estimate(correlated(rho, n, dim, randomStream(1).fork(r)), randomStream(1)));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.5);
  });
});

describe('ksg1 cautions', () => {
  const cautions = (params: Parameters<typeof make<any, any>>[1], rho = 0.5, n = 400, dim = 1) =>
    make(ksg1, params)
      .estimate(correlated(rho, n, dim, randomStream(1)), randomStream(1))
      .cautions.join('; ');

  test('ordinary data need none', () => {
    expect(cautions({})).toBe('');
  });
  test('what was done to the data is said', () => {
    expect(cautions({ normalise: 'zscore' })).toBe('columns scaled to mean 0 and standard deviation 1');
    expect(cautions({ noise: 1e-8 })).toMatch(/jitter of standard deviation 1e-8/);
  });
  test('few samples, many columns, the ceiling', () => {
    expect(cautions({}, 0.5, 50)).toMatch(/only 50 samples/);
    expect(cautions({}, 0.5, 400, 3)).toMatch(/6 columns together/);
    expect(cautions({}, 0.9999)).toMatch(/ceiling/);
  });
  test('repeated rows, constants, heavy tails', () => {
    const { x, y } = correlated(0.5, 400, 1, randomStream(1));
    const run = (a: Float64Array, b: Float64Array) => make(ksg1).estimate({ x: batchOf(a), y: batchOf(b) }, randomStream(1));
    expect(run(x.data.map(Math.round), y.data.map(Math.round)).cautions.join()).toMatch(
      /400 of 400 samples|of 400 samples have 3 others at distance 0/,
    );
    const flat = run(x.data, new Float64Array(400).fill(2));
    expect(flat.cautions.join()).toMatch(/constant: y column 0/);
    expect(flat.value).toBeCloseTo(0, 12);
    expect(
      run(
        x.data.map((v) => v ** 7),
        y.data,
      ).cautions.join(),
    ).toMatch(/heavy tails in x column 0/);
  });
  test('jitter breaks ties, reproducibly, without touching the input', () => {
    const { x, y } = correlated(0.5, 200, 1, randomStream(1));
    const coarse = { x: batchOf(x.data.map(Math.round)), y };
    const before = coarse.x.data.slice();
    const estimate = () => make(ksg1, { noise: 0.01 }).estimate(coarse, randomStream(2));
    expect(estimate()).toEqual(estimate());
    expect(coarse.x.data).toEqual(before);
  });
});
