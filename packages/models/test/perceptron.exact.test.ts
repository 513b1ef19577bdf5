// The float64 perceptron is the definition that faster paths are held to: its derivatives are held to finite differences.
import { randomStream, SzilardError } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activations, bend, slope } from '../src/ppm/dense/activation.ts';
import { adam, momentum, sgd, weightDecay } from '../src/ppm/dense/optimisers.ts';
import { type PerceptronShape, perceptron } from '../src/ppm/dense/perceptron.ts';

const normals = (n: number, seed: number) => {
  const rng = randomStream(seed);
  return Float64Array.from({ length: n }, () => rng.normal());
};
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, v, k) => Math.max(most, Math.abs(v - b[k])), a.length === b.length ? 0 : Number.NaN);

/** L = Σ c·output², its derivatives by the perceptron and by fourth-order differences. */
function derivatives(shape: PerceptronShape, n: number, seed: number) {
  const net = perceptron(shape);
  const theta = normals(net.parameters, seed);
  const inputs = normals(n * shape.layers[0], seed + 1);
  const weights = normals(n * shape.layers[shape.layers.length - 1], seed + 2);
  const loss = (at: Float64Array, from: Float64Array) =>
    net
      .forward(at, from, n)
      .layers.at(-1)!
      .reduce((sum, v, k) => sum + weights[k] * v * v, 0);
  const tape = net.forward(theta, inputs, n);
  const deltas = net.deltas(
    theta,
    tape,
    tape.layers.at(-1)!.map((v, k) => 2 * weights[k] * v),
  );
  const gradient = new Float64Array(net.parameters);
  net.gradient(tape, deltas, gradient);
  // Between its corners a relu network is a polynomial: a step small enough to meet none loses nothing but digits.
  const h = shape.activation === 'relu' ? 1e-5 : 1e-3;
  const difference = (values: Float64Array, of: (moved: Float64Array) => number) =>
    values.map((_, k) => {
      const by = (step: number) => of(values.map((v, j) => (j === k ? v + step : v)));
      return (8 * (by(h) - by(-h)) - (by(2 * h) - by(-2 * h))) / (12 * h);
    });
  return {
    gradient,
    byDifferences: difference(theta, (at) => loss(at, inputs)),
    inputGradient: net.inputGradient(theta, deltas, n),
    inputByDifferences: difference(inputs, (from) => loss(theta, from)),
  };
}

describe('derivatives', () => {
  test.each(activations)('%s: agree with finite differences', (activation) => {
    const { gradient, byDifferences, inputGradient, inputByDifferences } = derivatives({ layers: [3, 5, 4, 2], activation }, 4, 1);
    expect(worst(gradient, byDifferences)).toBeLessThan(1e-8);
    expect(worst(inputGradient, inputByDifferences)).toBeLessThan(1e-8);
    expect(gradient.some((g) => Math.abs(g) > 0.1)).toBe(true);
  });

  test.each(activations)('%s: with weights that are not there', (activation) => {
    const masks = [[1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1], new Uint8Array([1, 1, 0, 0, 0, 1, 1, 1])];
    const shape = { layers: [3, 4, 2], activation, masks };
    const { gradient, byDifferences, inputGradient, inputByDifferences } = derivatives(shape, 3, 2);
    expect(worst(gradient, byDifferences)).toBeLessThan(1e-8);
    expect(worst(inputGradient, inputByDifferences)).toBeLessThan(1e-8);
    const net = perceptron(shape);
    masks.forEach((mask, l) => {
      Array.from(mask).forEach((there, k) => {
        if (!there) expect(gradient[net.at[l].weights + k]).toBe(0);
      });
    });
    // A weight that is not there counts for nothing, whatever it is.
    const theta = normals(net.parameters, 1);
    const other = theta.slice();
    other[net.at[0].weights + 1] = Number.NaN;
    expect(net.forward(other, normals(6, 2), 2)).toEqual(net.forward(theta, normals(6, 2), 2));
  });

  test('a wrong gradient would be seen', () => {
    const { gradient, byDifferences } = derivatives({ layers: [3, 5, 2], activation: 'tanh' }, 4, 1);
    gradient[7] += 1e-6;
    expect(worst(gradient, byDifferences)).toBeGreaterThan(1e-7);
  });
});

describe('properties', () => {
  const shapes = fc.record({
    layers: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }),
    activation: fc.constantFrom(...activations),
    n: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });

  test('parameters count weights and biases; every row is that of a sample alone', () => {
    fc.assert(
      fc.property(shapes, ({ layers, activation, n, seed }) => {
        const net = perceptron({ layers, activation });
        expect(net.parameters).toBe(layers.slice(1).reduce((sum, to, l) => sum + (layers[l] + 1) * to, 0));
        const [theta, inputs] = [normals(net.parameters, seed), normals(n * layers[0], seed + 1)];
        const out = layers[layers.length - 1];
        const tape = net.forward(theta, inputs, n);
        const push = normals(n * out, seed + 2);
        const deltas = net.deltas(theta, tape, push);
        const whole = new Float64Array(net.parameters);
        net.gradient(tape, deltas, whole);
        const summed = new Float64Array(net.parameters);
        for (let i = 0; i < n; i++) {
          const alone = net.forward(theta, inputs.slice(i * layers[0], (i + 1) * layers[0]), 1);
          expect(alone.layers.at(-1)).toEqual(tape.layers.at(-1)!.slice(i * out, (i + 1) * out));
          const own = net.deltas(theta, alone, push.slice(i * out, (i + 1) * out));
          own.forEach((delta, l) => {
            expect(delta).toEqual(deltas[l].slice(i * delta.length, (i + 1) * delta.length));
          });
          net.gradient(alone, own, summed);
        }
        // The same additions in the same order.
        expect(summed).toEqual(whole);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('slopes are those of the activations, also far out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...activations), fc.double({ min: -30, max: 30, noNaN: true }), (activation, z) => {
        const at = (x: number) => {
          const out = Float64Array.of(x);
          bend(activation, out);
          return out;
        };
        const h = 1e-5;
        fc.pre(activation !== 'relu' || Math.abs(z) > h);
        const back = Float64Array.of(1);
        slope(activation, at(z), back);
        expect(Math.abs(back[0] - (at(z + h)[0] - at(z - h)[0]) / (2 * h))).toBeLessThan(1e-8);
      }),
      { seed: 1 },
    );
    const far = Float64Array.of(-800, 800);
    bend('softplus', far);
    expect(Array.from(far)).toEqual([0, 800]);
    const lost = Float64Array.of(Number.NaN);
    bend('relu', lost);
    expect(lost[0]).toBeNaN();
  });
});

test('refuses what does not fit', () => {
  const say = (act: () => unknown) => {
    expect(act).toThrow(SzilardError);
    return expect(act);
  };
  say(() => perceptron({ layers: [3], activation: 'relu' })).toThrow(/layers: expected at least two whole numbers above 0, got 3\./);
  say(() => perceptron({ layers: [3, 0, 2], activation: 'relu' })).toThrow(/got 3-0-2/);
  say(() => perceptron({ layers: [3, 1.5], activation: 'relu' })).toThrow(/got 3-1\.5/);
  say(() => perceptron({ layers: [2, 2], activation: 'relu', masks: [[1, 1]] })).toThrow(/expected 4 numbers for layer 0, got 2/);
  say(() => perceptron({ layers: [2, 2, 1], activation: 'relu', masks: [[1, 1, 1, 1]] })).toThrow(
    /expected one for each of 2 layers, got 1/,
  );
  const net = perceptron({ layers: [2, 3], activation: 'relu' });
  say(() => net.forward(new Float64Array(8), new Float64Array(2), 1)).toThrow(/parameters: expected 9 for 2-3, got 8/);
  say(() => net.forward(new Float64Array(9), new Float64Array(3), 2)).toThrow(/inputs: expected \[2, 2\], got 3 numbers/);
  const tape = net.forward(new Float64Array(9), new Float64Array(4), 2);
  say(() => net.deltas(new Float64Array(9), tape, new Float64Array(3))).toThrow(/output gradient: expected \[2, 3\], got 3 numbers/);
});

describe('optimisers', () => {
  const run = (optimiser: ReturnType<typeof sgd>, steps: number) => {
    const theta = Float64Array.of(1, -2);
    const state = optimiser.init(2);
    // ∇(½θᵀHθ), H = diag(1, 3)
    for (let t = 0; t < steps; t++) optimiser.update(theta, Float64Array.of(theta[0], 3 * theta[1]), state);
    return { theta, state };
  };

  test('on a quadratic loss they follow their closed forms', () => {
    const { theta, state } = run(sgd({ rate: 0.1 }), 5);
    expect(theta[0]).toBeCloseTo(0.9 ** 5, 14);
    expect(theta[1]).toBeCloseTo(-2 * 0.7 ** 5, 14);
    expect(state.steps).toBe(5);
    // (θ, v) ← [[1 − εh, −εμ], [h, μ]] (θ, v)
    let [x, v] = [1, 0];
    for (let t = 0; t < 5; t++) {
      v = 0.5 * v + x;
      x -= 0.1 * v;
    }
    expect(run(momentum({ rate: 0.1, memory: 0.5 }), 5).theta[0]).toBeCloseTo(x, 14);
    expect(run(weightDecay({ decay: 1, before: sgd({ rate: 0.1 }) }), 5).theta[0]).toBeCloseTo(0.8 ** 5, 14);
    // The first step of Adam has length ε in every direction.
    expect(worst(run(adam({ rate: 0.1 }), 1).theta, [0.9, -1.9])).toBeLessThan(1e-8);
  });

  test('leave the gradient alone and go on from a state that was kept', () => {
    const optimiser = weightDecay({ decay: 0.1, before: adam({ rate: 0.05 }) });
    const gradient = Float64Array.of(1, 2);
    optimiser.update(Float64Array.of(1, 1), gradient, optimiser.init(2));
    expect(Array.from(gradient)).toEqual([1, 2]);
    const half = run(optimiser, 3);
    const kept = structuredClone(half.state);
    const goOn = (theta: Float64Array, state: typeof kept) => {
      for (let t = 0; t < 3; t++) optimiser.update(theta, Float64Array.of(theta[0], 3 * theta[1]), state);
      return theta;
    };
    expect(goOn(half.theta.slice(), kept)).toEqual(run(optimiser, 6).theta);
  });
});
