// Series in which every word is exactly as frequent as its law says, and counts by hand.
import { type Ensemble, randomStream } from '@szilard/core';
import { plugInEntropyProduction, waitingTimeEntropyProduction } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { blocksOf } from '../src/entropy-production/blocks.ts';
import { estimate, task } from './entropy-production-cases.ts';

/** Every run of a walk on a ring that goes up twice, down once and stays once in four: all as frequent as they should be. */
function everyWalk(steps: number, states = 3): Ensemble {
  const runs: number[] = [];
  for (let start = 0; start < states; start++) {
    for (let choice = 0; choice < 4 ** (steps - 1); choice++) {
      let now = start;
      runs.push(now);
      for (let t = 1; t < steps; t++) {
        now = (now + [1, 1, states - 1, 0][Math.floor(choice / 4 ** (t - 1)) % 4]) % states;
        runs.push(now);
      }
    }
  }
  return { trajectories: runs.length / steps, steps, dim: 1, data: Float64Array.from(runs) };
}
const seen = (series: Ensemble, map: (state: number) => number): Ensemble => ({ ...series, data: series.data.map(map) });

/** Σ p(w) ln p(w)/p(w̃) of whole trajectories, by a table of strings. */
function divergence({ trajectories, steps, data }: Ensemble): number {
  const count = new Map<string, number>();
  for (let i = 0; i < trajectories; i++) {
    const word = [...data.subarray(i * steps, (i + 1) * steps)].join(' ');
    count.set(word, (count.get(word) ?? 0) + 1);
  }
  let total = 0;
  for (const [word, times] of count) total += (times / trajectories) * Math.log(times / count.get(word.split(' ').reverse().join(' '))!);
  return total;
}

describe('words', () => {
  const exact = { correction: 'none' };
  const truth = 0.25 * Math.LN2;

  test.each([2, 3, 4])('every walk of %i steps: words of any length give (p − q) ln(p/q)', (steps) => {
    const series = everyWalk(steps);
    for (let word = 2; word <= steps; word++) {
      const found = estimate(plugInEntropyProduction, series, { ...exact, word });
      expect(found.value).toBeCloseTo(truth, 12);
      expect(found.details!.perStep).toBeCloseTo(truth, 12);
    }
  });

  test('two of four states lumped: D_n by enumeration, below the truth per step and rising with n', () => {
    let before = -1;
    for (const steps of [3, 4, 5, 6]) {
      const series = seen(everyWalk(steps, 4), (state) => Math.min(state, 2));
      const found = estimate(plugInEntropyProduction, series, { ...exact, word: steps });
      expect(found.details!.perStep).toBeCloseTo(divergence(series) / (steps - 1), 12);
      expect(found.details!.perStep).toBeLessThan(truth);
      expect(found.details!.perStep).toBeGreaterThan(before);
      before = found.details!.perStep;
    }
  });

  test('reversible counts give 0 exactly; columns that are odd make it so', () => {
    const loop = Float64Array.from({ length: 400 }, (_, t) => Math.sign(Math.sin((2 * Math.PI * (t + 0.5)) / 4)));
    const speed = Float64Array.from({ length: 400 }, (_, t) => Math.sign(Math.sin((2 * Math.PI * (t + 1.5)) / 4)));
    const series = {
      trajectories: 1,
      steps: 400,
      dim: 2,
      data: Float64Array.from({ length: 800 }, (_, at) => (at % 2 ? speed : loop)[at >> 1]),
    };
    const even = estimate(plugInEntropyProduction, series);
    expect(even.value).toBe(Number.POSITIVE_INFINITY);
    expect(even.cautions[0]).toMatch(/never seen reversed/);
    const odd = estimate(plugInEntropyProduction, series, { odd: [1], correction: 'none' });
    expect(odd.value).toBeCloseTo(0, 4);
    expect(odd.details!.unseen).toBe(0);
  });

  test('smoothing: (a − b) ln((a + s)/(b + s)) by hand', () => {
    // 0 1 nine times, 1 2 and 2 0 likewise, no way back.
    const data = Float64Array.from({ length: 28 }, (_, t) => t % 3);
    const found = estimate(plugInEntropyProduction, { trajectories: 1, steps: 28, dim: 1, data }, { smoothing: 1, correction: 'none' });
    expect(found.value).toBeCloseTo(Math.log(10), 12);
    expect(found.cautions[0]).toMatch(/3 words, 27 of 27 rows/);
  });

  test('numbers that never come twice are refused, with a way out', () => {
    const { series } = task('linear-chain', { steps: 100 }).sample(1, randomStream(1));
    expect(() => estimate(plugInEntropyProduction, series)).toThrow(/expected symbols .* got 100 different ones in 100 frames. Bin them/);
    const line = { ...series, dim: 1, data: series.data.filter((_, at) => at % 2 === 0) };
    expect(() => estimate(waitingTimeEntropyProduction, line)).toThrow(/Bin them/);
    expect(() => estimate(waitingTimeEntropyProduction, series)).toThrow(/one column/);
    expect(() => estimate(waitingTimeEntropyProduction, everyWalk(4), { edges: [[1, 1]] })).toThrow(
      /edges\[0\]: expected two different states/,
    );
  });

  test('blocks: whole trajectories from thirty on, pieces of time below', () => {
    expect(blocksOf(40, 10).count).toBe(40);
    expect(blocksOf(1000, 5).count).toBe(100);
    expect(blocksOf(1, 900).count).toBe(30);
    expect(blocksOf(2, 450, 10).of[449]).toBe(4);
    expect(blocksOf(2, 450, 10).of[450]).toBe(5);
    expect(blocksOf(1, 50, 1).count).toBe(2);
    expect(blocksOf(3, 1).count).toBe(3);
  });
});

describe('waiting times', () => {
  test.each([
    ['all transitions seen', []],
    ['one edge seen', [[0, 1]]],
  ])('%s: D of pairs of transitions less D of transitions, by a table of strings', (_name, edges) => {
    const { series } = task('discrete-ring', { steps: 800 }).sample(1, randomStream(1));
    const visible = (a: number, b: number) => a !== b && (edges.length === 0 || a + b === 1);
    const events: { from: number; to: number; at: number }[] = [];
    for (let t = 0; t + 1 < 800; t++)
      if (visible(series.data[t], series.data[t + 1])) events.push({ from: series.data[t], to: series.data[t + 1], at: t });
    const table = new Map<string, number>();
    const names = (turned: boolean) =>
      events.slice(1).flatMap((now, i) => {
        const last = events[i];
        const [a, b] = turned ? [now, last] : [last, now];
        const name = ({ from, to }: typeof now) => (turned ? `${to}${from}` : `${from}${to}`);
        return [`${name(a)} ${name(b)}`, name(last)];
      });
    for (const name of names(false)) table.set(name, (table.get(name) ?? 0) + 1);
    const back = names(true);
    let total = 0;
    names(false).forEach((name, i) => void (total += (i % 2 ? -1 : 1) * Math.log(table.get(name)! / table.get(back[i])!)));
    const found = estimate(waitingTimeEntropyProduction, series, { edges, smoothing: 0, correction: 'none', classes: 1 });
    expect(found.n).toBe(events.length - 1);
    expect(found.value).toBeCloseTo(total / (events.at(-1)!.at - events[0].at), 12);
    expect(found.value).toBeGreaterThan(0.05);
  });

  test('waits are counted between visible transitions, and not across trajectories', () => {
    const data = Float64Array.of(0, 1, 2, 2, 0, 1, 1, 0, 0, 1, 2, 0, 0, 1, 2, 2);
    const found = estimate(waitingTimeEntropyProduction, { trajectories: 2, steps: 8, dim: 1, data }, { edges: [[0, 1]] });
    // First trajectory: 01 at 0, 01 at 4, 10 at 6; second: 01 at 0 and at 4.
    expect(found.n).toBe(3);
    expect(found.details!.meanWait).toBeCloseTo((4 + 2 + 4) / 3, 12);
  });
});
