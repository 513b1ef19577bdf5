import { batchOf, type Ensemble, type EstimatorPlugin, make, moments, randomStream } from '@szilard/core';
import {
  frenzelPompe,
  gaussianActiveInformationStorage,
  gaussianInformationFlow,
  gaussianMutualInformation,
  gaussianTransferEntropy,
  ksg1,
  ksgActiveInformationStorage,
  ksgInformationFlow,
  ksgTransferEntropy,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { serialError } from '../src/series/serial-error.ts';
import { driven, drivenTruth } from './normal-truths.ts';
import { normals } from './samples.ts';

const run = (plugin: EstimatorPlugin, input: any, params = {}) => make(plugin, params).estimate(input, randomStream(1));
const ensemble = (data: Float64Array, trajectories = 1): Ensemble => ({ trajectories, steps: data.length / trajectories, dim: 1, data });
const every = (x: Ensemble, from: number, to: number) => batchOf(x.data.slice(from, to));

describe.each([1, 2, 3])('a driven normal series, seed %i', (seed) => {
  const one = driven(1, 3000, 0.5, randomStream(seed));
  const many = driven(60, 50, 0.5, randomStream(seed).fork('many'));
  const truth = drivenTruth(0.5);

  test('transfer entropy, one way only', () => {
    for (const plugin of [gaussianTransferEntropy, ksgTransferEntropy] as EstimatorPlugin[]) {
      for (const input of [one, many]) {
        expect(run(plugin, input)).toAgreeWith(truth.transfer);
        expect(run(plugin, { source: input.target, target: input.source })).toAgreeWith(0);
      }
    }
  });

  test('what a third series explains is not transferred', () => {
    // An echo that only copies the source, with noise of its own.
    const { source, target } = one;
    const noise = normals(3000, 1, randomStream(seed).fork('noise')).data;
    const echo = ensemble(source.data.map((v, t) => v + 0.5 * noise[t]));
    for (const plugin of [gaussianTransferEntropy, ksgTransferEntropy] as EstimatorPlugin[]) {
      const blind = run(plugin, { source: echo, target });
      expect(blind.value / blind.stderr).toBeGreaterThan(4);
      const knowing = run(plugin, { source: echo, target, condition: source });
      expect(Math.abs(knowing.value)).toBeLessThan(0.02);
    }
  });

  test('active information storage and information flow', () => {
    for (const plugin of [gaussianActiveInformationStorage, ksgActiveInformationStorage] as EstimatorPlugin[])
      for (const { target } of [one, many]) expect(run(plugin, { target })).toAgreeWith(truth.storage);
    for (const plugin of [gaussianInformationFlow, ksgInformationFlow] as EstimatorPlugin[])
      for (const input of [one, many]) expect(run(plugin, input)).toAgreeWith(truth.flow);
  });
});

describe('embedding', () => {
  const { source, target } = driven(1, 400, 0.5, randomStream(1));
  const window = (x: Ensemble, from: number) => every(x, from, 400 - 3 + from);

  test('histories, spacings and lags are those of the doc comment', () => {
    const params = { targetHistory: 2, targetSpacing: 2, sourceHistory: 1, lag: 2 };
    const z = batchOf(
      Float64Array.from({ length: 2 * 397 }, (_, at) => target.data[(at >> 1) + (at % 2 === 0 ? 2 : 0)]),
      2,
    );
    const rows = { x: window(source, 1), y: window(target, 3), z };
    expect(run(ksgTransferEntropy, { source, target }, params).value).toBeCloseTo(run(frenzelPompe, rows).value, 12);
    const storage = run(ksgActiveInformationStorage, { target }, { history: 2, spacing: 2 }).value;
    expect(storage).toBeCloseTo(run(ksg1, { x: z, y: window(target, 3) }).value, 12);
  });

  test('no history crosses from one trajectory into the next', () => {
    const far = ensemble(
      Float64Array.from({ length: 300 }, (_, t) => (t % 3) + 0.01 * t + 1000 * Math.floor(t / 100)),
      3,
    );
    const { n } = run(ksgActiveInformationStorage, { target: far }, { history: 4 });
    expect(n).toBe(3 * 96);
    const order = [200, 0, 100].flatMap((from) => [...far.data.slice(from, from + 100)]);
    const shuffled = run(ksgActiveInformationStorage, { target: ensemble(Float64Array.from(order), 3) }, { history: 4 });
    expect(shuffled.value).toBeCloseTo(run(ksgActiveInformationStorage, { target: far }, { history: 4 }).value, 11);
  });

  test('a Theiler window leaves out neighbours in time, and none of another trajectory', () => {
    const smooth = ensemble(Float64Array.from({ length: 600 }, (_, t) => Math.sin(0.003 * t * t) + 1e-3 * t));
    const at = (theiler: number) => run(ksgActiveInformationStorage, { target: smooth }, { theiler }).value;
    expect(at(0) - at(20)).toBeGreaterThan(0.1);
    const short = ensemble(smooth.data, 100);
    const others = run(ksgActiveInformationStorage, { target: short }, { theiler: 5 });
    expect(Number.isFinite(others.value)).toBe(true);
    expect(() => run(ksgActiveInformationStorage, { target: smooth }, { theiler: 600 })).toThrow(
      /theiler: expected at least k = 3 of 599 samples outside the window, got 0/,
    );
  });

  test('scaling is that of the full series: embedding a scaled series changes nothing', () => {
    const wide = { source: ensemble(source.data.map((v) => 1e4 * v)), target };
    expect(run(ksgTransferEntropy, wide, { normalise: 'zscore' }).value).toBeCloseTo(
      run(ksgTransferEntropy, { source, target }, { normalise: 'zscore' }).value,
      10,
    );
  });
});

describe('information flows, frame by frame', () => {
  const { source, target } = driven(300, 4, 0.5, randomStream(1));
  test('both sides sum to the change of the information, to rounding', () => {
    const frame = (x: Ensemble, t: number) => batchOf(Float64Array.from({ length: 300 }, (_, i) => x.data[4 * i + t]));
    for (const [flow, information] of [
      [gaussianInformationFlow, gaussianMutualInformation],
      [ksgInformationFlow, ksg1],
    ] as [EstimatorPlugin, EstimatorPlugin][]) {
      const at = (s: number, t: number) => run(information, { x: frame(source, s), y: frame(target, t) }).value;
      const flows = run(flow, { source, target }, { frames: 'apart' });
      const expected = [0, 1, 2].reduce((sum, t) => sum + at(t + 1, t) - at(t, t), 0) / 3;
      expect(flows.value).toBeCloseTo(expected, 11);
      expect(flows.n).toBe(300);
    }
  });

  test('a law for every frame needs trajectories', () => {
    const few = driven(3, 100, 0.5, randomStream(1));
    expect(() => run(ksgInformationFlow, few, { frames: 'apart' })).toThrow(/k below n = 3 samples/);
    expect(() => run(gaussianInformationFlow, few, { frames: 'apart' })).toThrow(/at least 4 samples/);
  });
});

describe('errors of correlated numbers', () => {
  /** v′ = a v + e: g = (1 + a)/(1 − a). */
  const chain = (n: number, a: number, seed: number | string) => {
    const out = normals(n, 1, randomStream(1).fork(seed)).data;
    for (let i = 1; i < n; i++) out[i] += a * out[i - 1];
    return out;
  };
  test('one long series: inefficiency (1 + a)/(1 − a)', () => {
    expect(serialError(chain(40_000, 0.8, 'one'), 40_000).inefficiency).toBeGreaterThan(7.5);
    expect(serialError(chain(40_000, 0.8, 'one'), 40_000).inefficiency).toBeLessThan(10.5);
    // Each lag's correlation is known to 1/√n, and a few of them are summed.
    expect(Math.abs(serialError(chain(40_000, 0, 'none'), 40_000).inefficiency - 1)).toBeLessThan(20 / Math.sqrt(40_000));
    expect(serialError(new Float64Array(10).fill(3), 10)).toEqual({ stderr: 0, inefficiency: 1 });
  });
  test('the error is that of the mean over repetitions; as if independent, it is three times too small', () => {
    const means = Array.from({ length: 300 }, (_, r) => moments(chain(500, 0.8, r)).mean);
    const truth = Math.sqrt(moments(means).variance);
    const reported = moments(Array.from({ length: 300 }, (_, r) => serialError(chain(500, 0.8, r), 500).stderr)).mean;
    expect(reported / truth).toBeGreaterThan(0.85);
    expect(reported / truth).toBeLessThan(1.15);
    expect(truth / moments(chain(500, 0.8, 0)).stderr).toBeGreaterThan(2.2);
  });
  test('many short trajectories: their own spread', () => {
    const data = new Float64Array(2000);
    for (let i = 0; i < 100; i++) data.set(chain(20, 0.9, i), 20 * i);
    const means = Array.from({ length: 100 }, (_, i) => moments(data.subarray(20 * i, 20 * i + 20)).mean);
    expect(serialError(data, 20).stderr).toBeCloseTo(moments(means).stderr, 12);
  });
});
