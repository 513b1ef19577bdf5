import { randomStream } from '@szilard/core';
import { resolveTensors, type TensorBackend, type Tensors } from '@szilard/models/tensors';
import * as tfjs from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { farthest, plain, sample, shapes } from './tensors-samples.ts';

const named = shapes.map(
  (shape) => [`${shape.layers.join('-')} ${shape.activation}${shape.embeddings ? ' of symbols' : ''}`, shape] as const,
);

describe.each(['wasm', 'cpu'] satisfies TensorBackend[])('a network on %s', (prefer) => {
  let tensors: Tensors;
  beforeAll(async () => {
    tensors = await resolveTensors({ prefer });
  });

  test.each(named)('%s: outputs agree with plain float64 to 1e-5', (_, shape) => {
    const { network, parameters, inputs } = sample(tensors, shape, 37);
    expect(farthest(network.outputs(parameters, inputs), plain(shape, parameters, inputs))).toBeLessThan(1e-5);
  });

  test.each(named)('%s: the pullback agrees with differences of plain float64 to 1e-5', (_, shape) => {
    const { network, parameters, inputs, slope } = sample(tensors, shape, 23);
    const along = (own: Float64Array) => plain(shape, own, inputs).reduce((sum, v, k) => sum + v * slope[k], 0);
    const expected = Float64Array.from(parameters, (_p, k) => {
      const [up, down] = [Float64Array.from(parameters), Float64Array.from(parameters)];
      up[k] += 1e-6;
      down[k] -= 1e-6;
      return (along(up) - along(down)) / 2e-6;
    });
    expect(farthest(network.pullback(parameters, inputs, slope), expected)).toBeLessThan(1e-5);
  });

  test('many rows are many calls of few: outputs are those of each part, the pullback is their sum', () => {
    const shape = shapes[1];
    const { network, parameters, inputs, slope } = sample(tensors, shape, 20_000);
    const whole = { outputs: network.outputs(parameters, inputs), pulled: network.pullback(parameters, inputs, slope) };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19_999 }), (cut) => {
        const [head, tail] = [inputs.subarray(0, 3 * cut), inputs.subarray(3 * cut)];
        expect(farthest([...network.outputs(parameters, head), ...network.outputs(parameters, tail)], whole.outputs)).toBeLessThan(1e-5);
        const [a, b] = [
          network.pullback(parameters, head, slope.subarray(0, 2 * cut)),
          network.pullback(parameters, tail, slope.subarray(2 * cut)),
        ];
        expect(
          farthest(
            a.map((v, k) => v + b[k]),
            whole.pulled,
          ),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 3 },
    );
  });

  test('the same bits when asked again, and no tensor left behind', () => {
    const { network, parameters, inputs, slope } = sample(tensors, shapes[2], 300);
    const first = [network.outputs(parameters, inputs), network.pullback(parameters, inputs, slope)];
    const before = tfjs.memory().numTensors;
    expect([network.outputs(parameters, inputs), network.pullback(parameters, inputs, slope)]).toEqual(first);
    expect(tfjs.memory().numTensors).toBe(before);
  });

  test('survives another holder of tfjs who switches the backend', async () => {
    const { network, parameters, inputs } = sample(tensors, shapes[2], 10);
    const expected = network.outputs(parameters, inputs);
    await tfjs.setBackend(prefer === 'cpu' ? 'wasm' : 'cpu');
    expect(network.outputs(parameters, inputs)).toEqual(expected);
    expect(tfjs.getBackend()).toBe(prefer);
  });

  test('wrong shapes and strange symbols are refused in one line', () => {
    const { network, parameters, inputs, slope } = sample(tensors, shapes[1], 4);
    expect(() => network.outputs(parameters.subarray(1), inputs)).toThrow(
      '[tensors] parameters: expected 50 numbers, got 49. Fit it to the layers 3-8-2.',
    );
    expect(() => network.outputs(parameters, inputs.subarray(1))).toThrow('[tensors] inputs: expected rows of 3 numbers, got 11.');
    expect(() => network.outputs(parameters, new Float32Array(0))).toThrow('[tensors] inputs');
    expect(() => network.pullback(parameters, inputs, slope.subarray(1))).toThrow(
      '[tensors] outputGradient: expected [4, 2] numbers, got 7.',
    );
    const symbols = sample(tensors, shapes[4], 2);
    for (const stranger of [5, -1, 0.5, Number.NaN])
      expect(() => symbols.network.outputs(symbols.parameters, Float32Array.of(0, stranger))).toThrow(
        'inputs, number 1: expected a whole number from 0 to 4',
      );
    expect(() => tensors.network({ layers: [3], activation: 'relu' })).toThrow('[tensors] layers: expected two or more whole numbers');
    expect(() => tensors.network({ layers: [3, 0], activation: 'relu' })).toThrow('[tensors] layers');
    expect(() => tensors.network({ layers: [3, 1], activation: 'sine' as never })).toThrow('[tensors] activation');
  });
});

test('both backends agree to 1e-5, and start from the same numbers', async () => {
  const [wasm, cpu] = await Promise.all([resolveTensors({ prefer: 'wasm' }), resolveTensors({ prefer: 'cpu' })]);
  for (const shape of shapes) {
    const [a, b] = [sample(wasm, shape, 256), sample(cpu, shape, 256)];
    expect(a.parameters).toEqual(b.parameters);
    expect(farthest(a.network.outputs(a.parameters, a.inputs), b.network.outputs(b.parameters, b.inputs))).toBeLessThan(1e-5);
    expect(farthest(a.network.pullback(a.parameters, a.inputs, a.slope), b.network.pullback(b.parameters, b.inputs, b.slope))).toBeLessThan(
      1e-5,
    );
  }
});

test('first weights have the spread that the activation asks for', async () => {
  const { network } = await resolveTensors({ prefer: 'cpu' });
  const spread = (activation: 'relu' | 'tanh') => {
    const first = network({ layers: [50, 200], activation }).initial(randomStream(1));
    expect(first.subarray(50 * 200).every((bias) => bias === 0)).toBe(true);
    return Math.sqrt(first.reduce((sum, v) => sum + v * v, 0) / (50 * 200));
  };
  // 10 000 normals: their spread is known to 0.7 %.
  expect(spread('relu') / Math.sqrt(2 / 50)).toBeCloseTo(1, 1);
  expect(spread('tanh') / Math.sqrt(1 / 50)).toBeCloseTo(1, 1);
});

test('a backend whose network is wrong is passed over', async () => {
  await tfjs.setBackend('cpu');
  const wrong = async () => ({ ...tfjs, tanh: (x: tfjs.Tensor) => tfjs.tanh(x).mul(2) });
  const missing = async () => {
    throw new Error('not installed');
  };
  const { backend, report } = await resolveTensors({ load: { 'tfjs-node-gpu': missing, 'tfjs-node': missing, wasm: wrong } });
  expect(backend).toBe('cpu');
  expect(report[2].why).toMatch(/network is wrong: expected 0\.6, .* got 1\.2/);
});

test('prints nothing', async () => {
  const names = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const spies = names.map((name) => vi.spyOn(console, name).mockImplementation(() => {}));
  for (const prefer of ['wasm', 'cpu']) {
    const { network, parameters, inputs, slope } = sample(await resolveTensors({ prefer }), shapes[4], 10);
    network.outputs(parameters, inputs);
    network.pullback(parameters, inputs, slope);
  }
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
