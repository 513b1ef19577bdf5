import { type Ensemble, type Estimate, linearMap, make, randomStream, type Tensors } from '@szilard/core';
import { neep } from '@szilard/estimators';
import { resolveTensors } from '@szilard/models/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { autoregression } from './autoregression.ts';
import { drivenRing } from './driven-ring.ts';

let tensors: Tensors;
beforeAll(async () => {
  tensors = await resolveTensors();
});
const run = (series: Ensemble, seed: number, params: object = {}): Estimate =>
  make(neep, { patience: 4, learningRate: 0.005, ...params }, { tensors }).estimate({ series }, randomStream(seed).fork('estimate'));
const symbols = { states: 'discrete' } as const;
const backwards = ({ data, ...shape }: Ensemble): Ensemble => ({ ...shape, data: data.slice().reverse() });
const close = ({ value, stderr }: Estimate, truth: number) => {
  expect(value).toBeLessThan(truth + 4 * stderr);
  expect(value).toBeGreaterThan(0.9 * truth - 4 * stderr);
};

describe('symbols', () => {
  test.each([1, 2, 3])('seed %i: a ring driven round, as many trajectories or one', (seed) => {
    const truth = drivenRing.entropyProduction(1.5);
    for (const trajectories of [1, 40]) {
      const found = run(drivenRing(10_000, 1.5, randomStream(seed), trajectories), seed, symbols);
      close(found, truth);
      expect(found.stderr).toBeLessThan(0.08 * truth);
      expect(found).toMatchObject({ bound: 'lower', unit: 'nat/tick' });
    }
  });

  test('the same ring run backwards is driven just as much; one that is not driven is not', () => {
    const ring = drivenRing(8000, 1.5, randomStream(1));
    close(run(backwards(ring), 1, symbols), drivenRing.entropyProduction(1.5));
    for (const seed of [1, 2, 3]) {
      const { value, stderr } = run(drivenRing(8000, 0, randomStream(seed)), seed, symbols);
      expect(value).toBeLessThanOrEqual(4 * stderr);
      expect(value).toBeGreaterThan(-0.01);
    }
  });

  test('longer windows of a Markov chain say the same per step', () => {
    close(run(drivenRing(12_000, 1.5, randomStream(1)), 1, { ...symbols, frames: 3 }), drivenRing.entropyProduction(1.5));
  });

  test('pairs of states taken for one hide some of it: still below the truth, and above 0', () => {
    const ring = drivenRing(12_000, 3, randomStream(1));
    // States 0, 1, 2, 2: a cycle of three remains, seen with memory.
    const { value, stderr } = run({ ...ring, data: ring.data.map((s) => Math.min(s, 2)) }, 1, symbols);
    expect(value).toBeLessThan(drivenRing.entropyProduction(3));
    expect(value).toBeGreaterThan(4 * stderr);
  });
});

describe('numbers', () => {
  const turn = (angle: number, shrink: number) => [
    [shrink * Math.cos(angle), -shrink * Math.sin(angle)],
    [shrink * Math.sin(angle), shrink * Math.cos(angle)],
  ];
  const noise = [
    [1, 0],
    [0, 1],
  ];

  test.each([1, 2, 3])('seed %i: a linear map that turns the plane', (seed) => {
    const { entropyProductionPerStep: truth } = linearMap({ map: turn(0.5, 0.7), noise });
    close(run(autoregression(turn(0.5, 0.7), 10_000, randomStream(seed)), seed), truth);
  });

  test('short steps of slow states: standardised windows do not lose them', () => {
    const slow = turn(0.2, 0.98);
    const { entropyProductionPerStep: truth } = linearMap({ map: slow, noise });
    close(run(autoregression(slow, 10_000, randomStream(1)), 1, { patience: 2 }), truth);
  });

  test('no turn, no entropy production', () => {
    const still = [
      [0.7, 0.2],
      [0.2, 0.4],
    ];
    expect(linearMap({ map: still, noise }).entropyProductionPerStep).toBeCloseTo(0, 12);
    const { value, stderr } = run(autoregression(still, 8000, randomStream(1)), 1);
    expect(value).toBeLessThanOrEqual(4 * stderr);
    expect(value).toBeGreaterThan(-0.01);
  });

  test('a column that turns with time: the turning plane is then at rest, and is not where it is taken for even', () => {
    const series = autoregression(turn(0.5, 0.7), 8000, randomStream(1));
    const { value, stderr } = run(series, 1, { odd: [1] });
    expect(value).toBeLessThanOrEqual(4 * stderr);
    expect(value).toBeGreaterThan(-0.01);
    const even = run(series, 1);
    expect(even.value).toBeGreaterThan(4 * even.stderr + 0.1);
  });

  test('the same bits in other units', () => {
    const series = autoregression(turn(0.5, 0.7), 1000, randomStream(1));
    const other = { ...series, data: series.data.map((v, at) => v * (at % 2 === 0 ? 2 ** 20 : 2 ** -20)) };
    expect(run(other, 1, { steps: 50 }).value).toBe(run(series, 1, { steps: 50 }).value);
  });
});

test('refuses what it cannot divide or use, in one line', () => {
  const ring = drivenRing(100, 1, randomStream(1));
  const words = (series: Ensemble, params: object) => () => run(series, 1, params);
  expect(words({ ...ring, data: ring.data.map(() => 2) }, {})).toThrow(
    /series column 0: expected a column that varies, from frame to frame in the training part, got a constant/,
  );
  expect(words(ring, { ...symbols, frames: 30 })).toThrow(/expected at least 31 frames in each part, got 40, 10, 50 of 100/);
  expect(words(ring, { odd: [1] })).toThrow(/odd: expected columns from 0 to 0, got 1/);
  expect(() => make(neep)).toThrow('[entropy-production/neep] tensors: expected the service, got none.');
});

test('few frames that remember each other count for fewer', () => {
  const held = drivenRing(500, 2, randomStream(1));
  const data = Float64Array.from({ length: 4000 }, (_, t) => held.data[Math.floor(t / 8)]);
  const { cautions } = run({ ...held, steps: 4000, data }, 1, { ...symbols, frames: 9 });
  expect(cautions.join()).toContain('frames are correlated in time');
});
