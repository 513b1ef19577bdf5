import { type EstimatorPlugin, make, randomStream, type Tensors } from '@szilard/core';
import { estimatorConformance, type SamplesOf, samplesOf } from '@szilard/core/testing';
import { estimators, neuralEstimators } from '@szilard/estimators';
import { resolveTensors } from '@szilard/models/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { drivenRing } from './driven-ring.ts';

let tensors: Tensors;
beforeAll(async () => {
  tensors = await resolveTensors();
});
/** Small networks and short training: promises hold for any. */
const small = { width: 16, learningRate: 0.01, every: 20, patience: 3, steps: 120 };
const build = (plugin: EstimatorPlugin) =>
  make(plugin, plugin.quantity === 'mutual-information' ? { ...small, features: 8, batch: 64 } : { ...small, states: 'discrete' }, {
    tensors,
  });

/** Ten series of a ring driven round, and as many of one that is not. */
const rings: SamplesOf = (n, rng) => ({
  input: { series: drivenRing(n, 1.2, rng.fork('driven')) },
  truth: drivenRing.entropyProduction(1.2),
  unrelated: { series: drivenRing(n, 0, rng.fork('free')) },
});
const samples = ({ quantity }: EstimatorPlugin): SamplesOf =>
  quantity === 'entropy-production-rate' ? rings : samplesOf(quantity as string, 'numbers')!;

const catalogue: readonly EstimatorPlugin[] = neuralEstimators;
describe.each(catalogue.map((plugin) => [plugin.id, plugin] as const))('%s', (id, plugin) => {
  for (const { name, run } of estimatorConformance({ plugin, build: () => build(plugin), kind: 'numbers', samples: samples(plugin) }))
    test(name, run);

  test('one id, one family, known parameters only, and not without tensors', () => {
    expect((plugin.quantity as string).startsWith(id.split('/')[0])).toBe(true);
    expect((estimators as readonly EstimatorPlugin[]).filter((other) => other.id === id)).toHaveLength(1);
    expect(() => make(plugin, { nonsense: 1 }, { tensors })).toThrow(/has no parameter "nonsense"/);
    expect(() => make(plugin)).toThrow(`[${id}] tensors: expected the service, got none.`);
  });

  test('says what it was made with, and where', () => {
    const result = build(plugin).estimate(samples(plugin)(300, randomStream(1)).input, randomStream(1));
    expect(Object.keys(result.params)).toEqual([...Object.keys(plugin.defaults), 'backend']);
    // Kernels of ours, whatever library is there, where nobody asked for another.
    expect(result.params.backend).toBe('szilard');
    expect(result.details).toMatchObject({ trainingSteps: expect.any(Number), validation: expect.any(Number) });
  });
});
