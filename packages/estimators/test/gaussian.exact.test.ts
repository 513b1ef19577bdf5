import { type Batch, batch, batchOf, make, type PairedSamples, randomStream } from '@szilard/core';
import { gaussianMutualInformation } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { wishartBias } from '../src/mutual-information/gaussian.ts';
import { calibration, correlated, correlatedTruth, normals } from './samples.ts';

const estimate = (input: PairedSamples, correction: 'none' | 'wishart' = 'none') =>
  make(gaussianMutualInformation, { correction }).estimate(input, randomStream(1));

const joined = (...parts: Batch[]): Batch => {
  const out = batch(
    parts[0].n,
    parts.reduce((sum, { dim }) => sum + dim, 0),
  );
  let k = 0;
  for (const { dim, data } of parts)
    for (let c = 0; c < dim; c++, k++) for (let i = 0; i < out.n; i++) out.data[i * out.dim + k] = data[i * dim + c];
  return out;
};

describe('gaussian', () => {
  test('equals −½ ln(1 − r²) with the sample correlation, in any units', () => {
    const { x, y } = correlated(0.6, 50, 1, randomStream(1));
    const mean = (v: Float64Array) => v.reduce((a, b) => a + b, 0) / v.length;
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((s, v, i) => s + (v - mean(a)) * (b[i] - mean(b)), 0);
    const r2 = dot(x.data, y.data) ** 2 / (dot(x.data, x.data) * dot(y.data, y.data));
    expect(estimate({ x, y }).value).toBeCloseTo(-0.5 * Math.log(1 - r2), 13);
    const scaled = { x: batchOf(x.data.map((v) => 1e6 * v - 3)), y: batchOf(y.data.map((v) => 1e-9 * v + 1e-3)) };
    expect(estimate(scaled).value).toBeCloseTo(-0.5 * Math.log(1 - r2), 8);
  });

  test('a sample with exactly the covariance [[5, 3, 1], [3, 4, 1.5], [1, 1.5, 2]]: I = ½ ln(11 · 2 / 15.75)', () => {
    const free = normals(40, 3, randomStream(1));
    const columns = [0, 1, 2].map((k) => free.data.filter((_, at) => at % 3 === k));
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * b[i], 0) / 39;
    const basis = columns.map((column, k) => {
      const mean = column.reduce((a, b) => a + b, 0) / 40;
      return { rest: column.map((v) => v - mean), k };
    });
    for (const { rest, k } of basis) {
      for (const { rest: earlier } of basis.slice(0, k)) {
        const shared = dot(rest, earlier);
        for (let i = 0; i < 40; i++) rest[i] -= shared * earlier[i];
      }
      const size = Math.sqrt(dot(rest, rest));
      for (let i = 0; i < 40; i++) rest[i] /= size;
    }
    const [a, b, c] = basis.map(({ rest }) => rest);
    const l = [Math.sqrt(5), 3 / Math.sqrt(5), Math.sqrt(11 / 5), 1 / Math.sqrt(5), 0.9 / Math.sqrt(11 / 5)];
    const last = Math.sqrt(2 - l[3] ** 2 - l[4] ** 2);
    const x = joined(batchOf(a.map((v) => l[0] * v)), batchOf(a.map((v, i) => l[1] * v + l[2] * b[i])));
    const y = batchOf(a.map((v, i) => l[3] * v + l[4] * b[i] + last * c[i]));
    expect(estimate({ x, y }).value).toBeCloseTo(0.5 * Math.log(22 / 15.75), 12);
  });

  test.each([1, 2, 3])('seed %i: agrees with the closed form in 1 + 1 and 3 + 3, and no linear map of x or y matters', (seed) => {
    expect(estimate(correlated(0.7, 3000, 1, randomStream(seed)))).toAgreeWith(correlatedTruth(0.7));
    const { x, y } = correlated(0.5, 3000, 3, randomStream(seed));
    expect(estimate({ x, y })).toAgreeWith(correlatedTruth(0.5, 3));
    const sheared = batch(3000, 3);
    for (let i = 0; i < 3000; i++) {
      const [a, b, c] = x.data.subarray(3 * i, 3 * i + 3);
      sheared.data.set([a + 2 * b, b - c, 5 * c + a], 3 * i);
    }
    expect(estimate({ x: sheared, y }).value).toBeCloseTo(estimate({ x, y }).value, 10);
  });

  test('the stated bias is the bias, and its correction removes it', () => {
    const pair = (r: number) => correlated(0.4, 40, 4, randomStream(1).fork(r));
    const truth = correlatedTruth(0.4, 4);
    const plain = calibration(200, (r) => estimate(pair(r)));
    expect(plain.mean).toAgreeWith(truth + wishartBias(40, 4, 4));
    expect(Math.abs(plain.mean.value - truth) / plain.mean.stderr).toBeGreaterThan(8);
    expect(calibration(200, (r) => estimate(pair(r), 'wishart')).mean).toAgreeWith(truth);
    expect(estimate(pair(0)).cautions.join()).toMatch(/biased upwards by 0\.2\d nat/);
    expect(estimate(pair(0), 'wishart').cautions[0]).toMatch(/bias of normal data subtracted/);
  });

  test.each([
    [200, 1, 0.5],
    [200, 1, 0],
    [200, 3, 0.5],
    [500, 2, 0.9],
  ])('n = %i, %i + same, ρ = %f: reported error over true one lies in 0.7 … 1.5', (n, dim, rho) => {
    const { ratio } = calibration(150, (r) => estimate(correlated(rho, n, dim, randomStream(2).fork(r))));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.5);
  });

  test('the error holds for data that are not normal, of the normal number', () => {
    const cubed = (r: number) => {
      const { x, y } = correlated(0.6, 400, 1, randomStream(3).fork(r));
      return { x: batchOf(x.data.map((v) => v * Math.abs(v))), y: batchOf(y.data.map((v) => v * Math.abs(v))) };
    };
    const { ratio } = calibration(150, (r) => estimate(cubed(r)));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.5);
    expect(estimate(cubed(0)).cautions.join()).toMatch(/not normal: excess kurtosis/);
  });

  test('data normal column by column but not together are noticed', () => {
    const turned = correlated(0, 4000, 2, randomStream(1)).x;
    const twin = batchOf(
      turned.data.map((_, at) => {
        const i = at - (at % 2);
        const [a, b] = [turned.data[i], turned.data[i + 1]];
        const angle = 3 * Math.hypot(a, b);
        return at % 2 === 0 ? a * Math.cos(angle) - b * Math.sin(angle) : a * Math.sin(angle) + b * Math.cos(angle);
      }),
      2,
    );
    expect(estimate({ x: turned, y: twin }).cautions.join()).toMatch(/not jointly normal/);
    expect(estimate(correlated(0.6, 4000, 2, randomStream(1))).cautions).toEqual([]);
  });

  test('y a function of x: infinite, said, not a crash', () => {
    const x = normals(100, 2, randomStream(1));
    for (const y of [
      x,
      batchOf(x.data.filter((_, at) => at % 2 === 0).map((v) => 3 * v + 1)),
      joined(x, normals(100, 1, randomStream(2))),
    ]) {
      const { value, cautions } = estimate({ x, y });
      expect(value).toBe(Number.POSITIVE_INFINITY);
      expect(cautions.join()).toMatch(/^infinite: /);
    }
    const nearly = batchOf(x.data.filter((_, at) => at % 2 === 0).map((v, i) => v + 1e-4 * x.data[2 * i + 1]));
    expect(estimate({ x: batchOf(x.data.filter((_, at) => at % 2 === 0)), y: nearly }).value).toBeGreaterThan(9);
  });

  test('columns of x that determine each other are refused', () => {
    const a = normals(100, 1, randomStream(1));
    const y = normals(100, 1, randomStream(2));
    expect(() => estimate({ x: joined(a, a), y })).toThrow(/\[mutual-information\/gaussian\] x: expected linearly independent columns/);
    expect(() => estimate({ x: y, y: joined(a, a) })).toThrow(/\] y: expected linearly independent columns/);
    expect(() => estimate({ x: batchOf(new Float64Array(100).fill(7)), y })).toThrow(/x column 0: expected a column that varies/);
  });
});
