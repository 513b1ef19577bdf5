// Mutual information from nearest neighbours, first algorithm of Kraskov, Stögbauer and Grassberger.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '@szilard/core';

/** Columns of x and of y, samples, repetitions. */
const cases = [
  [1, 10_000, 10],
  [1, 100_000, 3],
  [3, 10_000, 5],
  [3, 100_000, 1],
];
const correlation = 0.6;

/** All x, then all y; the same numbers for everybody. */
function writePairs(file, columns, samples) {
  if (existsSync(file)) return;
  const size = samples * columns;
  const data = new Float64Array(2 * size);
  randomStream(1).fork(`${columns}+${columns}`).fork(samples).fillNormal(data);
  for (let i = 0; i < size; i++) data[size + i] = correlation * data[i] + Math.sqrt(1 - correlation ** 2) * data[size + i];
  writeFileSync(file, data);
}

const ours = 'Szilard, ksg1';
const limit = 'C, k-d tree, AVX-512';
const bisected = 'SciPy, k-d tree and bisection';
const trees = 'SciPy, three k-d trees';
const sklearn = 'scikit-learn, mutual_info_regression';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Mutual information from nearest neighbours (KSG, k = 4)',
  unit: '10³ samples/s',
  scale: 1e3,
  note: 'Pairs of normal columns with correlation 0.6, maximum norm. Ours adds an error bar, which needs who counts whom, checks and cautions; the peers return the number alone.',
  targets: {
    '1+1 columns, 10^4 samples': { [ours]: { [limit]: 1, [bisected]: 2, [sklearn]: 5 } },
    '1+1 columns, 10^5 samples': { [ours]: { [limit]: 1, [bisected]: 3.5, [sklearn]: 14 } },
    '3+3 columns, 10^4 samples': { [ours]: { [limit]: 0.5, [trees]: 6 } },
    '3+3 columns, 10^5 samples': { [ours]: { [limit]: 0.5, [trees]: 10 } },
  },
  programs({ root, made, python, has, compiled, peer }) {
    // The peer in Python reads from a folder beside itself.
    const folder = join(made, 'mutual-information');
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    const sources = ['j5.py', '_bench.py'].map((name) => [peer(name), join(folder, name)]);
    const copied = sources.every(([from]) => from);
    if (copied) for (const [from, to] of sources) copyFileSync(from, to);
    const source = peer('c/ksg.c');
    const program = source && compiled(source, ['-ffast-math', '-fno-finite-math-only', '-DLS=32']);
    const scipy = copied && has('numpy') && has('scipy');

    return cases.flatMap(([columns, samples, repeats]) => {
      const on = `${columns}+${columns} columns, 10^${Math.log10(samples)} samples`;
      const file = join(data, `data_${columns}_${samples}.f64`);
      writePairs(file, columns, samples);
      const numbers = [columns, samples, repeats].map(String);
      const inPython = (impl, name) => ({
        on,
        command: [python, join(folder, 'j5.py'), '--impl', impl, '--dx', numbers[0], '--n', numbers[1], '--reps', numbers[2]],
        shown: { [`py-${impl}`]: name },
      });
      const programs = [
        {
          on,
          command: [process.execPath, join(root, 'bench', 'ours', 'mutual-information.mjs'), file, ...numbers],
          shown: { [ours]: ours },
        },
      ];
      if (program) {
        const command = [program, numbers[1], numbers[0], numbers[2]];
        programs.push({ on, command, env: { KSG_DATA: data }, shown: { 'c-kdtree': limit } });
      }
      if (scipy && columns === 1) programs.push(inPython('scipy_bisect', bisected));
      if (scipy && (columns > 1 || samples < 1e5)) programs.push(inPython('scipy', trees));
      if (scipy && columns === 1 && has('sklearn')) programs.push(inPython('sklearn', sklearn));
      return programs;
    });
  },
};
