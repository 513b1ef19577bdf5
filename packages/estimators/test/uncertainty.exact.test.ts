import { type Batch, batchOf, type Estimator, make, moments, type RandomStream, randomStream } from '@szilard/core';
import {
  autocorrelationTime,
  bar,
  blockBootstrap,
  bootstrap,
  correlatedMean,
  coverage,
  gaussianMutualInformation,
  jackknife,
  ksg1,
  ledgerEntropyProduction,
  mbar,
  normalQuantile,
  statisticalInefficiency,
  subsample,
  unitsOf,
  withUncertainty,
} from '@szilard/estimators';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlated, normals } from './samples.ts';
import { harmonicStates, normalWork } from './work.ts';

const of = (name: string, value: (x: Batch) => number): Estimator<'entropy'> => ({
  estimate: ({ x }) => ({ value: value(x), stderr: moments(x.data).stderr, unit: 'nat', n: x.n, method: name, params: {}, cautions: [] }),
});
const mean = of('test/mean', ({ data }) => moments(data).mean);
const plugInVariance = of('test/variance', ({ n, data }) => (moments(data).variance * (n - 1)) / n);

/** x′ = φx + noise: τ = φ/(1 − φ), g = (1 + φ)/(1 − φ). */
function remembering(phi: number, n: number, rng: RandomStream): Float64Array {
  const noise = normals(n, 1, rng).data;
  const series = new Float64Array(n);
  for (let t = 0, x = noise[0] / Math.sqrt(1 - phi * phi); t < n; t++, x = phi * x + noise[t]) series[t] = x;
  return series;
}

test('normal quantiles', () => {
  for (const [p, z] of [
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.84, 0.994457883209753],
    [1e-10, -6.361340902404056],
  ])
    expect(normalQuantile(p)).toBeCloseTo(z, 10);
  expect(() => normalQuantile(1)).toThrow(/between 0 and 1, got 1/);
});

describe('coverage', () => {
  const rng = randomStream(1);
  const sample = (stream: RandomStream) => ({ input: { x: normals(20, 1, stream) }, truth: 0 });
  const scaled = (factor: number): Estimator<'entropy'> => ({
    estimate(input, stream) {
      const own = mean.estimate(input, stream);
      return { ...own, stderr: factor * own.stderr };
    },
  });

  test('right error bars are found right; too small, too large and shifted ones are not', () => {
    const right = coverage(() => mean, sample, rng, 1000);
    expect(right.calibrated).toBe(true);
    expect(right.bias).toAgreeWith(0);
    expect(right.ratio).toBeGreaterThan(0.9);
    expect(right.ratio).toBeLessThan(1.1);
    for (const factor of [0.6, 1.6]) expect(coverage(() => scaled(factor), sample, rng, 1000).calibrated).toBe(false);
    const shifted = coverage(() => of('test/shifted', (x) => moments(x.data).mean + 0.3), sample, rng, 200);
    expect(shifted.calibrated).toBe(false);
    expect(shifted.bias).toAgreeWith(0.3);
  });

  test('a repetition is a function of its number; infinities are misses', () => {
    const [few, more] = [20, 40].map((repetitions) => coverage(() => mean, sample, rng, repetitions));
    const seen: number[] = [];
    const watch: Estimator<'entropy'> = {
      estimate(input, stream) {
        seen.push(input.x.data[0]);
        return mean.estimate(input, stream);
      },
    };
    coverage(() => watch, sample, rng, 20);
    coverage(() => watch, sample, rng, 40);
    expect(seen.slice(20, 40)).toEqual(seen.slice(0, 20));
    expect([few.repetitions, more.repetitions]).toEqual([20, 40]);
    const lost = coverage(() => of('test/lost', () => Number.POSITIVE_INFINITY), sample, rng, 5);
    expect(lost).toMatchObject({ within68: 0, lost: 5, calibrated: false });
  });
});

describe('bootstrap and jackknife', () => {
  const x = normals(60, 1, randomStream(1));

  test('jackknife of the mean is s/√n to rounding; of the variance with divisor n it finds −s²/n', () => {
    expect(jackknife(mean, { x }, randomStream(1)).stderr).toBeCloseTo(moments(x.data).stderr, 13);
    expect(jackknife(mean, { x }, randomStream(1)).bias).toBeCloseTo(0, 13);
    expect(jackknife(plugInVariance, { x }, randomStream(1)).bias).toBeCloseTo(-moments(x.data).variance / 60, 12);
    const blocks = jackknife(mean, { x }, randomStream(1), { blocks: 12 });
    const means = Array.from({ length: 12 }, (_, g) => moments(x.data.subarray(5 * g, 5 * g + 5)).mean);
    expect(blocks.stderr).toBeCloseTo(moments(means).stderr, 13);
    expect(() => jackknife(mean, { x }, randomStream(1), { blocks: 61 })).toThrow(/2 to the 60 units/);
  });

  test('bootstrap of the mean: √((n − 1)/n) s/√n; −s²/n for the variance; intervals by rank', () => {
    const { stderr, values, interval, bias } = bootstrap(mean, { x }, randomStream(1), 2000);
    expect(stderr / (moments(x.data).stderr * Math.sqrt(59 / 60))).toBeCloseTo(1, 1);
    expect({ value: bias, stderr: stderr / Math.sqrt(2000) }).toAgreeWith(0);
    const [low, high] = interval(0.9);
    expect(values.filter((v) => v < low).length / 2000).toBeCloseTo(0.05, 2);
    expect(values.filter((v) => v > high).length / 2000).toBeCloseTo(0.05, 2);
    const variance = bootstrap(plugInVariance, { x }, randomStream(1), 2000);
    expect({ value: variance.bias, stderr: variance.stderr / Math.sqrt(2000) }).toAgreeWith(
      -plugInVariance.estimate({ x }, randomStream(1)).value / 60,
    );
  });

  test('repetition r is a function of (stream, r): more repetitions keep the first, draws made before do not matter', () => {
    const used = randomStream(7);
    used.normal();
    const [few, more] = [bootstrap(mean, { x }, randomStream(7), 20).values, bootstrap(mean, { x }, used, 60).values];
    expect(more.subarray(0, 20)).toEqual(few);
    expect(bootstrap(mean, { x }, randomStream(8), 20).values).not.toEqual(few);
  });

  test('strata are drawn apart: work of both directions, samples of three states', () => {
    const work = normalWork(1, 0.5, 200, 120, randomStream(2));
    const states = harmonicStates(300, randomStream(2)).input;
    const ratios = [
      bootstrap(make(bar), work, randomStream(1)).stderr / make(bar).estimate(work, randomStream(1)).stderr,
      jackknife(make(bar), work, randomStream(1)).stderr / make(bar).estimate(work, randomStream(1)).stderr,
      bootstrap(make(mbar), states, randomStream(1)).stderr / make(mbar).estimate(states, randomStream(1)).stderr,
      jackknife(make(mbar), states, randomStream(1), { blocks: 25 }).stderr / make(mbar).estimate(states, randomStream(1)).stderr,
    ];
    for (const ratio of ratios) {
      expect(ratio).toBeGreaterThan(0.75);
      expect(ratio).toBeLessThan(1.3);
    }
    expect(unitsOf(work).sizes).toEqual([200, 120]);
    expect(unitsOf(states).sizes).toEqual([100, 100, 100]);
  });

  test('units: every one once is the input itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 4 }), (n, dim) => {
        const input = { x: normals(n, dim, randomStream(1)), y: normals(n, 1, randomStream(2)), logConditional: () => {} };
        const all = Int32Array.from({ length: n }, (_, i) => i);
        expect(unitsOf(input).pick([all])).toEqual(input);
      }),
    );
    const states = harmonicStates(30, randomStream(1)).input;
    const each = states.counts.map((count) => Int32Array.from({ length: count }, (_, i) => i));
    expect(unitsOf(states).pick(each)).toEqual(states);
    expect(() => unitsOf({ x: normals(3, 1, randomStream(1)), y: normals(4, 1, randomStream(1)) })).toThrow(/x of 3, y of 4/);
  });

  test('a ledger is drawn by trajectories', () => {
    const sigma = normals(80, 2, randomStream(1)).data.map((z) => z + 0.5);
    const ledger = { trajectories: 80, ticks: 2, moves: 2, work: sigma, heat: sigma, bathEntropy: sigma, logRatio: sigma };
    const input = { ledger, boundary: normals(80, 1, randomStream(2)).data };
    const { stderr } = make(ledgerEntropyProduction).estimate(input, randomStream(1));
    expect(jackknife(make(ledgerEntropyProduction), input, randomStream(1)).stderr).toBeCloseTo(stderr, 12);
  });
});

describe('frames that remember each other', () => {
  test.each([0, 0.5, 0.9])('x′ = %fx + noise: τ by both rules, g, and the error of the mean', (phi) => {
    const g = (1 + phi) / (1 - phi);
    const n = 20000;
    for (const method of ['initial-sequence', 'window'] as const) {
      const all = [1, 2, 3, 4, 5, 6, 7, 8].map(
        (seed) => autocorrelationTime(remembering(phi, n, randomStream(seed)), { method }).inefficiency,
      );
      expect({ value: moments(all).mean / g, stderr: Math.max(moments(all).stderr / g, 0.01) }).toAgreeWith(1);
    }
    const all = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => statisticalInefficiency(remembering(phi, n, randomStream(seed))));
    expect({ value: moments(all).mean / g, stderr: Math.max(moments(all).stderr / g, 0.01) }).toAgreeWith(1);
  });

  test('error bars of means cover where the plain one does not', () => {
    const sample = (rng: RandomStream) => ({ input: { x: batchOf(remembering(0.8, 1500, rng)) }, truth: 0 });
    const honest: Estimator<'entropy'> = { estimate: ({ x }, rng) => ({ ...mean.estimate({ x }, rng), ...correlatedMean(x.data) }) };
    expect(coverage(() => honest, sample, randomStream(1), 200).calibrated).toBe(true);
    const naive = coverage(() => mean, sample, randomStream(1), 200);
    expect(naive.within95).toBeLessThan(0.6);
    const blocked = withUncertainty(mean, { method: 'block-bootstrap', length: 60, repetitions: 40 });
    const [stationary, moving] = (['stationary', 'moving'] as const).map((blocks) => {
      const x = batchOf(remembering(0.8, 2000, randomStream(1)));
      return blockBootstrap(mean, { x }, randomStream(1), { length: 60, blocks, repetitions: 300 }).stderr / moments(x.data).stderr;
    });
    // √g = 3.
    for (const ratio of [stationary, moving]) {
      expect(ratio).toBeGreaterThan(2.2);
      expect(ratio).toBeLessThan(3.6);
    }
    expect(coverage(() => blocked, sample, randomStream(1), 40).within95).toBeGreaterThan(0.85);
    const groups = withUncertainty(mean, { method: 'jackknife', blocks: 20 });
    expect(coverage(() => groups, sample, randomStream(1), 200).calibrated).toBe(true);
  });

  test('thinned by g they pass for independent', () => {
    const series = remembering(0.8, 20000, randomStream(1));
    const kept = subsample(series.length, statisticalInefficiency(series));
    const thin = Float64Array.from(kept, (at) => series[at]);
    expect(statisticalInefficiency(thin)).toBeLessThan(1.5);
    expect(subsample(10, 2.5)).toEqual(Int32Array.of(0, 3, 5, 8));
    expect(subsample(4, 0.5)).toEqual(Int32Array.of(0, 1, 2, 3));
    expect(() => autocorrelationTime(new Float64Array(9))).toThrow(/at least two different/);
  });

  test('an alternating series has fewer doubts than independent frames', () => {
    for (const method of ['initial-sequence', 'window'] as const) {
      const { inefficiency } = autocorrelationTime(remembering(-0.5, 20000, randomStream(1)), { method });
      expect(inefficiency).toBeGreaterThan(0.28);
      expect(inefficiency).toBeLessThan(0.39);
    }
  });
});

describe('another error bar for any estimator', () => {
  const input = correlated(0.6, 300, 1, randomStream(1));

  test('the value stays bit for bit, the bar is recorded', () => {
    const plain = make(gaussianMutualInformation).estimate(input, randomStream(1));
    const wrapped = withUncertainty(make(gaussianMutualInformation), { method: 'bootstrap', repetitions: 300 }).estimate(
      input,
      randomStream(1),
    );
    expect(wrapped.value).toBe(plain.value);
    expect(wrapped.params).toMatchObject({ correction: 'none', uncertainty: { method: 'bootstrap', repetitions: 300 } });
    expect(wrapped.details!.ownStderr).toBe(plain.stderr);
    expect(wrapped.stderr / plain.stderr).toBeGreaterThan(0.8);
    expect(wrapped.stderr / plain.stderr).toBeLessThan(1.25);
    expect(wrapped.details!.low95).toBeLessThan(plain.value);
    expect(wrapped.details!.high95).toBeGreaterThan(plain.value);
    expect(wrapped.cautions.join()).toMatch(/error bar by bootstrap/);
  });

  test('nearest neighbours are upset by repeated samples, and it is said; leaving out blocks is fine', () => {
    const upset = withUncertainty(make(ksg1), { method: 'bootstrap', repetitions: 30 }).estimate(input, randomStream(1));
    expect(upset.cautions.join()).toMatch(/values drawn again are off by .* take the jackknife with blocks/);
    const fine = withUncertainty(make(ksg1), { method: 'jackknife', blocks: 30 }).estimate(input, randomStream(1));
    expect(fine.cautions.join()).not.toMatch(/drawn again/);
    expect(fine.stderr / fine.details!.ownStderr).toBeGreaterThan(0.6);
    expect(fine.stderr / fine.details!.ownStderr).toBeLessThan(1.7);
  });
});
