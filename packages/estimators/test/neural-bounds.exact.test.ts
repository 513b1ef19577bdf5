// The bounds as functions of scores, without any network: the critic is the true density ratio.
import { type Batch, make, moments, type RandomStream, randomStream } from '@szilard/core';
import { tasks } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../src/information/mean-error.ts';
import { logarithmic } from '../src/mutual-information/donsker-varadhan.ts';
import { noiseContrastive } from '../src/mutual-information/info-nce.ts';
import { variational } from '../src/mutual-information/nwj.ts';
import { adam } from '../src/neural/adam.ts';
import { rareCautions } from '../src/neural/rare-windows.ts';
import type { Block, ScoreBound } from '../src/neural/score-bound.ts';
import { batches, pieces, split } from '../src/neural/split.ts';

const bounds: readonly (readonly [string, ScoreBound])[] = [
  ['InfoNCE', noiseContrastive],
  ['Nguyen, Wainwright and Jordan', variational],
  ['Donsker and Varadhan', logarithmic],
];
const RHO = 0.75;
const TRUTH = -0.5 * Math.log(1 - RHO * RHO);
const normal = make(tasks.find(({ id }) => id === 'mutual-information/normal')!, { correlation: RHO });
/** ln p(x, y)/p(x)p(y). */
const ratio = (x: number, y: number) => TRUTH - (RHO * RHO * (x * x + y * y) - 2 * RHO * x * y) / (2 * (1 - RHO * RHO));

function blockOf({ data: x }: Batch, { data: y }: Batch, critic: (x: number, y: number) => number): Block {
  const n = x.length;
  return { n, scores: Float64Array.from({ length: n * n }, (_, at) => critic(x[Math.floor(at / n)], y[at % n])) };
}
const blocksOf = (count: number, n: number, rng: RandomStream, critic = ratio): Block[] =>
  Array.from({ length: count }, (_, k) => {
    const { x, y } = normal.sample(n, rng.fork(k)) as { x: Batch; y: Batch };
    return blockOf(x, y, critic);
  });
const estimate = (bound: ScoreBound, blocks: readonly Block[]) => {
  const { value, influences } = bound.measure(blocks);
  return { value, stderr: errorOf(influences), influences };
};

describe.each(bounds)('%s', (name, bound) => {
  test.each([1, 2, 3])('seed %i: the true ratio reaches the truth', (seed) => {
    expect(estimate(bound, blocksOf(20, 200, randomStream(seed)))).toAgreeWith(TRUTH);
  });

  test('a wrong critic stays below: twice the ratio, half of it, that of another correlation', () => {
    for (const wrong of [
      (x: number, y: number) => 2 * ratio(x, y),
      (x: number, y: number) => 0.5 * ratio(x, y),
      (x: number, y: number) => ratio(x, -y),
    ]) {
      const { value, stderr } = estimate(bound, blocksOf(20, 200, randomStream(1), wrong));
      expect(value + 4 * stderr).toBeLessThan(TRUTH);
    }
  });

  test('the slope is that of the bound of one block', () => {
    const [block] = blocksOf(1, 7, randomStream(2));
    const slope = bound.slope(block);
    const at = (k: number, by: number) => {
      const scores = block.scores.slice();
      scores[k] += by;
      return bound.measure([{ n: 7, scores }]).value;
    };
    for (let k = 0; k < 49; k++) expect(slope[k]).toBeCloseTo((at(k, 1e-6) - at(k, -1e-6)) / 2e-6, 8);
  });

  test('influences have the value for mean, and their spread is its error: 400 repetitions', () => {
    const found = Array.from({ length: 400 }, (_, r) => estimate(bound, blocksOf(4, 64, randomStream(1).fork(r))));
    for (const { value, influences } of found.slice(0, 5)) expect(moments(influences).mean).toBeCloseTo(value, 12);
    const spread = Math.sqrt(moments(Float64Array.from(found, ({ value }) => value)).variance);
    const claimed = moments(Float64Array.from(found, ({ stderr }) => stderr)).mean;
    // The spread of 400 is known to 3.5 %.
    expect(claimed / spread).toBeGreaterThan(1 - 4 * 0.035);
    expect(claimed / spread).toBeLessThan(1 + 4 * 0.035 + 0.1);
  });

  test('unpaired scores give 0, and no score is too large to sum', () => {
    const { x } = normal.sample(500, randomStream(3).fork('x')) as { x: Batch };
    const { y } = normal.sample(500, randomStream(3).fork('y')) as { y: Batch };
    expect(estimate(bound, [blockOf(x, y, ratio)]).value).toBeLessThan(0);
    const far = { n: 3, scores: Float64Array.from({ length: 9 }, (_, k) => 600 + k) };
    expect(Number.isNaN(bound.measure([far]).value), name).toBe(false);
    expect(bound.slope(far).every((v) => !Number.isNaN(v))).toBe(true);
  });
});

test('InfoNCE is below ln n whatever the scores, and says so near it', () => {
  const perfect = { n: 8, scores: Float64Array.from({ length: 64 }, (_, k) => (k % 9 === 0 ? 50 : 0)) };
  const { value, cautions, details } = noiseContrastive.measure([perfect]);
  expect(value).toBeCloseTo(Math.log(8), 12);
  expect(details).toEqual({ ceiling: Math.log(8) });
  expect(cautions).toEqual(['within 0.3 nat of its ceiling, ln(batch) = 2.08: take larger batches']);
  expect(noiseContrastive.measure(blocksOf(4, 64, randomStream(1))).cautions).toEqual([]);
});

test('an average of exponentials that rests on few is a caution; that of the true ratio is none', () => {
  for (const bound of [variational, logarithmic]) {
    expect(bound.measure(blocksOf(4, 64, randomStream(1))).cautions).toEqual([]);
    const steep = (x: number, y: number) => 12 * x * y;
    expect(bound.measure(blocksOf(4, 64, randomStream(1), steep)).cautions.join()).toMatch(
      /rests on [\d.]+ of 256: the bound may come out too high/,
    );
  }
  expect(logarithmic.measure(blocksOf(4, 64, randomStream(1), (x, y) => 12 * x * y)).cautions[0]).toMatch(/^⟨e\^f⟩ has an error of \d+ %/);
});

test('parts share no sample, batches take every one once an epoch, pieces take all', () => {
  const { training, validation, test: rest } = split([50, 20, 33], randomStream(1));
  expect([...training, ...validation, ...rest].sort((a, b) => a - b)).toEqual(Array.from({ length: 103 }, (_, i) => i));
  const next = batches(training, 12, randomStream(2));
  const epoch = [next(), next(), next(), next()].flatMap((batch) => [...batch]);
  expect(new Set(epoch).size).toBe(48);
  expect(epoch.every((i) => training.includes(i))).toBe(true);
  expect([...next()]).not.toEqual(epoch.slice(0, 12));
  expect(pieces(rest, 12).map(({ length }) => length)).toEqual([11, 11, 11]);
  expect(pieces(rest, 12).flatMap((piece) => [...piece])).toEqual([...rest]);
});

test('the first step of Adam is the learning rate uphill, whatever the slope; no step along what is no number', () => {
  const parameters = Float32Array.of(0, 0, 1);
  const climb = adam(3, 0.1);
  expect(climb.step(parameters, Float32Array.of(1e-3, -5, Number.NaN))).toBe(false);
  expect([...parameters]).toEqual([0, 0, 1]);
  expect(climb.step(parameters, Float32Array.of(1e-3, -5, 0))).toBe(true);
  expect([...parameters].map((v) => Number(v.toFixed(4)))).toEqual([0.1, -0.1, 1]);
  // −(v − 3)²: the top is found.
  const one = Float32Array.of(0);
  const other = adam(1, 0.05);
  for (let step = 0; step < 2000; step++) other.step(one, Float32Array.of(-2 * (one[0] - 3)));
  expect(one[0]).toBeCloseTo(3, 3);
});

test('a mean of e^−ΔS that hangs on one window is said; one over many is not', () => {
  const even = new Float64Array(200).fill(0.3);
  expect(rareCautions(even)).toEqual([]);
  const hanging = even.slice();
  hanging[17] = -12;
  expect(rareCautions(hanging)).toEqual([expect.stringMatching(/^⟨e\^−ΔS⟩ rests on 1 of 200 windows/)]);
  // Few, but as many as there are.
  expect(rareCautions(new Float64Array(10))).toEqual([]);
});
