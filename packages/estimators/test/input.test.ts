import { batchOf, make, randomStream, SzilardError } from '@szilard/core';
import { ksg1 } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { correlated } from './samples.ts';

const { x, y } = correlated(0.5, 50, 2, randomStream(1));
const run = (input: Parameters<ReturnType<typeof ksg1.create>['estimate']>[0], params = {}) =>
  make(ksg1, params).estimate(input, randomStream(1));
const with_ = (data: Float64Array, at: number, value: number) =>
  batchOf(
    data.map((v, i) => (i === at ? value : v)),
    2,
  );

describe('paired samples at the border', () => {
  test.each([
    [
      'k',
      () => run({ x, y }, { k: 60 }),
      'parameter',
      '[mutual-information/ksg1] k: expected k below n = 50 samples, got 60. Take a smaller k or more samples.',
    ],
    [
      'k = n',
      () => run({ x, y }, { k: 50 }),
      'parameter',
      '[mutual-information/ksg1] k: expected k below n = 50 samples, got 50. Take a smaller k or more samples.',
    ],
    [
      'rows',
      () => run({ x, y: batchOf(y.data.subarray(2), 2) }),
      'shape',
      '[mutual-information/ksg1] y: expected 50 rows as in x, got 49. Pair every row of x with one row of y.',
    ],
    [
      'shape',
      () => run({ x: { n: 50, dim: 3, data: x.data }, y }),
      'shape',
      '[mutual-information/ksg1] x: expected [50, 3] = 150 numbers, got 100. Build it with batchOf(data, dim).',
    ],
    [
      'one row',
      () => run({ x: batchOf(Float64Array.of(1)), y: batchOf(Float64Array.of(1)) }),
      'input',
      '[mutual-information/ksg1] n: expected at least 2 samples, got 1. Take more samples.',
    ],
    [
      'NaN',
      () => run({ x: with_(x.data, 7, Number.NaN), y }),
      'non-finite',
      '[mutual-information/ksg1] x: expected finite numbers, got NaN at row 3, column 1 (both counted from 0). Repair or drop that row.',
    ],
    [
      'infinity',
      () => run({ x, y: with_(y.data, 98, Number.NEGATIVE_INFINITY) }),
      'non-finite',
      '[mutual-information/ksg1] y: expected finite numbers, got -Infinity at row 49, column 0 (both counted from 0). Repair or drop that row.',
    ],
    [
      'constant',
      () => run({ x, y: batchOf(new Float64Array(50).fill(3)) }, { normalise: 'zscore' }),
      'input',
      '[mutual-information/ksg1] y column 0: expected a column that varies, for zscore, got a constant. Drop it, or set normalise to none.',
    ],
    [
      'overflow',
      () =>
        run(
          {
            x: batchOf(
              x.data.map((v) => 1e308 * Math.sign(v)),
              2,
            ),
            y,
          },
          { k: 49 },
        ),
      'non-finite',
      '[mutual-information/ksg1] x and y: expected finite distances, got overflow. Rescale the columns, or set normalise to zscore.',
    ],
    [
      'parameter',
      () => run({ x, y }, { norm: 'max' }),
      'parameter',
      '[mutual-information/ksg1] norm: expected one of chebyshev, euclidean, got "max".',
    ],
  ])('%s', (_name, act, code, message) => {
    let caught: unknown;
    try {
      act();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SzilardError);
    expect((caught as SzilardError).message).toBe(message);
    expect((caught as SzilardError).code).toBe(code);
  });
});
