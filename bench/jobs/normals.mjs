// Standard normals into an array of doubles.
import { join } from 'node:path';

const numbers = '65536';
const rows = 'Szilard, fillNormalRows()';
const one = 'Szilard, fillNormal(), one a trajectory';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Normal deviates',
  unit: '10⁶ normals/s',
  scale: 1e6,
  note: `${numbers} doubles; single: Box-Muller in single precision, |z| < 6.7, where the peer in C does the same with registers of 128 bits and the others draw 53 bits; double: all of 52 bits or more. Ours by one sfc32 stream for each of 256 trajectories, and of a single stream.`,
  targets: {
    single: { [rows]: { 'C, Box-Muller, 128-bit vectors': 0.85, 'NumPy, PCG64': 6, 'numba, PCG64': 2 } },
  },
  programs({ root, python, has, compiled, peer }) {
    const programs = ['single', 'double'].map((on) => ({
      on,
      command: [process.execPath, join(root, 'bench', 'ours', 'normals.mjs'), on, numbers, '25'],
      shown: Object.fromEntries([rows, one, 'Szilard, fillNormal() of one stream'].map((name) => [name, name])),
    }));
    const gauss = peer('c/gauss.c');
    const program = gauss && compiled(gauss, ['-DVB=16', '-mno-avx2', '-mno-fma', '-mno-avx512f'], 'gauss-128');
    if (program) {
      const ziggurat = { 'c-vb16-zig-scalar-xo256p': 'C, ziggurat' };
      const command = [program, numbers, '9'];
      // Two pairs a turn of its loop, as it is fastest.
      programs.push({ on: 'single', command, shown: { 'c-vb16-bm32to64-sfc32x2': 'C, Box-Muller, 128-bit vectors', ...ziggurat } });
      programs.push({ on: 'double', command, shown: { 'c-vb16-bm64-xo256p': 'C, Box-Muller, 128-bit vectors', ...ziggurat } });
    }
    const inPython = [
      { module: 'numpy', impl: 'numpy_pcg64', name: 'NumPy, PCG64' },
      { module: 'numba', impl: 'numba_gen', name: 'numba, PCG64' },
      { module: 'torch', impl: 'torch', name: 'PyTorch' },
      { module: 'jax', impl: 'jax', name: 'JAX' },
    ];
    const script = peer('normals.py');
    for (const { module, impl, name } of inPython) {
      if (!script || !has(module)) continue;
      const command = [python, script, '--impl', impl, '--n', numbers, '--reps', '25'];
      for (const on of ['single', 'double']) programs.push({ on, command, shown: { [`py-${impl}`]: name } });
    }
    return programs;
  },
};
