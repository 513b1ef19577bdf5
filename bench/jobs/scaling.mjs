// What a move costs from small to large.
import { join } from 'node:path';

const sizes = {
  trajectories: [1e3, 1e4, 1e5, 1e6, 1e7],
  moves: [1e2, 1e3, 1e4, 1e5, 1e6],
  beads: [5, 10, 20, 50, 100],
};
const said = (size) => (size >= 1000 ? `10^${Math.log10(size)}` : String(size));

/** @type {import('../job.d.ts').Job} */
export default {
  kind: 'costs',
  title: 'Cost of a move, from small to large',
  unit: 'move',
  scale: 1,
  note: 'Double well, 100 moves each, by trajectories; 512 trajectories, by moves; 1024 bead chains with a bath for every bead, 100 sweeps, by beads. Everything is booked, nothing kept but totals.',
  programs: ({ root }) =>
    Object.entries(sizes).flatMap(([by, all]) =>
      all.map((size) => ({
        on: `${said(size)} ${by}`,
        command: [process.execPath, join(root, 'bench', 'ours', 'scaling.mjs'), by, String(size), size < 1e6 ? '3' : '1'],
        shown: { 'Szilard, simulate()': 'Szilard, simulate()' },
      })),
    ),
};
