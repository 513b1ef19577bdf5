// An ensemble in worker threads; threads are up and plugins loaded before the clock runs.
//   node bench/ours/workers.mjs [workers] [trajectories] [ticks] [repeats]
import { workerThreads } from '@szilard/runner';
import { timedAsync } from './timed.mjs';

const [workers = 1, trajectories = 65_536, ticks = 1000, repeats = 3] = process.argv.slice(2).map(Number);
const lab = { module: new URL('./workers-lab.mjs', import.meta.url).href, args: [] };
const threads = workerThreads({ workers, lab });
const request = {
  model: 'langevin/dragged-trap',
  params: { ticks },
  reservoir: 'ideal',
  reservoirParams: {},
  direction: 'forward',
  path: '1/forward',
  trajectories,
  ledger: 'totals',
};
await timedAsync({ job: 'workers', impl: `${workers}`, units: trajectories * ticks, repeats, go: () => threads.run(request, {}) });
await threads.close();
