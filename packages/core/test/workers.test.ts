// The same numbers from one thread and from two: each worker takes a range of trajectories.
import { Worker } from 'node:worker_threads';
import { type ModelPlugin, make, randomStream, simulate } from '@szilard/core';
import { doubleWell, gaussianMean } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { expect, test } from 'vitest';

const inWorker = (model: string, first: number, trajectories: number): Promise<Float64Array[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { model, first, trajectories }, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

test.each([doubleWell, gaussianMean].map((plugin) => [plugin.id, plugin as ModelPlugin] as const))(
  '%s: two workers give the bits of one thread',
  async (name, plugin) => {
    const bath = make(ideal);
    const experiment = { ...make(plugin, plugin.quick ?? {}), reservoirs: { x: bath, theta: bath } };
    const { ledger, x } = simulate(experiment, { trajectories: 700, rng: randomStream(1), ledger: 'totals' });
    const parts = await Promise.all([inWorker(name, 0, 450), inWorker(name, 450, 250)]);
    [ledger.work, ledger.heat, ledger.logRatio, x.data].forEach((whole, column) => {
      expect(Float64Array.from(parts.flatMap((part) => [...part[column]]))).toEqual(whole);
    });
  },
);
