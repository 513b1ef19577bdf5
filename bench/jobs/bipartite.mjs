// A bipartite chain in discrete time: two seats of two states that move in turn.
import { join } from 'node:path';

const [trajectories, rounds] = ['4096', '1000'];
const on = 'two times two states';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Bipartite chain in discrete time',
  unit: '10⁶ moves/s',
  scale: 1e6,
  note: `${trajectories} trajectories × ${rounds} rounds of one move of either seat; entropy production summed, and by ours work and heat as well.`,
  targets: { [on]: { 'Szilard, simulate()': { 'C, blocked, noise in AVX-512': 0.5, 'numba, SFC64': 2, 'NumPy, SFC64': 4 } } },
  programs({ root, python, has, compiled, peer }) {
    const programs = [
      {
        on,
        command: [process.execPath, join(root, 'bench', 'ours', 'bipartite.mjs'), trajectories, rounds, '30'],
        shown: { 'Szilard, simulate()': 'Szilard, simulate()' },
      },
    ];
    const source = peer('c/j4.c');
    const program = source && compiled(source);
    // It has no arguments: the same trajectories and rounds are written into it.
    if (program) programs.push({ on, command: [program], shown: { 'c-blocked': 'C, blocked, noise in AVX-512' } });
    const inPython = [
      { module: 'numpy', impl: 'numpy', name: 'NumPy, SFC64' },
      { module: 'numba', impl: 'numba', name: 'numba, SFC64' },
    ];
    const script = peer('j4.py');
    for (const { module, impl, name } of inPython)
      if (script && has(module))
        programs.push({
          on,
          command: [python, script, '--impl', impl, '--n', trajectories, '--T', rounds, '--reps', '3'],
          shown: { [`py-${impl}`]: name },
        });
    return programs;
  },
};
