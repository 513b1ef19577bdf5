import { type Batch, batchOf, type EstimatorPlugin, make, randomStream } from '@szilard/core';
import { estimatorConformance, type SamplesOf, samplesOf } from '@szilard/core/testing';
import { discreteEstimators, estimators, mixtureMutualInformation, ross } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { drifting, goingRound, turningRound } from './entropy-production-samples.ts';
import { normalLearner } from './learner.ts';
import { normals, permutation, reordered } from './samples.ts';
import { draws } from './symbols.ts';

/** Those that train a network are in neural.conformance.test.ts. */
const catalogue: readonly EstimatorPlugin[] = (estimators as readonly EstimatorPlugin[]).filter(({ needs }) => needs === undefined);
const symbolic = new Set<string>(discreteEstimators.map(({ id }) => id));
const kindOf = ({ id }: EstimatorPlugin) => (symbolic.has(id) ? ('symbols' as const) : ('numbers' as const));

/** x = ±1 + N(0, 1), y the sign, fair: I by quadrature of S(X) − S(N). */
const signs: SamplesOf = (n, rng) => {
  const y = draws([0.5, 0.5], n, rng.fork('y'));
  const noise = normals(n, 1, rng.fork('x'));
  const x = batchOf(noise.data.map((z, i) => z + 2 * y.data[i] - 1));
  let entropy = 0;
  const normal = (v: number) => Math.exp(-0.5 * v * v) / Math.sqrt(2 * Math.PI);
  for (let v = -12; v <= 12; v += 0.001) {
    const p = 0.5 * (normal(v - 1) + normal(v + 1));
    entropy -= 0.001 * p * Math.log(p);
  }
  return { input: { x, y }, truth: entropy - 0.5 * Math.log(2 * Math.PI * Math.E), unrelated: { x: noise, y } };
};
const learner =
  (truth: number): SamplesOf =>
  (n, rng) => ({ input: normalLearner(n, rng), truth });

/** Quantities of this package, and estimators that want samples of their own kind. */
const own: Readonly<Record<string, SamplesOf>> = {
  'memorised-information': learner(0.5 * Math.log(1 + 1 / 0.25)),
  'learned-information': learner(0.5 * Math.log(1 + 1 / 1.25)),
  [ross.id]: signs,
  'entropy-production-rate': drifting,
  'entropy-production/spectral': turningRound,
  'entropy-production/maximum-entropy': goingRound,
  'entropy-production/plug-in': samplesOf('entropy-production-rate', 'symbols')!,
  'entropy-production/waiting-time': (n, rng) => samplesOf('entropy-production-rate', 'symbols')!(n + 1, rng),
};
const samples = (plugin: EstimatorPlugin) => own[plugin.id] ?? own[plugin.quantity] ?? samplesOf(plugin.quantity, kindOf(plugin));

const units: Readonly<Record<string, string>> = {
  'entropy-production-rate': 'nat/tick',
  'free-energy-difference': 'kT',
  'free-energy-between-states': 'kT',
  'crooks-slope': '1',
};
/** Families whose name is not the beginning of their quantity's. */
const families: Readonly<Record<string, string>> = {
  'crooks-slope': 'free-energy',
  'memorised-information': 'learning',
  'learned-information': 'learning',
};

describe.each(catalogue.map((plugin) => [plugin.id, plugin] as const))('%s', (id, plugin) => {
  const options = samples(plugin) ? { samples: samples(plugin)! } : {};
  for (const { name, run } of estimatorConformance({ plugin, build: () => make(plugin), kind: kindOf(plugin), ...options }))
    test(name, run);

  test('one id, one family, known parameters only', () => {
    expect((families[plugin.quantity] ?? plugin.quantity).startsWith(id.split('/')[0])).toBe(true);
    expect(catalogue.filter((other) => other.id === id)).toHaveLength(1);
    expect(() => make(plugin, { nonsense: 1 })).toThrow(/has no parameter "nonsense"/);
  });

  test('clean samples: its unit, its defaults, and no caution', () => {
    const result = make(plugin).estimate(samples(plugin)!(1500, randomStream(1)).input, randomStream(1));
    expect(result).toMatchObject({ unit: units[plugin.quantity] ?? 'nat', params: plugin.defaults });
    // A sticky series is what storage is about.
    const said = result.cautions.filter((caution) => !/correlated in time/.test(caution));
    if (plugin.bound === undefined) expect(said).toEqual([]);
    expect([1500, 3000]).toContain(result.n);
  });
});

const pairs = catalogue.filter(({ quantity }) => quantity === 'mutual-information');
describe.each(pairs.map((plugin) => [plugin.id, plugin] as const))('%s', (id, plugin) => {
  const { input } = samples(plugin)!(500, randomStream(2));
  const estimate = (x: Batch, y: Batch) => make(plugin).estimate({ ...input, x, y }, randomStream(1));

  test('the order of the samples does not matter', () => {
    const order = permutation(500, randomStream(1));
    const shuffled = estimate(reordered(input.x, order), reordered(input.y, order));
    expect(shuffled.value).toBeCloseTo(estimate(input.x, input.y).value, 11);
    expect(shuffled.stderr).toBeCloseTo(estimate(input.x, input.y).stderr, 11);
  });

  test.skipIf(id === mixtureMutualInformation.id || id === ross.id)('I(X;Y) = I(Y;X)', () => {
    expect(estimate(input.y, input.x).value).toBeCloseTo(estimate(input.x, input.y).value, 11);
  });
});
