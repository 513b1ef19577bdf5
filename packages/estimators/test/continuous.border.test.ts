import { batchOf, type EstimatorPlugin, make, randomStream, SzilardError } from '@szilard/core';
import { continuousEstimators, gaussianMutualInformation, ksg1 } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { coin, common, driven } from './normal-truths.ts';
import { correlated, normals } from './samples.ts';

/** An ordinary input of each quantity, from n rows. */
const ordinary: Record<string, (n: number, seed: number) => any> = {
  entropy: (n, seed) => ({ x: normals(n, 2, randomStream(seed)) }),
  'mutual-information': (n, seed) => correlated(0.5, n, 1, randomStream(seed)),
  'conditional-mutual-information': (n, seed) => common(n, 1, 0.5, randomStream(seed)),
  'total-correlation': (n, seed) => ({ x: normals(n, 3, randomStream(seed)) }),
  'o-information': (n, seed) => ({ x: normals(n, 3, randomStream(seed)) }),
  'transfer-entropy': (n, seed) => driven(1, n + 1, 0.5, randomStream(seed)),
  'active-information-storage': (n, seed) => ({ target: driven(1, n + 1, 0.5, randomStream(seed)).target }),
  'information-flow': (n, seed) => driven(1, n + 1, 0.5, randomStream(seed)),
};
const plugins: readonly EstimatorPlugin[] = [ksg1, gaussianMutualInformation, ...continuousEstimators];
const inputOf = ({ id, quantity }: EstimatorPlugin, n: number, seed = 1) =>
  id === 'mutual-information/ross' ? coin(n, 1, randomStream(seed)) : ordinary[quantity](n, seed);
const run = (plugin: EstimatorPlugin, input: any, params = {}) => make(plugin, params).estimate(input, randomStream(1));
/** Every array of an input, changed in place. */
const changed = (input: any, change: (data: Float64Array) => void) => {
  for (const { data } of Object.values<any>(input)) change(data);
  return input;
};

describe.each(plugins.map((plugin) => [plugin.id, plugin] as const))('%s at the border', (id, plugin) => {
  const nearest = 'k' in plugin.defaults;

  test('NaN and infinities are refused, with their place', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const input = changed(inputOf(plugin, 60), (data) => void (data[7] = bad));
      expect(() => run(plugin, input)).toThrow(new RegExp(`^\\[${id}\\] \\w+: expected finite numbers, got ${bad} at`));
    }
  });

  test('tiny samples give a number with a caution, or a refusal that says how many are needed', () => {
    for (const n of [0, 1, 2, 3, 5, 8]) {
      if (id.endsWith('ross') && n > 0 && n < 5) continue;
      try {
        const { value, stderr, cautions } = run(plugin, inputOf(plugin, n));
        expect(Number.isNaN(value) || Number.isNaN(stderr)).toBe(false);
        if (nearest) expect(cautions.join()).toMatch(`only ${n} samples`);
      } catch (error) {
        expect(error).toBeInstanceOf(SzilardError);
        expect((error as Error).message).toMatch(/expected (at least|k below|symbols)/);
      }
    }
  });

  test('numbers whose squares overflow are refused in one line, or read', () => {
    const input = changed(inputOf(plugin, 80), (data) => void data.set(data.map((v) => v * 1e300)));
    try {
      const { value, stderr } = run(plugin, input);
      expect(Number.isNaN(value) || Number.isNaN(stderr)).toBe(false);
    } catch (error) {
      expect(error).toBeInstanceOf(SzilardError);
    }
  });

  test.runIf(nearest)('k as large as the sample is refused', () => {
    if (id !== 'mutual-information/ross') expect(() => run(plugin, inputOf(plugin, 50), { k: 50 })).toThrow(/k: expected k below n = 50/);
    expect(() => run(plugin, inputOf(plugin, 50), { k: 0 })).toThrow(/at least 1, got 0/);
  });

  test('constants are refused or cautioned, never NaN', () => {
    try {
      const { value, stderr, cautions } = run(
        plugin,
        changed(inputOf(plugin, 80), (data) => void data.fill(2)),
      );
      expect(Number.isNaN(value) || Number.isNaN(stderr)).toBe(false);
      expect(cautions.join()).toMatch(/constant|repeated|distance 0/);
    } catch (error) {
      expect((error as Error).message).toMatch(/expected (a column that varies|symbols|linearly)/);
    }
  });

  test('repeated rows are noticed', () => {
    const input = changed(inputOf(plugin, 200), (data) => {
      for (let i = 0; i < data.length; i++) data[i] = Math.round(data[i]);
    });
    const { value, stderr, cautions } = run(plugin, input);
    expect(Number.isNaN(value) || Number.isNaN(stderr)).toBe(false);
    if (nearest) expect(cautions.join()).toMatch(/ties or repeated rows|takes \d+ values/);
    // Half of all rows at distance 0: no error bar, and no talk of a ceiling that ties break.
    const tied = Number(/(\d+) of \d+ samples have/.exec(cautions.join())?.[1] ?? 0);
    if (tied >= 100) expect(stderr).toBe(Number.POSITIVE_INFINITY);
    if (tied > 0) expect(cautions.join()).not.toMatch(/ceiling/);
  });

  test('20 columns: a number, with a caution from nearest neighbours', () => {
    const wide = (n: number, name: string) => normals(n, 20, randomStream(1).fork(name));
    const asSeries = (name: string) => ({ trajectories: 1, steps: 301, dim: 20, data: wide(301, name).data });
    const inputs: Record<string, () => any> = {
      entropy: () => ({ x: wide(300, 'x') }),
      'mutual-information': () => ({ x: wide(300, 'x'), y: id.endsWith('ross') ? coin(300, 1, randomStream(1)).y : wide(300, 'y') }),
      'conditional-mutual-information': () => ({ x: wide(300, 'x'), y: wide(300, 'y'), z: wide(300, 'z') }),
      'total-correlation': () => ({ x: wide(300, 'x') }),
      'o-information': () => ({ x: wide(300, 'x') }),
      'transfer-entropy': () => ({ source: asSeries('x'), target: asSeries('y') }),
      'active-information-storage': () => ({ target: asSeries('x') }),
      'information-flow': () => ({ source: asSeries('x'), target: asSeries('y') }),
    };
    const { value, stderr, cautions } = run(plugin, inputs[plugin.quantity]());
    expect(Number.isFinite(value) && Number.isFinite(stderr)).toBe(true);
    if (nearest) expect(cautions.join()).toMatch(/\d+ columns together/);
  });

  test('independent data straddle zero', () => {
    if (plugin.quantity === 'entropy' || !nearest) return;
    const free = (r: number) => {
      const input = inputOf(plugin, 120, r + 1);
      const rng = randomStream(r).fork('free');
      Object.entries<any>(input).forEach(([name, { data }]) => {
        if (!(id.endsWith('ross') && name === 'y')) rng.fork(name).fillNormal(data);
      });
      return run(plugin, input);
    };
    const all = Array.from({ length: 40 }, (_, r) => free(r));
    for (const { value, stderr } of all) expect(Math.abs(value) / stderr).toBeLessThan(4.5);
    expect(all.filter(({ value }) => value < 0).length).toBeGreaterThan(8);
    expect(all.filter(({ value }) => value > 0).length).toBeGreaterThan(8);
  });

  test.runIf(nearest)('what was done to the data is asked for, and said', () => {
    const input = inputOf(plugin, 150);
    const before = Object.values<any>(input).map(({ data }) => data.slice());
    const treated = run(plugin, input, { normalise: 'zscore', noise: 1e-6 });
    expect(treated.cautions.join()).toMatch(
      /scaled to mean 0 .* jitter of standard deviation 0\.000001 added to every column after scaling/,
    );
    expect(treated.params).toMatchObject({ normalise: 'zscore', noise: 1e-6 });
    expect(Object.values<any>(input).map(({ data }) => data)).toEqual(before);
  });
});

describe('a continuous variable and itself', () => {
  const x = normals(300, 1, randomStream(1));
  const twice = batchOf(
    Float64Array.from({ length: 600 }, (_, at) => x.data[at >> 1]),
    2,
  );
  const of = (id: string) => plugins.find((plugin) => plugin.id === id)!;
  test.each([
    ['mutual-information/ksg1', { x, y: x }],
    ['mutual-information/ksg2', { x, y: x }],
    ['total-correlation/ksg1', { x: twice }],
    ['total-correlation/ksg2', { x: twice }],
    ['conditional-mutual-information/frenzel-pompe', { x, y: x, z: normals(300, 1, randomStream(2)) }],
  ])('%s: a lower bound, and said to be infinite', (id, input) => {
    const { value, bound, cautions } = run(of(id), input);
    expect(Number.isFinite(value)).toBe(true);
    expect(bound).toBe('lower');
    expect(cautions[0]).toMatch(/are identical: a continuous variable shares infinite information with itself/);
  });
  test.each([
    ['mutual-information/gaussian', { x, y: x }],
    ['total-correlation/gaussian', { x: twice }],
    ['conditional-mutual-information/gaussian', { x, y: x, z: normals(300, 1, randomStream(2)) }],
  ])('%s: infinite, and said', (id, input) => {
    const { value, cautions } = run(of(id), input);
    expect(value).toBe(Number.POSITIVE_INFINITY);
    expect(cautions[0]).toMatch(/^infinite: /);
  });
  test('an information flow between them is infinite, and said', () => {
    const series = { trajectories: 1, steps: 300, dim: 1, data: x.data };
    const { cautions } = run(of('information-flow/ksg'), { source: series, target: series });
    expect(cautions[0]).toMatch(/source column 0 and target column 0 are identical/);
  });
  test('what is known already is not shared: x = y = z', () => {
    expect(run(of('conditional-mutual-information/gaussian'), { x, y: x, z: x })).toMatchObject({ value: 0, stderr: 0 });
    expect(run(of('conditional-mutual-information/frenzel-pompe'), { x, y: x, z: x }).bound).toBeUndefined();
    expect(() => run(of('o-information/gaussian'), { x: twice })).toThrow(/linearly independent/);
    expect(run(of('entropy/gaussian'), { x: twice }).value).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('a discrete and a continuous variable', () => {
  const plugin = plugins.find(({ id }) => id === 'mutual-information/ross')!;
  const { x } = coin(60, 1, randomStream(1));
  test('rare symbols are said, unique ones refused', () => {
    const y = batchOf(Float64Array.from({ length: 60 }, (_, i) => (i < 2 ? 9 : i === 2 ? 8 : i % 2)));
    const { cautions, n } = run(plugin, { x, y });
    expect(n).toBe(59);
    expect(cautions.join('; ')).toMatch(/1 rows left out: their symbols are seen once; 1 of 3 symbols are seen 3 times or less/);
    expect(() => run(plugin, { x, y: x })).toThrow(/y: expected symbols that are seen twice or more, got 60 different ones in 60 rows/);
  });
  test('symbols may be rows of several columns, and −0 is 0', () => {
    const one = batchOf(Float64Array.from({ length: 60 }, (_, i) => i % 2));
    const two = batchOf(
      Float64Array.from({ length: 120 }, (_, at) => (at % 2 === 0 ? (at >> 1) % 2 : at % 4 === 1 ? -0 : 0)),
      2,
    );
    expect(run(plugin, { x, y: two }).value).toBe(run(plugin, { x, y: one }).value);
  });
});
