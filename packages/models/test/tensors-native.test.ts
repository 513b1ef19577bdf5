import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { resolveTensors, type Tensors } from '@szilard/models/tensors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linearClassifier } from '../src/ppm/softmax-loss.ts';
import { farthest, plain, sample, shapes } from './tensors-samples.ts';

const built = process.env.SZILARD_TENSORFLOW ?? join(import.meta.dirname, '..', '..', '..', '.cache', 'tensorflow');
const there = existsSync(join(built, 'node_modules', '@tensorflow'));
if (!there) process.stderr.write('SKIPPED native TensorFlow: its addon has not been built. Build it with npm run tensorflow.\n');

describe.skipIf(!there)('the native TensorFlow library', () => {
  let native: Tensors;
  const before = process.env.SZILARD_TENSORFLOW;
  beforeAll(async () => {
    process.env.SZILARD_TENSORFLOW = built;
    // Whichever was built; the one for graphics processors comes first, as in the resolver's own order.
    native = await resolveTensors({ networks: 'library' });
  });
  afterAll(() => {
    if (before === undefined) delete process.env.SZILARD_TENSORFLOW;
    else process.env.SZILARD_TENSORFLOW = before;
  });

  test('is what the resolver takes first', () => {
    expect(native.backend).toMatch(/^tfjs-node/);
    expect(native.report.find(({ taken }) => taken)?.why).toBe('the first that loads');
  });

  // Held to plain double precision, not to wasm: two copies of the library in one process warn about each other.
  test.each(shapes.map((shape) => [shape.layers.join('-'), shape] as const))('network %s agrees with float64 to 1e-4', (_name, shape) => {
    const { network, parameters, inputs, slope } = sample(native, shape, 64);
    const outputs = network.outputs(parameters, inputs);
    expect(farthest(outputs, plain(shape, parameters, inputs))).toBeLessThan(1e-4);
    expect(network.outputs(parameters, inputs)).toEqual(outputs);
    const pulled = network.pullback(parameters, inputs, slope);
    // Σ slope · output along one direction, by a central difference in float64.
    const along = parameters.map((_, k) => Math.sin(k + 1));
    const value = (h: number) =>
      plain(
        shape,
        Float64Array.from(parameters, (p, k) => p + h * along[k]),
        inputs,
      ).reduce((sum, o, k) => sum + o * slope[k], 0);
    const expected = (value(1e-4) - value(-1e-4)) / 2e-4;
    expect(Math.abs(pulled.reduce((sum, g, k) => sum + g * along[k], 0) - expected)).toBeLessThan(1e-3 * Math.max(1, Math.abs(expected)));
  });

  test('softmax gradients agree with float64 to 1e-4', () => {
    const [replicas, classes, n, wide] = [40, 5, 64, 9];
    const dim = classes * (wide + 1);
    const parameters = Float32Array.from({ length: replicas * dim }, (_, k) => Math.sin(k));
    const inputs = Float32Array.from({ length: n * wide }, (_, k) => Math.cos(3 * k));
    const labels = Uint8Array.from({ length: n }, (_, i) => i % classes);
    const { crossEntropy } = linearClassifier(wide, classes);
    const features = Float64Array.from(inputs);
    const expected = new Float64Array(replicas * dim);
    for (let r = 0; r < replicas; r++) {
      const of = [r * dim, (r + 1) * dim] as const;
      crossEntropy(Float64Array.from(parameters.subarray(...of)), features, labels).gradient(expected.subarray(...of));
    }
    const batch = { inputs, labels: Int32Array.from(labels), parameters, replicas, classes };
    expect(farthest(native.softmaxGradients(batch), expected)).toBeLessThan(1e-4);
  });
});
