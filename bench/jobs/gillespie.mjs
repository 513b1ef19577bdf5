// Jumps in continuous time between four states that all lead to one another.
import { join } from 'node:path';

const [trajectories, events] = ['4096', '1000'];
const on = 'four states';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Jumps in continuous time (Gillespie)',
  unit: '10⁶ events/s',
  scale: 1e6,
  note: `${trajectories} trajectories × ${events} events; waiting times and entropy production summed. Ours run to a horizon with ${events} events on average and book work, heat and log-ratio; the peers make exactly so many, and no heat.`,
  targets: {
    [on]: { 'Szilard, simulate()': { 'plain C': 2.5, 'C, blocked, noise in AVX-512': 0.35, 'numba, SFC64': 2.2, 'NumPy, SFC64': 7 } },
  },
  programs({ root, python, has, compiled, peer }) {
    const programs = [
      {
        on,
        command: [process.execPath, join(root, 'bench', 'ours', 'gillespie.mjs'), trajectories, events, '30'],
        shown: { 'Szilard, simulate()': 'Szilard, simulate()' },
      },
    ];
    const source = peer('c/j3.c');
    const program = source && compiled(source);
    if (program)
      programs.push({
        on,
        command: [program, trajectories, events, '5'],
        shown: {
          'c-naive-scalar': 'plain C',
          'c-blocked256-simdnoise': 'C, blocked, noise in AVX-512',
          'c-avx512-permute': 'C, hand-written AVX-512 (the limit of the hardware)',
        },
      });
    const inPython = [
      { module: 'numpy', impl: 'numpy', name: 'NumPy, SFC64' },
      { module: 'numba', impl: 'numba', name: 'numba, Mersenne Twister' },
      { module: 'numba', impl: 'numba_gen', name: 'numba, SFC64' },
      { module: 'jax', impl: 'jax', name: 'JAX, jit and scan' },
    ];
    const script = peer('j3.py');
    for (const { module, impl, name } of inPython)
      if (script && has(module))
        programs.push({
          on,
          command: [python, script, '--impl', impl, '--n', trajectories, '--E', events, '--reps', '3'],
          shown: { [`py-${impl}`]: name },
        });
    return programs;
  },
};
