// ppm/made: an autoregressive model whose likelihood, samples and gradients are exact.
import { type Batch, batch, type RandomStream, randomStream } from '@szilard/core';
import { binaryDigits, type Made, type MadeShape, made, mustBeBinary } from '@szilard/models';
import { expect, test } from 'vitest';
import { perceptron } from '../src/ppm/dense/perceptron.ts';

const shapes: readonly MadeShape[] = [
  { pixels: 2, hidden: [] },
  { pixels: 5, hidden: [] },
  { pixels: 5, hidden: [3] },
  { pixels: 6, hidden: [9] },
  { pixels: 7, hidden: [8, 5] },
];

function parameters(model: Made, rng: RandomStream, n = 1, width = 1.5): Batch {
  const theta = batch(n, model.layout.parameters);
  rng.fillNormal(theta.data);
  for (let at = 0; at < theta.data.length; at++) theta.data[at] *= width;
  return theta;
}
/** Every picture; [2^pixels, pixels]. */
function everyPicture(pixels: number): Batch {
  const out = batch(2 ** pixels, pixels);
  for (let s = 0; s < out.n; s++) for (let o = 0; o < pixels; o++) out.data[s * pixels + o] = (s >> o) & 1;
  return out;
}
const all = (model: Made, theta: Batch, x: Batch): Float64Array => {
  const out = new Float64Array(x.n * theta.n);
  model.logDensities(x, theta, out);
  return out;
};
const row = ({ dim, data }: Batch, i: number): Batch => ({ n: 1, dim, data: data.slice(i * dim, (i + 1) * dim) });

test.each(shapes)('$pixels pixels, hidden $hidden: probabilities of all pictures sum to one', (shape) => {
  const model = made(shape);
  for (const seed of [1, 2, 3]) {
    const logs = all(model, parameters(model, randomStream(seed)), everyPicture(shape.pixels));
    expect(Math.abs(logs.reduce((sum, lnP) => sum + Math.exp(lnP), 0) - 1)).toBeLessThan(1e-12);
  }
});

test.each(shapes)('$pixels pixels, hidden $hidden: a pixel depends on those before it, and on no other', (shape) => {
  const { pixels } = shape;
  const model = made(shape);
  const theta = parameters(model, randomStream(1));
  const pictures = everyPicture(pixels);
  const p = all(model, theta, pictures).map(Math.exp);
  // P(x_0 … x_o) by summing; then ln P(x_o | before) must be what two pictures alike up to o agree in.
  const prefix = (s: number, o: number) => p.reduce((sum, q, t) => sum + ((s ^ t) & ((1 << (o + 1)) - 1) ? 0 : q), 0);
  // Every hidden unit and every pixel before is used: all conditionals differ somewhere (unless there is nothing before).
  for (let o = 1; o < pixels; o++) {
    const given = new Set(Array.from({ length: 2 ** o }, (_, s) => (prefix(s | (1 << o), o) / prefix(s, o - 1)).toFixed(12)));
    expect(given.size).toBeGreaterThan(1);
  }
  // Masked weights of a dense network with the same connections: exactly those that are parameters here.
  const widths = [pixels, ...shape.hidden, pixels];
  const masks = model.layout.layers.map(({ units, sees }, l) =>
    Float64Array.from({ length: units * widths[l] }, (_, at) => (at % widths[l] < sees[Math.floor(at / widths[l])] ? 1 : 0)),
  );
  expect(masks.reduce((sum, mask) => sum + mask.reduce((a, b) => a + b), 0) + widths.slice(1).reduce((a, b) => a + b)).toBe(
    model.layout.parameters,
  );
  const dense = perceptron({ layers: widths, activation: 'tanh', masks });
  const wide = new Float64Array(dense.parameters).fill(7); // a weight that is not there must not count
  for (const [l, { units, sees, first }] of model.layout.layers.entries())
    for (let k = 0; k < units; k++) {
      for (let j = 0; j < sees[k]; j++) wide[dense.at[l].weights + k * widths[l] + j] = theta.data[first[k] + j];
      wide[dense.at[l].biases + k] = theta.data[first[k] + sees[k]];
    }
  const { layers } = dense.forward(wide, pictures.data, pictures.n);
  const logits = layers[layers.length - 1];
  const lnP = all(model, theta, pictures);
  for (let s = 0; s < pictures.n; s++) {
    let sum = 0;
    for (let o = 0; o < pixels; o++) {
      const z = logits[s * pixels + o];
      sum -= Math.log1p(Math.exp(pictures.data[s * pixels + o] === 1 ? -z : z));
      // The autoregressive property: turning over this pixel or a later one does not change its logit.
      for (let later = o; later < pixels; later++) expect(logits[(s ^ (1 << later)) * pixels + o]).toBe(z);
    }
    expect(lnP[s]).toBeCloseTo(sum, 11);
  }
});

test.each(shapes)('$pixels pixels, hidden $hidden: pictures are drawn as often as they are likely', (shape) => {
  const model = made(shape);
  const { pixels } = shape;
  const n = 10_000;
  const theta = parameters(model, randomStream(1), 1, 0.8);
  const many = { n, dim: theta.dim, data: new Float64Array(n * theta.dim) };
  for (let i = 0; i < n; i++) many.data.set(theta.data, i * theta.dim);
  const p = all(model, theta, everyPicture(pixels)).map(Math.exp);
  for (const seed of [1, 2, 3]) {
    const x = batch(n, pixels + 1); // with a label that rides along
    for (let i = 0; i < n; i++) x.data[i * (pixels + 1)] = 5;
    const chance = new Float64Array(n * pixels);
    randomStream(seed).fillUniform(chance);
    model.draw(many, chance, x);
    const counts = new Float64Array(p.length);
    for (let i = 0; i < n; i++) {
      let s = 0;
      for (let o = 0; o < pixels; o++) s |= x.data[i * (pixels + 1) + 1 + o] << o;
      counts[s]++;
      expect(x.data[i * (pixels + 1)]).toBe(5);
    }
    // Pearson's χ² over pictures that are expected at least five times, the rest together.
    let [chi, rest, seen, cells] = [0, 0, 0, 0];
    for (const [s, q] of p.entries()) {
      if (n * q < 5) {
        rest += n * q;
        seen += counts[s];
        continue;
      }
      chi += (counts[s] - n * q) ** 2 / (n * q);
      cells++;
    }
    if (rest > 5) chi += (seen - rest) ** 2 / rest;
    expect((chi - cells) / Math.sqrt(2 * cells)).toBeLessThan(5);
  }
});

test.each(shapes)('$pixels pixels, hidden $hidden: the gradient is that of finite differences', (shape) => {
  const model = made(shape);
  const data = everyPicture(shape.pixels);
  const rows = [0, 3, 1, 3];
  const theta = parameters(model, randomStream(2), 2, 0.7);
  const gradient = new Float64Array(theta.data.length).fill(9);
  const loss = [0, 1].map((i) => model.loss(theta, i, data, rows, gradient));
  for (let at = 0; at < theta.data.length; at++) {
    const i = Math.floor(at / theta.dim);
    const h = 1e-5;
    const shifted = (by: number) => model.loss({ ...theta, data: theta.data.map((v, k) => (k === at ? v + by : v)) }, i, data, rows);
    expect(gradient[at]).toBeCloseTo((shifted(h) - shifted(-h)) / (2 * h), 7);
  }
  const logs = all(model, row(theta, 1), data);
  expect(loss[1]).toBeCloseTo(-rows.reduce((sum, r) => sum + logs[r], 0) / rows.length, 12);
});

test('rows pair up, all pairs are all pairs, and what is no picture has no probability', () => {
  const model = made({ pixels: 4, hidden: [5] });
  const theta = parameters(model, randomStream(3), 6);
  const x = { ...everyPicture(4), n: 6 };
  const pairs = new Float64Array(6);
  model.logDensity(x, theta, pairs);
  const matrix = all(model, theta, x);
  for (let i = 0; i < 6; i++) expect(pairs[i]).toBe(matrix[i * 6 + i]);
  const odd = { n: 3, dim: 4, data: Float64Array.of(0, 1, 0.5, 1, 0, 2, 0, 0, 1, Number.NaN, 0, 0) };
  model.logDensity(odd, theta, pairs);
  expect(Array.from(pairs.subarray(0, 3))).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
});

test('says clearly what does not fit', () => {
  expect(() => made({ pixels: 1, hidden: [] })).toThrow(/pixels: expected a whole number of at least 2, got 1/);
  expect(() => made({ pixels: 4, hidden: [1e9] })).toThrow(
    /hidden: expected at most 67108864 units a layer, got 1000000000\. Take fewer units/,
  );
  expect(() => made({ pixels: 4, hidden: [0] })).toThrow(/hidden: expected whole numbers of units, at least 1 each, got 0/);
  const model = made({ pixels: 4, hidden: [2] });
  expect(() => model.logDensity(batch(1, 3), batch(1, model.layout.parameters), new Float64Array(1))).toThrow(
    /expected pictures of at least 4 numbers and \d+ parameters, got 3 and \d+/,
  );
  const lost = batch(1, model.layout.parameters);
  lost.data.fill(Number.NaN);
  expect(() => model.loss(lost, 0, everyPicture(4), [0])).toThrow(/loss: expected a finite number, got NaN\. Either θ has exploded/);
  const grey = { n: 1, dim: 4, data: Float64Array.of(0, 1, 0.3, 0) };
  expect(() => model.loss(parameters(model, randomStream(1)), 0, grey, [0])).toThrow(/or the data are not zeros and ones/);
  expect(() => mustBeBinary('ppm/made', grey, 4)).toThrow(/expected zeros and ones, got 0\.3 in picture 0, pixel 2/);
  expect(() => mustBeBinary('ppm/made', grey, 9)).toThrow(/expected 9 pixels each, got 4/);
  const digits = { source: 'test', n: 2, images: new Float32Array(2 * 784), labels: Uint8Array.of(9, 9) };
  const options = { pool: 14, threshold: 0.1, classes: 3, testShare: 0.5 };
  expect(() => binaryDigits('ppm/made', digits, options)).toThrow(/expected digits below 3, got none among the 1 of one half/);
});

test('squares of pixels turn black above the threshold', () => {
  const images = new Float32Array(2 * 784);
  for (let at = 0; at < 98; at++) images[784 + Math.floor(at / 14) * 28 + (at % 14)] = 1; // half of the upper left square
  const digits = { source: 'test', n: 2, images, labels: Uint8Array.of(0, 1) };
  const { train, test: held } = binaryDigits('t', digits, { pool: 14, threshold: 0.49, classes: 10, testShare: 0.5 });
  expect([train.pictures.n, held.pictures.n]).toEqual([1, 1]);
  expect([...Array.from(train.pictures.data), ...Array.from(held.pictures.data)].sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  const higher = binaryDigits('t', digits, { pool: 14, threshold: 0.51, classes: 10, testShare: 0.5 });
  expect(Array.from(higher.test.pictures.data)).toEqual([0, 0, 0, 0]);
});
