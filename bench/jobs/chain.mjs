// A chain of beads, every bead in a bath of its own.
import { join } from 'node:path';

const cases = {
  '10 beads': { beads: '10', trajectories: '4096', sweeps: '300', blocks: '6552' },
  '100 beads': { beads: '100', trajectories: '1024', sweeps: '200', blocks: '3270' },
};
const ours = {
  springs: 'Szilard, quarticChain()',
  'exact-steps': 'Szilard, exact steps',
  wells: 'Szilard, quarticChain() with wells',
  functions: 'Szilard, plain functions',
};
const least = (limit, numba, numpy) => ({
  'C, hand-written AVX-512 (the limit of the hardware)': limit,
  'numba, blocked': numba,
  'NumPy, blocked': numpy,
});

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Beads and springs',
  unit: '10⁶ moves of a bead/s',
  scale: 1e6,
  note: 'Springs between neighbours and walls, temperatures from 1 to 2, dt = 10⁻³, Euler-Maruyama but for the exact steps. Ours move one bead after the other and book work, heat of every bead, bath entropy and log-ratio; the peers move all at once and sum one entropy from the forces. NumPy is given a whole number of its blocks: of others it would make more than it counts.',
  targets: Object.fromEntries(
    Object.keys(cases).map((on) => [
      on,
      { [ours.springs]: least(0.15, 1.3, 4), [ours['exact-steps']]: least(0.15, 1.3, 4), [ours.functions]: least(0.1, 0.95, 2.7) },
    ]),
  ),
  programs({ root, python, has, compiled, peer }) {
    const source = peer('c/j2.c');
    const limit = source && compiled(source, ['-DVB=64']);
    const script = peer('j2.py');
    const inPython = { numba: 'numba, blocked', numpy: 'NumPy, blocked', jax: 'JAX, jit and scan' };
    return Object.entries(cases).flatMap(([on, { beads, trajectories, sweeps, blocks }]) => [
      ...Object.entries(ours).map(([kind, name]) => ({
        on,
        command: [process.execPath, join(root, 'bench', 'ours', 'chain.mjs'), kind, beads, trajectories, sweeps, '20'],
        shown: { [name]: name },
      })),
      ...(limit
        ? [
            {
              on,
              command: [limit, beads, trajectories, sweeps, '20'],
              shown: { 'c-vb64': 'C, hand-written AVX-512 (the limit of the hardware)' },
            },
          ]
        : []),
      ...Object.entries(inPython)
        .filter(([module]) => script && has(module))
        .map(([impl, name]) => ({
          on,
          command: [
            python,
            script,
            '--impl',
            impl,
            '--d',
            beads,
            '--n',
            impl === 'numpy' ? blocks : trajectories,
            '--T',
            sweeps,
            '--reps',
            impl === 'numba' ? '10' : '3',
          ],
          shown: { [`py-${impl}`]: name },
        })),
    ]);
  },
};
