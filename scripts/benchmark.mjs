// `npm run benchmark`: every estimator on every task with a known truth; writes docs/benchmark.md, and what networks do to
// docs/benchmark-trained.md, on fewer tasks: they take seconds for every estimate.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, setup } from './setup.mjs';

setup();
const trained = ['mutual-information/info-nce', 'mutual-information/nwj', 'mutual-information/donsker-varadhan', 'entropy-production/neep'];
const tasks = ['independent', 'normal', 'normal-sparse', 'wiggly', 'spiral'].map((id) => `mutual-information/${id}`);
const tables = [
  ['benchmark', 'Estimators beside the truth', ['--untrained', '--sizes', '100,1000,10000', '--seeds', '10']],
  [
    'benchmark-trained',
    'Estimators that train, beside the truth',
    [
      '--estimator',
      trained.join(),
      '--task',
      [...tasks, 'entropy-production/drifted-brownian'].join(),
      '--sizes',
      '3000',
      '--seeds',
      '3',
    ],
  ],
];
for (const [name, title, options] of tables) {
  const path = join(root, 'docs', `${name}.md`);
  const args = [join(root, 'packages/cli/bin/szilard.mjs'), 'benchmark', 'estimators', '--out', path, ...options];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) fail(`docs/${name}.md: the benchmark ended with status ${status}.`);
  const about = `Made by \`npm run benchmark\` on one thread of ${process.platform}-${process.arch}, Node ${process.version}: \`szilard benchmark estimators ${options.join(' ')}\`. Bias is mean − truth ± its standard error over the seeds; spread their standard deviation; claimed error the mean of the reported ones. Times are of this machine.`;
  writeFileSync(path, `# ${title}\n\n${about}\n\n${readFileSync(path, 'utf8')}`);
}
