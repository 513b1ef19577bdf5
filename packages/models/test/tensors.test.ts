import { randomStream } from '@szilard/core';
import { resolveTensors, type TensorBackend, type Tensors } from '@szilard/models/tensors';
import * as tfjs from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { linearClassifier } from '../src/ppm/softmax-loss.ts';

const missing = (message: string) => async () => {
  throw new Error(message);
};
const noNative = {
  'tfjs-node-gpu': missing('not installed'),
  'tfjs-node': missing('libtensorflow_cc.so.2: cannot open shared object file'),
};

afterEach(() => void vi.unstubAllEnvs());

describe('the resolver', () => {
  test('takes the first backend that loads, and says why it passed over the others', async () => {
    const { backend, report } = await resolveTensors({ load: noNative });
    expect(backend).toBe('wasm');
    expect(report).toEqual([
      { backend: 'tfjs-node-gpu', taken: false, why: 'not installed' },
      { backend: 'tfjs-node', taken: false, why: 'libtensorflow_cc.so.2: cannot open shared object file' },
      { backend: 'wasm', taken: true, why: 'the first that loads' },
      { backend: 'cpu', taken: false, why: 'not tried: wasm was taken' },
    ]);
  });

  test('without WebAssembly it ends at plain JavaScript', async () => {
    const { backend, report } = await resolveTensors({ load: { ...noNative, wasm: missing('found, but it could not be initialised') } });
    expect(backend).toBe('cpu');
    expect(report.filter(({ taken }) => taken)).toHaveLength(1);
  });

  test('passes over a backend whose gradient is wrong', async () => {
    const wrong = async () => ({ ...tfjs, oneHot: (...args: Parameters<typeof tfjs.oneHot>) => tfjs.zerosLike(tfjs.oneHot(...args)) });
    await tfjs.setBackend('cpu');
    const { backend, report } = await resolveTensors({ load: { ...noNative, wasm: wrong } });
    expect(backend).toBe('cpu');
    expect(report[2].why).toMatch(/gradient is wrong: expected -0\.25, 0\.25, got/);
  });

  test('takes what is asked for, or says why not in one line', async () => {
    expect((await resolveTensors({ prefer: 'cpu' })).backend).toBe('cpu');
    vi.stubEnv('SZILARD_TENSORS', 'cpu');
    expect((await resolveTensors()).backend).toBe('cpu');
    vi.stubEnv('SZILARD_TENSORS', 'webgl');
    await expect(resolveTensors()).rejects.toThrow('[tensors] expected one of tfjs-node-gpu, tfjs-node, wasm, cpu, got "webgl".');
    const broken = resolveTensors({ prefer: 'tfjs-node', load: noNative });
    await expect(broken).rejects.toThrow(/^\[tensors\] expected tfjs-node to load, got tfjs-node: libtensorflow_cc\.so\.2: .*\.$/);
    const none = Object.fromEntries(['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'].map((name) => [name, missing('gone')]));
    vi.stubEnv('SZILARD_TENSORS', '');
    await expect(resolveTensors({ load: none })).rejects.toMatchObject({ name: 'SzilardError', code: 'composition' });
  });

  test('prints nothing and leaves the console alone', async () => {
    const { console: out } = globalThis;
    const names = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const spies = names.map((name) => vi.spyOn(out, name).mockImplementation(() => {}));
    const patched = names.map((name) => out[name]);
    for (const prefer of ['wasm', 'cpu']) (await resolveTensors({ prefer })).softmaxGradients(sample(3, 5, 4, 3));
    expect(names.map((name) => out[name])).toEqual(patched);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

/** A mini-batch [n, inputs] and replicas, centred, from seed 1. */
function sample(replicas: number, n: number, inputs: number, classes: number) {
  const rng = randomStream(1).fork(`${n} ${inputs} ${classes}`);
  const draw = (count: number) => Float32Array.from({ length: count }, () => rng.normal());
  const labels = Int32Array.from({ length: n }, () => Math.floor(classes * rng.uniform()));
  return { inputs: draw(n * inputs), labels, parameters: draw(replicas * classes * (inputs + 1)), replicas, classes };
}

describe.each(['wasm', 'cpu'] satisfies TensorBackend[])('gradients on %s', (prefer) => {
  let tensors: Tensors;
  beforeAll(async () => {
    tensors = await resolveTensors({ prefer });
  });

  test('agree with plain float64 to 1e-5', () => {
    for (const [n, inputs, classes] of [
      [1, 1, 2],
      [50, 49, 10],
      [7, 196, 3],
    ]) {
      const batch = sample(5, n, inputs, classes);
      const dim = classes * (inputs + 1);
      const { crossEntropy } = linearClassifier(inputs, classes);
      const features = Float64Array.from(batch.inputs);
      const got = tensors.softmaxGradients(batch);
      const expected = new Float64Array(5 * dim);
      for (let r = 0; r < 5; r++) {
        const at = [r * dim, (r + 1) * dim] as const;
        crossEntropy(Float64Array.from(batch.parameters.subarray(...at)), features, batch.labels).gradient(expected.subarray(...at));
      }
      expect(got.reduce((worst, g, k) => Math.max(worst, Math.abs(g - expected[k])), 0)).toBeLessThan(1e-5);
    }
  });

  test('a replica has the same bits in whatever company', () => {
    const [n, inputs, classes] = [10, 9, 3];
    const dim = classes * (inputs + 1);
    const all = sample(80, n, inputs, classes);
    const whole = tensors.softmaxGradients(all);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 79 }), fc.integer({ min: 1, max: 80 }), (from, count) => {
        const to = Math.min(80, from + count);
        const part = tensors.softmaxGradients({ ...all, parameters: all.parameters.subarray(from * dim, to * dim), replicas: to - from });
        expect(part).toEqual(whole.subarray(from * dim, to * dim));
      }),
      { numRuns: 25 },
    );
  });

  test('leave no tensor behind', () => {
    const before = tfjs.memory().numTensors;
    tensors.softmaxGradients(sample(40, 5, 4, 3));
    expect(tfjs.memory().numTensors).toBe(before);
  });

  test('survive another holder of tfjs who switches the backend', async () => {
    const expected = tensors.softmaxGradients(sample(2, 5, 4, 3));
    await tfjs.setBackend(prefer === 'cpu' ? 'wasm' : 'cpu');
    expect(tensors.softmaxGradients(sample(2, 5, 4, 3))).toEqual(expected);
    expect(tfjs.getBackend()).toBe(prefer);
  });

  test('wrong shapes are refused in one line', () => {
    const batch = sample(2, 5, 4, 3);
    expect(() => tensors.softmaxGradients({ ...batch, inputs: batch.inputs.subarray(1) })).toThrow(
      /^\[tensors\] expected inputs \[5, 4\] .* got 19 numbers\.$/,
    );
    expect(() => tensors.softmaxGradients({ ...batch, classes: 7 })).toThrow('[tensors]');
  });
});

test('both backends agree to 1e-5', async () => {
  const batch = sample(40, 64, 49, 10);
  const [wasm, cpu] = await Promise.all([resolveTensors({ prefer: 'wasm' }), resolveTensors({ prefer: 'cpu' })]);
  const [a, b] = [wasm.softmaxGradients(batch), cpu.softmaxGradients(batch)];
  expect(a.reduce((worst, g, k) => Math.max(worst, Math.abs(g - b[k])), 0)).toBeLessThan(1e-5);
});
