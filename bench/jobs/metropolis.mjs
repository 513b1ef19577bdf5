// Moves that are proposed and accepted, and moves with momenta, in a double well that is tilted to and fro.
import { join } from 'node:path';

const [trajectories, ticks] = ['16384', '300'];
const ours = { MALA: 'mala', BAOAB: 'baoab' };
const limit = 'C, hand-written AVX-512 (the limit of the hardware)';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Metropolis-adjusted and underdamped moves',
  unit: '10⁶ moves/s',
  scale: 1e6,
  note: `${trajectories} trajectories × ${ticks} moves; energy and slope are plain functions of (x, λ). MALA at dt = 10⁻³ with work, heat and log-ratio booked; the peer books work, heat and what was accepted. BAOAB at dt = 10⁻², with work, heat and log-ratio booked by all.`,
  targets: { MALA: { 'Szilard, plain functions': { [limit]: 0.15 } } },
  programs({ root, python, has, compiled, peer }) {
    const programs = Object.entries(ours).map(([on, kind]) => ({
      on,
      command: [process.execPath, join(root, 'bench', 'ours', 'metropolis.mjs'), kind, trajectories, ticks, '10'],
      shown: { 'Szilard, plain functions': 'Szilard, plain functions' },
    }));
    const source = peer('c/j1.c');
    const program = source && compiled(source, ['-DVB=64']);
    if (program)
      programs.push({ on: 'MALA', command: [program, trajectories, ticks, '10'], shown: { 'c-vb64-simd-mala-f32noise': limit } });
    const inPython = { numba: 'numba, blocked', numpy: 'NumPy, in place and blocked' };
    for (const [impl, name] of Object.entries(inPython))
      if (has(impl))
        programs.push({
          on: 'BAOAB',
          command: [python, join(root, 'bench', 'peers', 'baoab.py'), impl, trajectories, ticks, '5'],
          shown: { [impl]: name },
        });
    return programs;
  },
};
