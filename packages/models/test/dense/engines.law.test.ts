// The SIMD engine gives the bits of the plain one, for any shape, batch and chunk; both agree with the float64 definition.
import { randomStream } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK, type DenseEngine, type DenseJob } from '../../src/ppm/dense/engine.ts';
import { head } from '../../src/ppm/dense/head.ts';
import { perceptron } from '../../src/ppm/dense/perceptron.ts';
import { plainEngine } from '../../src/ppm/dense/plain-engine.ts';
import { wasmEngine } from '../../src/ppm/dense/wasm-engine.ts';

/** A net of these layers over n inputs of which a share is zero. */
function job(layers: readonly number[], n: number, seed: number, zeros = 0.6): DenseJob & { theta: Float32Array } {
  const rng = randomStream(seed);
  const shape = perceptron({ layers, activation: 'relu' });
  const inputs = Float32Array.from({ length: n * layers[0] }, () => (rng.uniform() < zeros ? 0 : rng.normal()));
  const labels = Int32Array.from({ length: n }, () => Math.floor(rng.uniform() * layers[layers.length - 1]));
  const theta = Float32Array.from({ length: shape.parameters }, () => 0.6 * rng.normal());
  return { shape, data: { n, inputs, labels }, theta };
}
const range = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const bits = (values: Float32Array | Float64Array) =>
  new Uint32Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength));

/** Everything an engine says of these rows, steps taken one after the other. */
function answers(engine: DenseEngine, { shape, theta }: ReturnType<typeof job>, rows: Int32Array, batch: number) {
  const classes = shape.at[shape.at.length - 1].to;
  const scores = new Float32Array(rows.length * classes);
  const [sum, squares, after] = [new Float64Array(shape.parameters), new Float64Array(rows.length), new Float32Array(shape.parameters)];
  engine.load(theta);
  engine.scores(rows, scores);
  engine.gradient(rows, sum, squares);
  for (let at = 0; at < rows.length; at += batch) engine.descend(rows.subarray(at, at + batch), 0.05 / batch);
  engine.store(after);
  return { scores, sum, squares, after, one: engine.parameter(shape.parameters - 1) };
}

describe('the SIMD engine', () => {
  test('gives the bits of the plain one for any shape, rows and batch', () => {
    const width = fc.integer({ min: 1, max: 45 });
    fc.assert(
      fc.property(
        fc.array(width, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 1000 }),
        (layers, n, batch, seed) => {
          const asked = job(layers, 12, seed);
          const rng = randomStream(seed).fork('rows');
          const rows = Int32Array.from({ length: n }, () => Math.floor(12 * rng.uniform()));
          const [simd, plain] = [wasmEngine(asked)!, plainEngine(asked)].map((engine) => answers(engine, asked, rows, batch));
          expect(bits(simd.scores)).toEqual(bits(plain.scores));
          expect(bits(simd.sum)).toEqual(bits(plain.sum));
          expect(bits(simd.squares)).toEqual(bits(plain.squares));
          expect(bits(simd.after)).toEqual(bits(plain.after));
          expect(simd.one).toBe(plain.after[plain.after.length - 1]);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test('also where sums run over several chunks, and where numbers are not finite', () => {
    const asked = job([7, 23, 5], 40, 1);
    const rows = Int32Array.from({ length: 9 * CHUNK + 3 }, (_, i) => (7 * i) % 40);
    const [simd, plain] = [wasmEngine(asked)!, plainEngine(asked)].map((engine) => answers(engine, asked, rows, 2 * CHUNK + 1));
    for (const key of ['scores', 'sum', 'squares', 'after'] as const) expect(bits(simd[key])).toEqual(bits(plain[key]));
    asked.theta[3] = Number.NaN;
    asked.theta[50] = Number.POSITIVE_INFINITY;
    const broken = [wasmEngine(asked)!, plainEngine(asked)].map((engine) => answers(engine, asked, range(20), 5));
    for (const key of ['scores', 'sum', 'squares', 'after'] as const) expect(broken[0][key]).toEqual(broken[1][key]);
    expect(broken[0].scores.some(Number.isNaN)).toBe(true);
  });

  test('moves turned weights with the weights: a batch of one after a batch of ten, as anew', () => {
    const asked = job([9, 30, 21, 4], 30, 2);
    const [engine, anew] = [wasmEngine(asked)!, wasmEngine(asked)!];
    const theta = new Float32Array(asked.shape.parameters);
    engine.load(asked.theta);
    for (const n of [1, 10, 1, 1, 10]) {
      engine.store(theta);
      anew.load(theta);
      const rows = range(30).subarray(3, 3 + n);
      for (const one of [engine, anew]) one.descend(rows, 0.02);
    }
    const [a, b] = [theta.slice(), theta.slice()];
    engine.store(a);
    anew.store(b);
    expect(bits(a)).toEqual(bits(b));
  });
});

describe.each(['wasm', 'plain'] as const)('the %s engine', (name) => {
  const open = (asked: DenseJob) => (name === 'wasm' ? wasmEngine(asked)! : plainEngine(asked));

  test('agrees with the float64 definition to single precision', () => {
    const asked = job([40, 50, 30, 10], 25, 3);
    const { shape, data } = asked;
    const net = perceptron({ layers: [40, 50, 30, 10], activation: 'relu' });
    const theta = Float64Array.from(asked.theta);
    const tape = net.forward(theta, Float64Array.from(data.inputs), 25);
    const truth = tape.layers[3];
    const out = Float64Array.from({ length: 250 }, (_, k) => {
      const row = truth.subarray(10 * Math.floor(k / 10), 10 * Math.floor(k / 10) + 10);
      const total = row.reduce((sum, score) => sum + Math.exp(score - Math.max(...row)), 0);
      return Math.exp(truth[k] - Math.max(...row)) / total - (k % 10 === data.labels[Math.floor(k / 10)] ? 1 : 0);
    });
    const deltas = net.deltas(theta, tape, out);
    const sum = new Float64Array(shape.parameters);
    net.gradient(tape, deltas, sum);
    const said = answers(open(asked), asked, range(25), 25);
    const size = (values: Float64Array) => Math.hypot(...values);
    expect(size(truth.map((score, k) => said.scores[k] - score)) / size(truth)).toBeLessThan(1e-6);
    expect(size(sum.map((g, k) => said.sum[k] - g)) / size(sum)).toBeLessThan(2e-6);
    // The one-pass square of each row's own gradient, against that gradient written out. Where softmax is nearly sure, 1 − p = e^−gap:
    // its relative error is the absolute one of the scores.
    for (let i = 0; i < 25; i++) {
      const own = new Float64Array(shape.parameters);
      const one = net.forward(theta, Float64Array.from(data.inputs.subarray(40 * i, 40 * i + 40)), 1);
      net.gradient(one, net.deltas(theta, one, out.slice(10 * i, 10 * i + 10)), own);
      const off = Math.max(...truth.subarray(10 * i, 10 * i + 10).map((score, c) => Math.abs(said.scores[10 * i + c] - score)));
      expect(Math.abs(said.squares[i] / size(own) ** 2 - 1)).toBeLessThan(2e-6 + 4 * off);
    }
    // One step of the whole batch: θ − 0.05 · mean.
    const moved = said.after.map((value, k) => (asked.theta[k] - value) / (0.05 / 25) - sum[k]);
    expect(size(Float64Array.from(moved)) / size(sum)).toBeLessThan(1e-3);
  });

  test('has the slope of its own loss', () => {
    const asked = job([12, 16, 5], 30, 1);
    const { shape, data, theta } = asked;
    const engine = open(asked);
    const rows = range(30);
    const top = head(5);
    const sum = new Float64Array(shape.parameters);
    engine.load(theta);
    engine.gradient(rows, sum);
    const loss = (at: Float32Array) => {
      const scores = new Float32Array(150);
      engine.load(at);
      engine.scores(rows, scores);
      return rows.reduce((total, i) => total + top.loss(scores, 5 * i, data.labels[i]), 0);
    };
    // Along the gradient, where a finite difference is far above single-precision noise; no corner lies in between.
    const size = Math.hypot(...sum);
    const along = (h: number) => loss(theta.map((value, k) => value + (h * sum[k]) / size));
    expect((along(2e-3) - along(-2e-3)) / 4e-3 / size).toBeCloseTo(1, 3);
  });
});

test('a delta has no part in another class: softmax minus the label, exactly zero in sum', () => {
  const [scores, out] = [Float32Array.of(3, -1, 0.5, 1000), new Float32Array(4)];
  head(4).delta(scores, 0, 1, out, 0);
  expect([...out]).toEqual([0, -1, 0, 1]);
  expect(head(4).loss(scores, 0, 3)).toBe(0);
  expect(head(4).winner(scores, 0)).toBe(3);
  expect(head(4).winner(Float32Array.of(1, Number.NaN, 0, 0), 0)).toBeNaN();
});
