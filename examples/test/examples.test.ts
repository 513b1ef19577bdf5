// Every example runs, keeps its expectations, and an example that finds physics against it says so.

import { randomStream } from '@szilard/core';
import { replace, replaceService } from '@szilard/core/compose';
import { type Example, examples, functionals, runExamples, standardLab } from '@szilard/examples';
import { type BernoulliPair, bernoulliPair, eulerTrap } from '@szilard/models';
import { drawDigits } from '@szilard/models/digits';
import { describe, expect, test } from 'vitest';

const progress = { start() {}, at() {}, done() {} };
const digits = drawDigits(3000, randomStream('digits'));
const lab = standardLab(replaceService('digits', () => digits));
const go = (chosen: readonly Example[], at = lab, signal?: AbortSignal) =>
  runExamples(chosen, { lab: at, seed: '1', quick: true, progress, ...(signal ? { signal } : {}) });

describe.each(examples.map((example) => [example.id, example] as const))('%s', (_id, example) => {
  test('keeps its expectations', async () => {
    const { results, interrupted, error } = await go([example]);
    expect(error).toBeUndefined();
    expect(interrupted).toBe(false);
    const [{ id, title, systems, comparisons, notes, broken }] = results;
    expect({ id, title }).toEqual({ id: example.id, title: example.title });
    expect(broken).toEqual([]);
    expect(systems.length + comparisons.length + notes.length).toBeGreaterThan(0);
  });
});

test('an example says no when a model breaks its claim', async () => {
  const liar = { ...eulerTrap, claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] } } as typeof eulerTrap;
  const { results } = await go(
    [examples.find(({ id }) => id === 'laws-across-families')!],
    standardLab(
      replace('model', liar),
      replaceService('digits', () => digits),
    ),
  );
  expect(results[0].broken).toHaveLength(1);
  expect(results[0].broken[0]).toContain('langevin/euler-trap × ideal breaks its claim');
});

test('a learner that feels its samples where none is expected breaks what theory says of conditional entropy production', async () => {
  const feeling = { ...bernoulliPair, create: (params: BernoulliPair) => bernoulliPair.create({ ...params, feedback: 1 }, {}) };
  const { results } = await go([functionals], standardLab(replace('model', feeling)));
  const [{ broken }] = results;
  expect(broken.some((why) => /feedback 0: ⟨e\^−S⟩ of conditional\.x, exactly 1\.1052\d+: no where yes was expected/.test(why))).toBe(true);
  expect(broken.every((why) => why.startsWith('lagged/bernoulli-pair × ideal, feedback 0'))).toBe(true);
});

test('an interrupt and an error keep what was found before', async () => {
  const controller = new AbortController();
  const note: Example = { id: 'a', title: 'a', source: '', run: async ({ keep }) => keep({ notes: ['found'] }) };
  const stop: Example = {
    ...note,
    id: 'b',
    run: async ({ keep, signal }) => {
      keep({ notes: ['half'] });
      controller.abort();
      signal!.throwIfAborted();
    },
  };
  const stopped = await go([note, stop, note], lab, controller.signal);
  expect(stopped.interrupted).toBe(true);
  expect(stopped.results.map(({ notes }) => notes)).toEqual([['found'], ['half']]);
  const fail: Example = {
    ...note,
    id: 'c',
    run: async () => {
      throw new Error('broken');
    },
  };
  const failed = await go([note, fail]);
  expect(failed.results.map(({ id }) => id)).toEqual(['a']);
  expect(String(failed.error)).toContain('broken');
});
