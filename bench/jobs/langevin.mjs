// Overdamped Langevin dynamics with everything booked.
import { join } from 'node:path';

const [trajectories, ticks] = ['16384', '300'];

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Langevin dynamics',
  unit: '10⁶ moves/s',
  scale: 1e6,
  note: `${trajectories} trajectories × ${ticks} moves with work, heat and log-ratio booked at every move; ours books the energy at both ends of it as well, the peers of the double well carry the force along instead.`,
  programs({ root, python, has, compiled, peer }) {
    const programs = ['double-well', 'dragged-trap'].map((on) => ({
      on,
      command: [process.execPath, join(root, 'bench', 'ours', 'langevin.mjs'), on, trajectories, ticks, '3'],
      shown: { 'Szilard, simulate()': 'Szilard, simulate()' },
    }));
    const trap = compiled(join(root, 'bench', 'peers', 'dragged_trap.c'));
    if (trap) programs.push({ on: 'dragged-trap', command: [trap, trajectories, ticks, '2'], shown: { 'plain C': 'plain C' } });
    const well = peer('c/j1.c');
    const limit = well && compiled(well, ['-DVB=64']);
    if (limit) {
      const shown = {
        'c-vb64-scalar-ziggurat-naive': 'plain C, ziggurat',
        'c-vb64-ziggurat-autovec-blocked256': 'C, blocked, vectorised by the compiler',
        'c-vb64-simd-blocked256-f32noise': 'C, hand-written AVX-512 (the limit of the hardware)',
      };
      programs.push({ on: 'double-well', command: [limit, trajectories, ticks, '2'], shown });
    }
    const inPython = [
      { module: 'numpy', impl: 'numpy', name: 'NumPy, in place and blocked' },
      { module: 'numba', impl: 'numba', name: 'numba, scalar loop' },
      { module: 'numba', impl: 'numba_block', name: 'numba, blocked' },
    ];
    const wells = peer('j1.py');
    for (const { module, impl, name } of inPython) {
      if (!has(module)) continue;
      const options = ['--impl', impl, '--n', trajectories, '--T', ticks, '--reps', '2'];
      if (wells) programs.push({ on: 'double-well', command: [python, wells, ...options], shown: { [`py-${impl}`]: name } });
      const traps = join(root, 'bench', 'peers', 'dragged_trap.py');
      if (impl === module)
        programs.push({ on: 'dragged-trap', command: [python, traps, impl, trajectories, ticks, '2'], shown: { [impl]: name } });
    }
    return programs;
  },
};
