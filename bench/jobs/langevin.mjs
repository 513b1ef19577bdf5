// Overdamped Langevin dynamics with everything booked.
import { join } from 'node:path';

const [trajectories, ticks] = ['16384', '300'];
const builtIn = 'Szilard, simulate()';
const functions = 'Szilard, energy and force as functions';
const parameters = 'Szilard, functions with parameters';
const fourteenth = 'Szilard, fourteenth model';
const names = {
  bare: 'a bare step, nothing booked, noise by Szilard',
  naive: 'plain C, ziggurat',
  vectorised: 'C, blocked, vectorised by the compiler',
  narrow: 'C, hand-written 128-bit SIMD',
  wide: 'C, hand-written AVX-512 (the limit of the hardware)',
  numpy: 'NumPy, in place and blocked',
  numba: 'numba, scalar loop',
  blocked: 'numba, blocked',
  generator: 'numba, blocked, NumPy generator',
  jax: 'JAX, jit and scan',
  torch: 'PyTorch, eager',
};

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Langevin dynamics',
  unit: '10⁶ moves/s',
  scale: 1e6,
  note: `${trajectories} trajectories × ${ticks} moves with work, heat and log-ratio booked at every move. A potential that is told as a polynomial moves in WebAssembly SIMD, so do energy and force that say all in their text; those with parameters from outside are asked in loops made for them.`,
  targets: {
    'double-well': {
      [builtIn]: {
        [names.narrow]: 0.9,
        [names.wide]: 0.2,
        [names.vectorised]: 0.8,
        [names.naive]: 2.5,
        [names.numpy]: 6,
        [names.generator]: 1.1,
        [names.jax]: 5,
      },
      [functions]: { [builtIn]: 0.75, [names.naive]: 2, [names.numpy]: 4.5 },
      [parameters]: { [builtIn]: 0.75, [names.naive]: 2, [names.numpy]: 4.5 },
      [fourteenth]: { [parameters]: 0.85 },
    },
  },
  programs({ root, python, has, compiled, peer }) {
    const ours = (on, how, impl) => ({
      on,
      command: [process.execPath, join(root, 'bench', 'ours', 'langevin.mjs'), on, how, trajectories, ticks, '20'],
      shown: { [impl]: impl },
    });
    const programs = [
      ours('double-well', 'built-in', builtIn),
      ours('double-well', 'functions', functions),
      ours('double-well', 'parameters', parameters),
      ours('double-well', 'fourteenth', fourteenth),
      ours('double-well', 'bare', names.bare),
      ours('dragged-trap', 'built-in', builtIn),
    ];
    const trap = compiled(join(root, 'bench', 'peers', 'dragged_trap.c'));
    if (trap) programs.push({ on: 'dragged-trap', command: [trap, trajectories, ticks, '10'], shown: { 'plain C': 'plain C' } });
    const well = peer('c/j1.c');
    const wide = well && compiled(well, ['-DVB=64']);
    if (wide) {
      const shown = {
        'c-vb64-scalar-ziggurat-naive': names.naive,
        'c-vb64-ziggurat-autovec-blocked256': names.vectorised,
        'c-vb64-simd-blocked256-f32noise': names.wide,
      };
      programs.push({ on: 'double-well', command: [wide, trajectories, ticks, '10'], shown });
    }
    // What WebAssembly has: registers of 128 bits, no fused multiply-add.
    const narrow = well && compiled(well, ['-march=x86-64', '-mavx', '-mno-avx2', '-mno-fma', '-DVB=16'], 'j1-128');
    if (narrow) {
      const shown = { 'c-vb16-simd-blocked256-f32noise': names.narrow };
      programs.push({ on: 'double-well', command: [narrow, trajectories, ticks, '10'], shown });
    }
    const inPython = [
      { module: 'numpy', impl: 'numpy', name: names.numpy },
      { module: 'numba', impl: 'numba', name: names.numba },
      { module: 'numba', impl: 'numba_block', name: names.blocked },
      { module: 'numba', impl: 'numba_gen', name: names.generator },
      { module: 'torch', impl: 'torch', name: names.torch },
      { module: 'jax', impl: 'jax', name: names.jax },
    ];
    const wells = peer('j1.py');
    for (const { module, impl, name } of inPython) {
      if (!has(module)) continue;
      const options = ['--impl', impl, '--n', trajectories, '--T', ticks, '--reps', '5'];
      if (wells) programs.push({ on: 'double-well', command: [python, wells, ...options], shown: { [`py-${impl}`]: name } });
      const traps = join(root, 'bench', 'peers', 'dragged_trap.py');
      if (impl === 'numpy' || impl === 'numba')
        programs.push({ on: 'dragged-trap', command: [python, traps, impl, trajectories, ticks, '5'], shown: { [impl]: name } });
    }
    return programs;
  },
};
