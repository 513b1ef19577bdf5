import { randomStream } from '@szilard/core';
import { denseClassifier, sgdTrial } from '@szilard/models';
import { describe, expect, test } from 'vitest';
import { perceptron } from '../../src/ppm/dense/perceptron.ts';
import { plainEngine } from '../../src/ppm/dense/plain-engine.ts';

const shape = { layers: [12, 20, 15, 4], activation: 'relu' } as const;
const N = 60;
/** Four clouds. */
function clouds(seed: number) {
  const rng = randomStream(seed);
  const labels = Int32Array.from({ length: N }, (_, i) => i % 4);
  const inputs = Float32Array.from({ length: N * 12 }, (_, k) => (k % 4 === labels[Math.floor(k / 12)] ? 1 : 0) + 0.3 * rng.normal());
  return { n: N, inputs, labels };
}
const all = Int32Array.from({ length: N }, (_, i) => i);
const data = clouds(1);

describe('a dense classifier', () => {
  test('writes gradients where it is told to, over what is there', () => {
    const net = denseClassifier(shape, data);
    net.load(net.initial(randomStream(2)));
    const room = new Float64Array(net.parameters).fill(7);
    expect(net.gradient(all, room)).toBe(room);
    expect(room).toEqual(net.gradient(all));
    const { gradient, ...rest } = net.gradients(all, room.fill(Number.NaN));
    expect(gradient).toBe(room);
    expect({ gradient, ...rest }).toEqual(net.gradients(all));
    expect(() => net.gradient(all, room.subarray(1))).toThrow(/out: expected room for \d+ numbers, got \d+/);
  });

  test('has the loss, gradient and steps of the float64 definition', () => {
    const net = denseClassifier(shape, data);
    const start = net.initial(randomStream(1));
    net.load(start);
    const [definition, theta] = [perceptron(shape), Float64Array.from(start)];
    const inputs = Float64Array.from(data.inputs);
    for (let step = 0; step < 3; step++) {
      const tape = definition.forward(theta, inputs, N);
      const out = tape.layers[3].slice();
      let loss = 0;
      for (let i = 0; i < N; i++) {
        const row = out.subarray(4 * i, 4 * i + 4);
        const total = row.reduce((sum, score) => sum + Math.exp(score), 0);
        loss += (Math.log(total) - row[data.labels[i]]) / N;
        for (let c = 0; c < 4; c++) row[c] = (Math.exp(row[c]) / total - (c === data.labels[i] ? 1 : 0)) / N;
      }
      const gradient = new Float64Array(net.parameters);
      definition.gradient(tape, definition.deltas(theta, tape, out), gradient);
      expect(net.loss(all)).toBeCloseTo(loss, 6);
      const said = net.gradient(all);
      expect(Math.max(...said.map((g, k) => Math.abs(g - gradient[k])))).toBeLessThan(1e-6);
      expect(net.gradients(all).gradient).toEqual(said);
      net.step(all, 0.5);
      for (let k = 0; k < theta.length; k++) theta[k] -= 0.5 * gradient[k];
    }
    expect(Math.max(...net.theta().map((value, k) => Math.abs(value - theta[k])))).toBeLessThan(2e-6);
  });

  test('starts within ±1/√fan-in, layer by layer', () => {
    const net = denseClassifier(shape, data);
    const theta = net.initial(randomStream(2));
    for (const { weights, biases, from, to } of net.at) {
      const own = theta.subarray(weights, biases + to);
      const most = Math.max(...own.map(Math.abs));
      expect(most).toBeLessThanOrEqual(Math.fround(1 / Math.sqrt(from)));
      expect(most).toBeGreaterThan(0.95 / Math.sqrt(from));
    }
    net.load(theta);
    expect(net.theta()).toEqual(theta);
    expect(net.parameter(77)).toBe(theta[77]);
  });

  test('learns clouds, and is the same with the plain engine', () => {
    const trials = [denseClassifier(shape, data), denseClassifier(shape, data, plainEngine)].map((net) => {
      const initial = net.initial(randomStream(1).fork('initial'));
      const trial = sgdTrial(net, {
        train: all.subarray(0, 40),
        test: all.subarray(40),
        initial,
        batch: 5,
        draw: 'independent',
        rate: 0.2,
        steps: 120,
        every: 40,
        window: { from: 50, lags: 3 },
        followed: net.parameters - 1,
        followedEvery: 10,
        rng: randomStream(1).fork('rows'),
      });
      return { trial, theta: net.theta(), accuracy: net.accuracy(all) };
    });
    expect(trials[0]).toEqual(trials[1]);
    const [{ trial, accuracy }] = trials;
    expect(accuracy).toBe(1);
    expect(trial.steps).toEqual([0, 40, 80]);
    expect(trial.accuracy[0]).toBeLessThan(0.6);
    expect(trial.path).toHaveLength(12);
    expect(trial.products).toHaveLength(4);
  });

  test('NaN does not pass for an accuracy', () => {
    const net = denseClassifier(shape, data);
    net.load(net.initial(randomStream(1)).fill(Number.NaN, 0, 1));
    expect(net.accuracy(all)).toBeNaN();
    expect(net.loss(all)).toBeNaN();
  });

  test('refuses what does not fit', () => {
    const net = denseClassifier(shape, data);
    expect(() => net.load(new Float32Array(3))).toThrow('[dense classifier] parameters: expected 639 for 12-20-15-4, got 3.');
    expect(() => net.step(Int32Array.of(60), 0.1)).toThrow('[dense classifier] expected rows from 0 to 59, got 60.');
    expect(() => net.step(new Int32Array(0), 0.1)).toThrow('expected at least one row, got none.');
    expect(() => net.step(all, Number.NaN)).toThrow('rate: expected a finite number, got NaN.');
    expect(() => net.parameter(639)).toThrow('expected a parameter from 0 to 638, got 639.');
    const wrong = (more: object) => () => denseClassifier(shape, { ...data, ...more });
    expect(wrong({ n: 61 })).toThrow('inputs: expected [61, 12] with n of at least 1, got 720 numbers.');
    expect(wrong({ inputs: data.inputs.slice().fill(Number.NaN, 30, 31) })).toThrow('inputs: expected finite numbers, got NaN in row 2.');
    expect(wrong({ labels: data.labels.slice().fill(4, 7, 8) })).toThrow('labels: expected whole numbers from 0 to 3, got 4 in row 7.');
    expect(() => denseClassifier({ ...shape, activation: 'tanh' as 'relu' }, data)).toThrow('activation: expected relu, got tanh.');
  });
});
