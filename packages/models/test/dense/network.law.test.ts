// A network by own kernels: the SIMD engine gives the bits of the plain one for any shape and number of rows; both agree with the float64
// definition, and their pullback with its slope.
import { type NetworkShape, type NeuralNetwork, randomStream } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK } from '../../src/ppm/dense/engine.ts';
import { denseNetwork } from '../../src/ppm/network/dense-network.ts';
import { plainNetwork } from '../../src/ppm/network/plain-network.ts';
import { wasmNetwork } from '../../src/ppm/network/wasm-network.ts';
import { farthest, plain } from '../tensors-samples.ts';

const engines = {
  simd: (shape: NetworkShape) => denseNetwork(shape, (job) => wasmNetwork(job)!),
  plain: (shape: NetworkShape) => denseNetwork(shape, plainNetwork),
} as const;

/** Parameters, inputs of which some are zero, and an output gradient of which some are zero. */
function job(shape: NetworkShape, n: number, seed: number) {
  const rng = randomStream(seed);
  const sometimes = () => (rng.uniform() < 0.2 ? 0 : rng.normal());
  const input = () => (shape.embeddings ? Math.floor(shape.embeddings.symbols * rng.uniform()) : sometimes());
  const parameters = Float32Array.from({ length: engines.plain(shape).parameters }, () => 0.7 * rng.normal());
  const inputs = Float32Array.from({ length: n * shape.layers[0] }, input);
  const slope = Float32Array.from({ length: n * shape.layers[shape.layers.length - 1] }, sometimes);
  return { parameters, inputs, slope };
}
const bits = (values: Float32Array) => new Uint32Array(values.slice().buffer);
const shapes: readonly NetworkShape[] = [
  { layers: [2, 1], activation: 'relu' },
  { layers: [4, 64, 64, 64, 1], activation: 'relu' },
  { layers: [3, 21, 40, 2], activation: 'tanh' },
  { layers: [2, 32, 32, 16], activation: 'softplus' },
  { layers: [2, 16, 1], activation: 'relu', embeddings: { symbols: 5, width: 3 } },
  { layers: [3, 24, 24, 2], activation: 'softplus', embeddings: { symbols: 1, width: 8 } },
];
const named = shapes.map(
  (shape) => [`${shape.layers.join('-')} ${shape.activation}${shape.embeddings ? ' of symbols' : ''}`, shape] as const,
);

describe('the SIMD engine', () => {
  test('gives the bits of the plain one for any shape, activation and rows', () => {
    const width = fc.integer({ min: 1, max: 45 });
    fc.assert(
      fc.property(
        fc.array(width, { minLength: 2, maxLength: 5 }),
        fc.constantFrom('relu', 'tanh', 'softplus'),
        fc.option(fc.record({ symbols: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 25 }) }), { nil: undefined }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 1000 }),
        (layers, activation, embeddings, n, seed) => {
          const shape = { layers, activation, ...(embeddings ? { embeddings } : {}) } as NetworkShape;
          const { parameters, inputs, slope } = job(shape, n, seed);
          const [simd, slow] = [engines.simd(shape), engines.plain(shape)].map((net) => net.pass(parameters, inputs));
          expect(bits(simd.outputs)).toEqual(bits(slow.outputs));
          expect(bits(simd.pullback(slope))).toEqual(bits(slow.pullback(slope)));
        },
      ),
      { numRuns: 80, seed: 1 },
    );
  });

  test('also where sums run over many blocks, and where numbers are not finite', () => {
    for (const activation of ['relu', 'softplus', 'tanh'] as const) {
      const shape: NetworkShape = { layers: [3, 11, 7, 2], activation };
      const { parameters, inputs, slope } = job(shape, 9 * CHUNK + 3, 1);
      const both = [engines.simd(shape), engines.plain(shape)];
      const [simd, slow] = both.map((net) => net.pullback(parameters, inputs, slope));
      expect(bits(simd)).toEqual(bits(slow));
      for (const [at, value] of [
        [2, Number.NaN],
        [40, Number.POSITIVE_INFINITY],
        [60, 1e30],
      ]) {
        const broken = parameters.slice();
        broken[at] = value;
        const [a, b] = both.map((net) => net.pass(broken, inputs));
        expect(a.outputs).toEqual(b.outputs);
        expect(a.pullback(slope)).toEqual(b.pullback(slope));
        if (Number.isNaN(value)) expect(a.outputs.some(Number.isNaN)).toBe(true);
      }
    }
  });
});

describe.each(['simd', 'plain'] as const)('the %s engine', (name) => {
  test.each(named)('%s: agrees with plain float64, and its pullback with differences of it', (_, shape) => {
    const net = engines[name](shape);
    const { parameters, inputs, slope } = job(shape, 30, 3);
    const { outputs, pullback } = net.pass(parameters, inputs);
    const truth = plain(shape, parameters, inputs);
    const largest = Math.max(...truth.map(Math.abs));
    expect(farthest(outputs, truth)).toBeLessThan(2e-6 * largest);
    const pulled = pullback(slope);
    // Along the pullback itself, in float64, where no difference drowns.
    const size = Math.hypot(...pulled);
    const value = (h: number) =>
      plain(
        shape,
        Float64Array.from(parameters, (p, k) => p + (h * pulled[k]) / size),
        inputs,
      ).reduce((sum, out, k) => sum + out * slope[k], 0);
    expect((value(1e-6) - value(-1e-6)) / 2e-6 / size).toBeCloseTo(1, 4);
    // And number by number: a wrong one could hide in a long vector. Corners of rectifiers are passed by a step this small only by chance.
    for (let k = 0; k < pulled.length; k += Math.ceil(pulled.length / 60)) {
      const at = (h: number) => {
        const moved = Float64Array.from(parameters);
        moved[k] += h;
        return plain(shape, moved, inputs).reduce((sum, out, i) => sum + out * slope[i], 0);
      };
      expect(Math.abs(pulled[k] - (at(1e-6) - at(-1e-6)) / 2e-6)).toBeLessThan(1e-5 * size);
    }
  });
});

describe('a gradient that is a function of pairs of outputs', () => {
  const shape: NetworkShape = { layers: [3, 12, 1], activation: 'tanh' };

  test('is asked for by pairs, and gives what it gives when it is there at once', () => {
    for (const n of [2, 2 * CHUNK + 6]) {
      const { parameters, inputs } = job(shape, n, 4);
      const net = denseNetwork(shape);
      const of = (outputs: Float32Array) => outputs.map((h, i) => Math.exp(outputs[i ^ 1] - h) * (i % 2 === 0 ? 1 : -1));
      const whole = of(net.outputs(parameters, inputs));
      expect(bits(net.pullback(parameters, inputs, of))).toEqual(bits(net.pullback(parameters, inputs, whole)));
    }
  });

  test('is refused for a row without partner, and of another length', () => {
    const { parameters, inputs } = job(shape, 3, 4);
    const net = denseNetwork(shape);
    expect(() => net.pullback(parameters, inputs, (h) => h)).toThrow('[tensors] inputs: expected pairs of rows, got 3 rows.');
    expect(() => net.pullback(parameters, inputs.subarray(3), () => new Float32Array(1))).toThrow('expected [2, 1] numbers, got 1.');
  });

  test('leaves nothing behind where it fails half way', () => {
    const { parameters, inputs, slope } = job(shape, 3 * CHUNK, 4);
    const net = denseNetwork(shape);
    const before = net.pullback(parameters, inputs, slope);
    let asked = 0;
    const fails = (h: Float32Array) => {
      if (++asked === 3) throw new Error('half way');
      return h;
    };
    expect(() => net.pullback(parameters, inputs, fails)).toThrow('half way');
    expect(bits(net.pullback(parameters, inputs, slope))).toEqual(bits(before));
  });
});

describe('a pass', () => {
  const shape: NetworkShape = { layers: [3, 12, 2], activation: 'softplus', embeddings: { symbols: 4, width: 2 } };
  const results = (net: NeuralNetwork, n: number) => {
    const { parameters, inputs, slope } = job(shape, n, 2);
    return { parameters, inputs, slope, outputs: net.outputs(parameters, inputs), pulled: net.pullback(parameters, inputs, slope) };
  };

  test('gives what outputs and pullback give, also after other calls of its network, or with another length in between', () => {
    const net = denseNetwork(shape);
    const { parameters, inputs, slope, outputs, pulled } = results(net, 3 * CHUNK + 1);
    const other = results(net, 7);
    const pass = net.pass(parameters, inputs);
    expect(bits(pass.outputs)).toEqual(bits(outputs));
    expect(bits(pass.pullback(slope))).toEqual(bits(pulled));
    expect(bits(net.pullback(other.parameters, other.inputs, other.slope))).toEqual(bits(other.pulled));
    expect(bits(pass.pullback(slope))).toEqual(bits(pulled));
  });

  test('of more rows than are kept goes the way once more, to the same bits', () => {
    const { parameters, inputs, slope, outputs, pulled } = results(denseNetwork(shape), 5 * CHUNK + 1);
    const pass = denseNetwork(shape, undefined, 1).pass(parameters, inputs);
    expect(bits(pass.outputs)).toEqual(bits(outputs));
    expect(bits(pass.pullback(slope))).toEqual(bits(pulled));
  });
});
