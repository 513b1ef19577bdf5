import { type Batch, batch, batchOf, make, randomStream } from '@szilard/core';
import { mixtureMutualInformation } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { calibration, channel, channelTruth, correlated } from './samples.ts';

const estimator = make(mixtureMutualInformation);

describe('mixture on the normal channel x = y + s·noise: I = ½ ln(1 + 1/s²)', () => {
  test.each([1, 2, 3])('seed %i', (seed) => {
    for (const [width, dim] of [
      [0.5, 1],
      [2, 1],
      [1, 3],
    ] as const) {
      expect(estimator.estimate(channel(width, 1500, dim, randomStream(seed)), randomStream(seed))).toAgreeWith(channelTruth(width, dim));
    }
  });

  test('negative control: a conditional of the wrong width misses', () => {
    const { x, y } = channel(0.5, 1500, 1, randomStream(1));
    const right = make(mixtureMutualInformation, { width: 0.5 }).estimate({ x, y }, randomStream(1));
    const wrong = make(mixtureMutualInformation, { width: 0.7 }).estimate({ x, y }, randomStream(1));
    expect(right).toAgreeWith(channelTruth(0.5));
    expect(Math.abs(wrong.value - channelTruth(0.5)) / wrong.stderr).toBeGreaterThan(4);
  });

  test.each([
    [300, 1, 1],
    [300, 0.4, 1],
    [300, 3, 1],
    [300, 1, 3],
    [60, 0.7, 1],
  ])('n = %i, s = %f, dim %i: reported error over true one lies in 0.7 … 1.5', (n, width, dim) => {
    const { ratio } = calibration(150, (r) => estimator.estimate(channel(width, n, dim, randomStream(1).fork(r)), randomStream(1)));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.5);
  });

  test('bias is −χ²/(2n), χ² = ρ²/(1 − ρ²) = 1/s² on this channel', () => {
    const [n, width] = [40, 0.5];
    const { mean } = calibration(600, (r) => estimator.estimate(channel(width, n, 1, randomStream(2).fork(r)), randomStream(1)));
    const bias = -1 / width ** 2 / (2 * n);
    expect(mean).toAgreeWith(channelTruth(width) + bias);
    expect(Math.abs(mean.value - channelTruth(width)) / mean.stderr).toBeGreaterThan(4);
  });
});

describe('mixture ceiling', () => {
  test('never above ln n, and says so when near', () => {
    const few = estimator.estimate(channel(1e-3, 50, 2, randomStream(1)), randomStream(1));
    expect(few.value).toBeLessThanOrEqual(Math.log(50) + 1e-12);
    expect(few.cautions.join()).toMatch(/ceiling ln n = 3\.912/);
    expect(estimator.estimate(channel(1, 500, 1, randomStream(1)), randomStream(1)).cautions).toEqual([]);
  });
  test('an expected shortfall is stated, with a bracket around the truth', () => {
    const { cautions } = estimator.estimate(channel(0.4, 200, 3, randomStream(1)), randomStream(1));
    expect(cautions.join()).toMatch(/comes out too small, on average: expect the truth between this and 3\.\d/);
  });
});

describe('mixture input', () => {
  const { x, y } = correlated(0.5, 600, 1, randomStream(1));
  const run = (logConditional: (x: Batch, y: Batch, out: Float64Array) => void, width = 0) =>
    make(mixtureMutualInformation, { width }).estimate({ x, y, logConditional }, randomStream(1));

  test('a density is asked row by row, in blocks, without being handed the samples themselves to spoil', () => {
    let largest = 0;
    const constant = run((a, b, out) => {
      largest = Math.max(largest, a.n);
      expect([b.n, out.length]).toEqual([a.n, a.n]);
      out.fill(-1);
    });
    expect(constant.value).toBeCloseTo(0, 12);
    expect(largest).toBeLessThan(600);
  });

  test('no density, two densities, wrong dimensions, impossible samples, NaN', () => {
    expect(() => estimator.estimate({ x, y }, randomStream(1))).toThrow(
      /\[mutual-information\/mixture\] logConditional: expected ln p\(x\|y\) with the samples, got none\. Give it, or set width/,
    );
    expect(() => run((_a, _b, out) => out.fill(0), 0.1)).toThrow(/expected 0 because the samples bring their own/);
    expect(() => make(mixtureMutualInformation, { width: 1 }).estimate({ x, y: batch(600, 2) }, randomStream(1))).toThrow(
      /equal dimension/,
    );
    expect(() => run((_a, _b, out) => out.fill(Number.NEGATIVE_INFINITY))).toThrow(/p\(x\|y\) above 0 at the sample in row 0/);
    expect(() => run((_a, _b, out) => out.fill(Number.NaN))).toThrow(/got NaN/);
    expect(() => run((_a, _b, out) => out.subarray(1).fill(0))).toThrow(/got NaN/);
    expect(() => make(mixtureMutualInformation, { width: -1 })).toThrow(/width: expected a finite number at least 0, got -1/);
  });

  test('a discrete channel with zeros is fine: two symbols, no noise, ln 2', () => {
    const bits = batchOf(Float64Array.from({ length: 100 }, (_, i) => i % 2));
    const same = (a: Batch, b: Batch, out: Float64Array) => {
      for (let i = 0; i < a.n; i++) out[i] = a.data[i] === b.data[i] ? 0 : Number.NEGATIVE_INFINITY;
    };
    expect(estimator.estimate({ x: bits, y: bits, logConditional: same }, randomStream(1)).value).toBeCloseTo(Math.LN2, 12);
  });
});
