// A range of trajectories in a thread of its own, from the built packages.
import { parentPort, workerData } from 'node:worker_threads';
import { make, randomStream, simulate } from '@szilard/core';
import { models } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';

const { model, first, trajectories } = workerData;
const bath = make(ideal);
const plugin = models.find(({ id }) => id === model);
const experiment = { ...make(plugin, plugin.quick ?? {}), reservoirs: { x: bath, theta: bath } };
const { ledger, x } = simulate(experiment, { first, trajectories, rng: randomStream(1), ledger: 'totals' });
parentPort.postMessage([ledger.work, ledger.heat, ledger.logRatio, x.data]);
