// One ensemble in one worker thread and in two.
import { join } from 'node:path';

const on = '65536 trajectories of 1000 moves';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Worker threads',
  unit: '10⁶ moves/s',
  scale: 1e6,
  note: 'Dragged trap, everything booked; the same bits for any number of threads.',
  targets: { [on]: { 'Szilard, two threads': { 'Szilard, one thread': 1.85 } } },
  programs: ({ root }) =>
    [1, 2].map((workers) => ({
      on,
      cores: 2,
      command: [process.execPath, join(root, 'bench', 'ours', 'workers.mjs'), String(workers)],
      shown: { 1: 'Szilard, one thread', 2: 'Szilard, two threads' },
    })),
};
