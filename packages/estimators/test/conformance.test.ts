import { type Estimate, type EstimatorPlugin, make, type PairedSamples, randomStream } from '@szilard/core';
import { estimators, mixtureMutualInformation } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { channel, channelTruth, normals, permutation, reordered } from './samples.ts';

const seeds = [1, 2, 3];
const width = 0.75;
const catalogue: readonly EstimatorPlugin[] = estimators;
const ofQuantity = (quantity: string) =>
  catalogue.filter((plugin) => plugin.quantity === quantity).map((plugin) => [plugin.id, plugin] as const);

/** An input of each quantity, and what it is worth. */
const inputs: Record<string, (n: number, seed: number) => { input: any; truth: number }> = {
  'mutual-information': (n, seed) => ({ input: channel(width, n, 1, randomStream(seed)), truth: channelTruth(width) }),
  'entropy-production': (n, seed) => {
    const sigma = normals(n, 1, randomStream(seed)).data.map((z) => 1 + Math.SQRT2 * z);
    return {
      input: {
        ledger: { trajectories: n, ticks: 1, moves: 1, work: sigma, heat: sigma, bathEntropy: sigma, logRatio: sigma },
        boundary: new Float64Array(n),
      },
      truth: 1,
    };
  },
};

const arraysOf = (value: unknown): Float64Array[] =>
  value instanceof Float64Array ? [value] : value !== null && typeof value === 'object' ? Object.values(value).flatMap(arraysOf) : [];

describe.each(catalogue.map((plugin) => [plugin.id, plugin] as const))('%s', (id, plugin) => {
  const estimate = (input: any, seed = 1): Estimate => make(plugin).estimate(input, randomStream(seed));

  test('says who it is', () => {
    expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
    expect(id.startsWith(plugin.quantity)).toBe(true);
    expect(plugin.title).not.toMatch(/\n|\.$/);
    expect(plugin.source).toMatch(/\[[A-Z]\w+\d{4}\]|docs\/theory\.md/);
    expect(catalogue.filter((other) => other.id === id)).toHaveLength(1);
  });

  test.each(seeds)('seed %i: agrees with the truth, every field filled', (seed) => {
    const { input, truth } = inputs[plugin.quantity](1500, seed);
    const result = estimate(input);
    expect(result).toAgreeWith(truth);
    expect(result).toMatchObject({ unit: 'nat', n: 1500, method: id, params: plugin.defaults, cautions: [] });
    expect(result.stderr).toBeGreaterThan(0);
    // A tenth off the truth must show at this size, or the agreement above is worth nothing.
    expect(result.stderr).toBeLessThan(0.1);
  });

  test('pure: same input, same answer, input untouched', () => {
    const { input } = inputs[plugin.quantity](300, 1);
    const before = arraysOf(input).map((array) => array.slice());
    const [first, second] = [estimate(input), estimate(input)];
    expect(second).toEqual(first);
    expect(arraysOf(input)).toEqual(before);
  });

  test('refuses NaN wherever it sits', () => {
    const { input } = inputs[plugin.quantity](40, 1);
    const read = plugin.quantity === 'mutual-information' ? [input.x.data, input.y.data] : [input.ledger.logRatio, input.boundary];
    for (const array of read) {
      const kept = array[11];
      array[11] = Number.NaN;
      expect(() => estimate(input)).toThrow(new RegExp(`^\\[${id}\\] .*NaN`));
      array[11] = kept;
    }
    expect(Number.isFinite(estimate(input).value)).toBe(true);
  });

  test('refuses parameters it does not have', () => {
    expect(() => make(plugin, { nonsense: 1 })).toThrow(/has no parameter "nonsense"/);
  });
});

describe.each(ofQuantity('mutual-information'))('%s', (id, plugin) => {
  const estimate = (input: PairedSamples): Estimate => make(plugin).estimate(input, randomStream(1));
  const input = channel(width, 500, 1, randomStream(2));

  test('the order of the samples does not matter', () => {
    const order = permutation(500, randomStream(1));
    const shuffled = estimate({ ...input, x: reordered(input.x, order), y: reordered(input.y, order) });
    expect(shuffled.value).toBeCloseTo(estimate(input).value, 11);
    expect(shuffled.stderr).toBeCloseTo(estimate(input).stderr, 11);
  });

  test('negative control: with the pairing broken the answer is another', () => {
    const broken = estimate({ ...input, y: reordered(input.y, permutation(500, randomStream(3))) });
    expect(Math.abs(broken.value - channelTruth(width)) / broken.stderr).toBeGreaterThan(4);
    if (id !== mixtureMutualInformation.id) expect(broken).toAgreeWith(0);
  });

  test.skipIf(id === mixtureMutualInformation.id)('I(X;Y) = I(Y;X)', () => {
    const { x, y } = input;
    expect(estimate({ x: y, y: x }).value).toBeCloseTo(estimate({ x, y }).value, 11);
  });

  test('refuses samples that are not paired', () => {
    expect(() => estimate({ ...input, y: normals(499, 1, randomStream(1)) })).toThrow(
      new RegExp(`^\\[${id}\\] y: expected 500 rows as in x, got 499`),
    );
  });
});
