import { randomStream } from '@szilard/core';
import { type Task, type TaskThreads, taskThreads } from '@szilard/runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const task = (name: string): Task => ({ module: new URL('./tasks.mjs', import.meta.url).href, name });
const pieces = Array.from({ length: 9 }, (_, k) => k);
const expected = pieces.map((piece) => ({
  piece,
  drawn: randomStream('3').fork(piece).normal(),
  kept: Float64Array.of(Number.NaN, piece),
}));

describe('tasks in threads', () => {
  let two: TaskThreads;
  beforeAll(() => void (two = taskThreads({ workers: 2 })));
  afterAll(() => two.close());

  test('give results in the order of pieces, the same for any number of threads, and count their progress', async () => {
    const one = taskThreads({ workers: 1 });
    for (const threads of [one, two]) {
      const progress: number[] = [];
      const seen: number[] = [];
      const results = await threads.run(task('draw'), { seed: '3' }, pieces, {
        onProgress: (done) => progress.push(done),
        onResult: (at) => seen.push(at),
      });
      expect(results).toEqual(expected);
      expect(progress.at(-1)).toBe(9);
      expect(seen.sort()).toEqual(pieces);
    }
    await one.close();
  });

  test('see shared memory, not a copy of it', async () => {
    const shared = new Float64Array(new SharedArrayBuffer(24));
    shared.set([1, 2, 3]);
    expect(await two.run(task('addUp'), shared, [10, 20])).toEqual([16, 26]);
  });

  test('bring an error across with its code and its words, and go on afterwards', async () => {
    await expect(two.run(task('draw'), { seed: '3' }, [0, 'wrong', 2])).rejects.toMatchObject({
      name: 'SzilardError',
      code: 'parameter',
      message: '[here] expected a number, got wrong.',
    });
    await expect(two.run(task('draw'), { seed: '3' }, ['broken'])).rejects.toThrow('not foreseen');
    await expect(two.run(task('nothing'), {}, [1])).rejects.toThrow('to export a function "nothing", got undefined. Export it.');
    expect(await two.run(task('draw'), { seed: '3' }, pieces)).toEqual(expected);
  });

  test('stop inside a piece at a signal, and keep the threads', async () => {
    const controller = new AbortController();
    const endless = two.run(task('endless'), {}, pieces, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 100);
    await expect(endless).rejects.toThrow('enough');
    expect(await two.run(task('addUp'), [], [1])).toEqual([1]);
    await expect(two.run(task('addUp'), [], [1], { signal: controller.signal })).rejects.toThrow('enough');
  });
});

test('a number of workers is a whole number', () => {
  expect(() => taskThreads({ workers: 1.5 })).toThrow('[runner] workers: expected a whole number of at least 1, got 1.5.');
});
