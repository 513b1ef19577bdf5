// A restricted Boltzmann machine as a model of pictures: normalised, drawn from and learned exactly.
import { batch, randomStream } from '@szilard/core';
import { pictureLearner, rbm, rbmPictures } from '@szilard/models';
import { expect, test } from 'vitest';

const shape = { visible: 5, hidden: 3 };
const model = rbmPictures(shape);
const parameters = (seed: number, n = 1) => {
  const theta = batch(n, model.parameters);
  randomStream(seed).fillNormal(theta.data);
  return theta;
};
const pictures = batch(32, 5);
for (let s = 0; s < 32; s++) for (let k = 0; k < 5; k++) pictures.data[5 * s + k] = (s >> k) & 1;
const lnP = (theta: ReturnType<typeof parameters>) => {
  const out = new Float64Array(32 * theta.n);
  model.logDensities(pictures, theta, out);
  return out;
};

test.each([1, 2, 3])('seed %i: probabilities of all pictures sum to one, and are those of the machine', (seed) => {
  const theta = parameters(seed);
  const logs = lnP(theta);
  expect(logs.reduce((sum, v) => sum + Math.exp(v), 0)).toBeCloseTo(1, 12);
  rbm(shape)
    .logProbability(theta.data, pictures)
    .forEach((v, s) => {
      expect(logs[s]).toBeCloseTo(v, 11);
    });
});

test('rows pair up with their own parameters, whatever was asked before', () => {
  const theta = parameters(1, 32);
  const [pairs, matrix] = [new Float64Array(32), lnP(theta)];
  model.logDensity(pictures, theta, pairs);
  for (let i = 0; i < 32; i++) expect(pairs[i]).toBe(matrix[33 * i]);
  const other = parameters(2, 32);
  const apart = new Float64Array(32);
  model.logDensity(pictures, other, apart);
  theta.data.set(other.data); // the caller's buffer moves on
  model.logDensity(pictures, theta, pairs);
  expect(pairs).toEqual(apart);
});

test.each([1, 2, 3])('seed %i: pictures are drawn as often as they are likely', (seed) => {
  const n = 4000;
  const one = parameters(4);
  const theta = { n, dim: one.dim, data: new Float64Array(n * one.dim) };
  for (let i = 0; i < n; i++) theta.data.set(one.data, i * one.dim);
  const [x, chance] = [batch(n, 6), new Float64Array(n * model.chances)];
  randomStream(seed).fillUniform(chance);
  model.draw(theta, chance, x);
  const counts = new Float64Array(32);
  for (let i = 0; i < n; i++) counts[[0, 1, 2, 3, 4].reduce((s, k) => s | (x.data[6 * i + 1 + k] << k), 0)]++;
  const p = lnP(one).map(Math.exp);
  const seen = Array.from(p.keys()).filter((s) => n * p[s] >= 5);
  const chi = seen.reduce((sum, s) => sum + (counts[s] - n * p[s]) ** 2 / (n * p[s]), 0);
  expect((chi - seen.length) / Math.sqrt(2 * seen.length)).toBeLessThan(5);
});

test('the gradient is that of finite differences', () => {
  const theta = parameters(5, 2);
  const rows = [1, 7, 7, 30];
  const gradient = new Float64Array(theta.data.length);
  const loss = [0, 1].map((i) => model.loss(theta, i, pictures, rows, gradient));
  for (let at = 0; at < theta.data.length; at++) {
    const i = Math.floor(at / theta.dim);
    const shifted = (by: number) => model.loss({ ...theta, data: theta.data.map((v, k) => (k === at ? v + by : v)) }, i, pictures, rows);
    expect(gradient[at]).toBeCloseTo((shifted(1e-5) - shifted(-1e-5)) / 2e-5, 7);
  }
  const logs = lnP(theta);
  expect(loss[1]).toBeCloseTo(-rows.reduce((sum, r) => sum + logs[2 * r + 1], 0) / 4, 11);
});

test('what is no picture has no probability, and what does not fit is refused', () => {
  const odd = { n: 2, dim: 5, data: Float64Array.of(0, 1, 0.5, 1, 0, 0, 1, Number.NaN, 0, 0) };
  const out = new Float64Array(2);
  model.logDensity(odd, parameters(1, 2), out);
  expect(Array.from(out)).toEqual([Number.NEGATIVE_INFINITY, Number.NaN]);
  expect(() => rbmPictures({ visible: 4, hidden: 15 })).toThrow(/hidden: expected at most 14 units, .* got 15/);
  const params = {
    resampling: 'one',
    sources: 1,
    size: 10,
    dataSeed: 1,
    steps: 2,
    batch: 5,
    replacement: true,
    batchSeed: 1,
    rate: 0.1,
    temperature: 0.1,
    prior: 0.5,
    ramp: 0,
    sampler: 'fresh',
    lag: 1,
    order: 'theta-first',
  } as const;
  const grey = { ...pictures, data: pictures.data.map((v, at) => (at === 12 ? 0.4 : v)) };
  expect(() => pictureLearner({ where: 'digits', model, train: grey, test: pictures, params })).toThrow(
    /\[digits\] pictures: expected zeros and ones, got 0\.4 in picture 2, pixel 2/,
  );
  expect(() => pictureLearner({ where: 'digits', model, train: { ...pictures, dim: 4, n: 40 }, test: pictures, params })).toThrow(
    /expected 5 pixels each, got 4/,
  );
  expect(() => pictureLearner({ where: 'digits', model, train: pictures, test: pictures, params: { ...params, size: 50 } })).toThrow(
    /size: expected 50 rows out of 32 rows, which are too few/,
  );
});
