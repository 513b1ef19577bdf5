// Block Gibbs sweeps of a restricted Boltzmann machine with heat booked.
import { join } from 'node:path';

const [chains, hidden] = ['100', '64'];
const [ours, on] = ['Szilard, simulate()', `784 × ${hidden}`];
const limit = 'C, AVX-512 by hand';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Sweeps of a restricted Boltzmann machine',
  unit: '10³ chain-sweeps/s',
  scale: 1e3,
  note: `${chains} chains; every half-step books heat. Ours is in double precision and books work, bath entropy and log-ratio as well; the others are in single precision.`,
  targets: { [on]: { [ours]: { NumPy: 0.8, 'PyTorch, eager': 2 } } },
  programs({ root, python, has, compiled, peer }) {
    const programs = [
      { on, command: [process.execPath, join(root, 'bench', 'ours', 'rbm.mjs'), chains, hidden, '400', '8'], shown: { [ours]: ours } },
    ];
    const machine = peer('c/rbm.c');
    const fast = machine && compiled(machine, ['-ffast-math', '-DVB=64', '-DVBF=64', '-DMR=8', '-DTAG="avx512"']);
    if (fast) programs.push({ on, command: [fast, chains, hidden], shown: { 'c-avx512': limit } });
    const others = peer('j8.py');
    for (const { module, name } of [
      { module: 'numpy', name: 'NumPy' },
      { module: 'torch', name: 'PyTorch, eager' },
      { module: 'jax', name: 'JAX, jit' },
    ]) {
      if (!others || !has(module)) continue;
      const options = ['--impl', module, '--C', chains, '--H', hidden, '--reps', '20'];
      programs.push({ on, command: [python, others, ...options], shown: { [`py-${module}`]: name } });
    }
    return programs;
  },
};
