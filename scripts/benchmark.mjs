// `npm run benchmark`: every estimator on every task with a known truth; writes the table that docs/benchmark.md shows.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'packages/cli/bin/szilard.mjs'),
    'benchmark',
    'estimators',
    '--out',
    join(root, 'docs', 'benchmark.md'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
