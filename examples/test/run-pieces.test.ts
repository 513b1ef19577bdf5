// Examples in pieces: resumed, interrupted, on this thread.
import { type Checkpoints, type Example, type ExampleContext, runExamples, runPieces, standardLab } from '@szilard/examples';
import { describe, expect, test } from 'vitest';

const task = { module: new URL('./pieces.mjs', import.meta.url).href, name: 'square' };
const lab = standardLab();

function memory(): Checkpoints & { clear(): void; readonly kept: Map<string, unknown>; cleared: number } {
  const kept = new Map<string, unknown>();
  const self = {
    kept,
    cleared: 0,
    read: (key: string) => kept.get(key),
    write: (key: string, value: unknown) => void kept.set(key, value),
    clear: () => void self.cleared++,
  };
  return self;
}

/** Squares of 0 … 4, each after a tick; what came of it, or of a part of it, is a note. */
const squares = (pieces: readonly unknown[], settings: unknown = 'a'): Example => ({
  id: 'squares',
  title: 'squares',
  source: 'here',
  long: true,
  async run(context) {
    const say = (results: readonly unknown[]) => context.keep({ notes: [`${context.quick} ${results.map((r) => r ?? '-').join(' ')}`] });
    say(await runPieces(context, { task, shared: 2, pieces, settings, title: 'squares', units: 1 }, say));
  },
});

describe('pieces', () => {
  const counted: number[] = [];
  const progress: ExampleContext['progress'] = { start() {}, at: (done) => void counted.push(done), done() {} };
  const go = (example: Example, more: object = {}) => runExamples([example], { lab, seed: '1', quick: false, progress, ...more });

  test('come in their order, and progress ends at their number', async () => {
    const { results } = await go(squares([0, 1, 2, 3, 4]));
    expect(results[0].notes).toEqual(['false 0 1 4 9 16']);
    expect(counted.at(-1)).toBe(5);
  });

  test('of an interrupted run are shown, kept, and not made again', async () => {
    const controller = new AbortController();
    const store = memory();
    const options = { checkpoints: () => store, signal: controller.signal };
    const write = store.write;
    store.write = (key, value) => {
      write(key, value);
      if (store.kept.size === 2) controller.abort();
    };
    const first = await go(squares([3, 1, 2]), options);
    expect(first.interrupted).toBe(true);
    expect(first.error).toBeUndefined();
    expect(first.results[0].notes).toEqual(['false 9 1 -']);
    expect(store.cleared).toBe(0);

    // What is there is believed: a piece that was made again would be the true square.
    for (const key of store.kept.keys()) store.kept.set(key, 'kept');
    const second = await go(squares([3, 1, 2]), { checkpoints: () => store });
    expect(second.interrupted).toBe(false);
    expect(second.results[0].notes).toEqual(['false kept kept 4']);
    expect(store.cleared).toBe(1);
    // Other settings are another run.
    expect((await go(squares([3, 1, 2], 'b'), { checkpoints: () => store })).results[0].notes).toEqual(['false 9 1 4']);
  });

  test('that fail end the example with their error', async () => {
    const { error, interrupted } = await go(squares([1, 'wrong']));
    expect(interrupted).toBe(true);
    expect(String(error)).toContain('not a number');
  });

  test('of a long example are few in the suite, and it says so', async () => {
    const { results } = await go(squares([1]), { suite: true });
    expect(results[0].notes).toEqual(['at quick size, because all examples were asked for; in full: szilard run squares', 'true 1']);
    expect((await go(squares([1]), { suite: true, quick: true })).results[0].notes).toEqual(['true 1']);
    expect((await go({ ...squares([1]), long: false }, { suite: true })).results[0].notes).toEqual(['false 1']);
  });
});
