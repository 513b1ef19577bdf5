// `npm run benchmark`: every estimator on every task with a known truth; writes docs/benchmark.md, what networks do to
// docs/benchmark-trained.md, on fewer tasks, for they take seconds for every estimate, and how often error bars cover to docs/coverage.md.
// `npm run benchmark -- coverage` makes that one alone.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, root, setup } from './setup.mjs';

setup();
const asked = process.argv.slice(2);
const wanted = (name) => asked.length === 0 || asked.includes(name);
const machine = `one thread of ${process.platform}-${process.arch}, Node ${process.version}`;
const szilard = (...args) =>
  spawnSync(process.execPath, [join(root, 'packages/cli/bin/szilard.mjs'), 'benchmark', ...args], { stdio: 'inherit' }).status;

const trained = ['info-nce', 'nwj', 'donsker-varadhan'].map((id) => `mutual-information/${id}`);
const neep = ['neep', 'neep-symbols'].map((id) => `entropy-production/${id}`);
const tasks = ['independent', 'normal', 'normal-sparse', 'wiggly', 'spiral'].map((id) => `mutual-information/${id}`);
const chains = ['drifted-brownian', 'flashing-ratchet'].map((id) => `entropy-production/${id}`);

const tables = [
  ['benchmark', 'Estimators beside the truth', ['--untrained', '--sizes', '100,1000,10000', '--seeds', '10']],
  [
    'benchmark-trained',
    'Estimators that train, beside the truth',
    ['--estimator', [...trained, ...neep].join(), '--task', [...tasks, ...chains].join(), '--sizes', '3000', '--seeds', '3'],
  ],
];
for (const [name, title, options] of tables.filter(([name]) => wanted(name))) {
  const path = join(root, 'docs', `${name}.md`);
  if (szilard('estimators', '--out', path, ...options) !== 0) fail(`docs/${name}.md: the benchmark did not end well.`);
  const about = `Made by \`npm run benchmark\` on ${machine}: \`szilard benchmark estimators ${options.join(' ')}\`. Bias is mean − truth ± its standard error over the seeds; spread their standard deviation; claimed error the mean of the reported ones. Times are of this machine.`;
  writeFileSync(path, `# ${title}\n\n${about}\n\n${readFileSync(path, 'utf8')}`);
}

if (wanted('coverage')) {
  const series = ['transfer-entropy', 'active-information-storage', 'information-flow', 'entropy-production-rate'];
  const rows = [
    'entropy',
    'mutual-information',
    'conditional-mutual-information',
    'total-correlation',
    'o-information',
    'entropy-production',
    'free-energy-difference',
    'free-energy-between-states',
    'crooks-slope',
    'memorised-information',
    'learned-information',
  ];
  // Of time series n counts trajectories, of 20 frames or more.
  const runs = [
    ['--untrained', '--quantity', rows.join(), '--sizes', '1000', '--seeds', '1000'],
    ['--untrained', '--quantity', series.join(), '--sizes', '200', '--seeds', '1000'],
    ['--estimator', trained.join(), '--task', tasks.join(), '--sizes', '1000', '--seeds', '30'],
    ['--estimator', neep.join(), '--quantity', 'entropy-production-rate', '--sizes', '200', '--seeds', '30'],
  ];
  const folder = mkdtempSync(join(tmpdir(), 'szilard-'));
  const parts = runs.map((options, k) => {
    const path = join(folder, `${k}.json`);
    const status = szilard('coverage', '--out', path, ...options);
    if (status !== 0 && status !== 1) fail('docs/coverage.md: the benchmark did not end well.');
    const numbers = (_, value) => (typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value) ? Number(value) : value);
    return { status, ...JSON.parse(readFileSync(path, 'utf8'), numbers) };
  });
  rmSync(folder, { recursive: true });
  const { coverageReport } = await import(new URL('../packages/report/dist/index.js', import.meta.url));
  const about = [
    `Made by \`npm run benchmark -- coverage\` on ${machine}: ${runs.map((options) => `\`szilard benchmark coverage ${options.join(' ')}\``).join('; ')}. Networks take a second for every estimate: 30 repetitions for them, 1000 for the rest.`,
    'Every estimator at its defaults, on every task of its kind (time series: n trajectories). A 68 % interval is value ± 0.994 of the reported standard error, a 95 % one ± 1.960; a column says in how many repetitions it held the truth. An error bar _covers_ where that is 60 to 76 % and 90 to 98 %, of all estimates or of those that come without a caution (_silent_: their share, then their own two columns). Where fewer than a fifth are silent the estimates themselves _warned of_ it. Else it fails silently: _biased_ by half the spread or more, _too wide_ or _too narrow_. `calibrated` on an estimator, and in `szilard list estimators`, means that it covers somewhere and fails silently nowhere. A bound that is not tight does not cover, and is held to the same.',
  ];
  writeFileSync(
    join(root, 'docs', 'coverage.md'),
    `# Coverage of error bars\n\n${about.join('\n\n')}\n\n${coverageReport(
      parts.flatMap((part) => part.rows),
      parts.flatMap((part) => part.claims),
    )}`,
  );
  if (parts.some(({ status }) => status !== 0)) fail('docs/coverage.md is written; some claims are not what was measured: see above.');
}
