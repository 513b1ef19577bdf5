import { type Run, randomStream, reverse, simulate } from '@szilard/core';
import { composeExperiment, createLab, type EnsembleRequest } from '@szilard/core/compose';
import { modelsModule } from '@szilard/models/module';
import { reservoirsModule } from '@szilard/reservoirs/module';
import { join, type Workers, workerThreads } from '@szilard/runner';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const lab = createLab(modelsModule, reservoirsModule);
const source = { module: new URL('./lab.mjs', import.meta.url).href, args: [] };
const request: EnsembleRequest = {
  model: 'langevin/metropolis-trap',
  params: { ticks: 6 },
  reservoir: 'finite',
  reservoirParams: { capacity: 5 },
  direction: 'forward',
  path: '1/forward',
  trajectories: 1000,
  ledger: 'moves',
};
const here = async (wanted: EnsembleRequest): Promise<Run> => {
  const experiment = await composeExperiment(lab, wanted);
  const { trajectories, ledger, path, direction } = wanted;
  return simulate(direction === 'forward' ? experiment : reverse(experiment), { trajectories, ledger, rng: randomStream(path) });
};

describe('worker threads', () => {
  let two: Workers;
  beforeAll(() => void (two = workerThreads({ workers: 2, lab: source, chunk: 300 })));
  afterAll(() => two.close());

  test.each(['forward', 'backward'] as const)('give the bits of one thread, %s', async (direction) => {
    for (const ledger of ['moves', 'totals'] as const) {
      const wanted = { ...request, direction, ledger };
      const seen: number[] = [];
      expect(await two.run(wanted, { onProgress: (done) => seen.push(done) })).toEqual(await here(wanted));
      expect(seen.at(-1)).toBe(1000);
      expect(seen).toHaveLength(4);
    }
  });

  test('bring an error across with its code and its words, and go on afterwards', async () => {
    const wrong = { ...request, params: { ticks: 0 } };
    await expect(two.run(wrong, {})).rejects.toMatchObject({
      name: 'SzilardError',
      code: 'parameter',
      message: '[langevin/metropolis-trap] ticks: expected a whole number at least 1 and at most 1000000, got 0.',
    });
    expect((await two.run(request, {})).ledger.trajectories).toBe(1000);
  });

  test('stop at a signal', async () => {
    const controller = new AbortController();
    const long = two.run({ ...request, trajectories: 200_000 }, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(long).rejects.toThrow('enough');
    expect((await two.run(request, {})).x).toEqual((await here(request)).x);
  });
});

test('a number of workers is a whole number', () => {
  expect(() => workerThreads({ workers: 0, lab: source })).toThrow('[runner] workers: expected a whole number of at least 1, got 0.');
});

test('runs of any ranges join to the whole run, records included', async () => {
  const experiment = await composeExperiment(lab, request);
  const record = {
    x: { every: 2, dim: 1, observe: (x: { data: Float64Array }, _theta: unknown, out: { data: Float64Array }) => out.data.set(x.data) },
  };
  const go = (first: number, trajectories: number) => simulate(experiment, { first, trajectories, record, rng: randomStream(1) });
  const whole = go(0, 60);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 5 }), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 60];
      expect(join(edges.slice(1).map((to, k) => go(edges[k], to - edges[k])))).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});
