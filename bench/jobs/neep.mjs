// Training of a network that tells windows from windows with time turned [Kim2020].
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Width, batch, steps. */
const cases = [
  [64, 256, 300],
  [256, 4096, 4],
];

const nameOf = (width, batch) => `4-${width}³-1, batch ${batch}`;

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Training for entropy production (NEEP)',
  unit: 'steps/s',
  scale: 1,
  note: 'Rectifiers in single precision. Ours: the whole estimate, with windows cut, Adam with its moments in double precision, validation and error bar; the peers: one batch over and over, plain descent.',
  targets: Object.fromEntries(cases.map(([width, batch]) => [nameOf(width, batch), { 'Szilard, neep': { 'PyTorch, eager': 0.7 } }])),
  programs({ root, made, python, has, compiled, peer }) {
    const folder = join(made, 'neep');
    mkdirSync(folder, { recursive: true });
    const sources = [peer('c/neep.c'), peer('c/mlpk.h')];
    const inPython = peer('j6.py');
    return cases.flatMap(([width, batch, steps]) => {
      const on = nameOf(width, batch);
      const ours = join(root, 'bench', 'ours', 'neep.mjs');
      const programs = [
        {
          on,
          command: [process.execPath, ours, ...[width, batch, steps, 3].map(String)],
          shown: { 'Szilard, neep (szilard)': 'Szilard, neep' },
        },
      ];
      for (const [impl, name] of [
        ['torch', 'PyTorch, eager'],
        ['jax', 'JAX, jit'],
      ])
        if (inPython && has(impl)) {
          const command = [python, inPython, '--impl', impl, '--batch', `${batch}`, '--H', `${width}`, '--reps', '2'];
          programs.push({ on, command, shown: { [`py-${impl}`]: name } });
        }
      if (sources.every(Boolean)) {
        const source = join(folder, `neep-${width}.c`);
        copyFileSync(sources[0], source);
        copyFileSync(sources[1], join(folder, 'mlpk.h'));
        const layers = `-DDIMS={4,${width},${width},${width},1}`;
        const limit = compiled(source, ['-ffast-math', '-DVBF=64', '-DMR=8', '-DNEEP', layers, '-DTAG="own"']);
        if (limit) programs.push({ on, command: [limit, `${batch}`], shown: { 'c-own': 'C, AVX-512 (the limit of the hardware)' } });
      }
      return programs;
    });
  },
};
