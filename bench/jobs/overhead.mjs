// What the public API adds to the pass that a kernel brings along.
import { join } from 'node:path';

const [trajectories, ticks] = ['10000', '300'];
const on = 'dragged-trap';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'The public API over the bare kernel',
  unit: '10⁶ moves/s',
  scale: 1e6,
  note: `${trajectories} trajectories × ${ticks} moves. The pass alone: noise, moves, work, heat and log-ratio of a block; no boundaries, no reservoir, no totals over the ensemble, no look for what is not finite.`,
  targets: { [on]: { 'Szilard, simulate()': { 'the pass of the kernel alone': 0.9 } } },
  programs: ({ root }) =>
    ['simulate', 'pass'].map((impl) => ({
      on,
      command: [process.execPath, join(root, 'bench', 'ours', 'overhead.mjs'), impl, trajectories, ticks, '5'],
      shown: { simulate: 'Szilard, simulate()', pass: 'the pass of the kernel alone' },
    })),
};
