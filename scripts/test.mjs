// `npm test [-- vitest options]`: set up what is out of date, then run the tests; the last line counts them.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
// pnpm hands a leading -- on, npm does not.
const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2);
const nightly = args.includes('--nightly');
const report = join(root, '.cache', 'vitest.json');
mkdirSync(join(root, '.cache'), { recursive: true });
rmSync(report, { force: true });
const vitest = [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
];
const status = run(process.execPath, [...vitest, ...args.filter((a) => a !== '--nightly')], {
  env: { ...process.env, ...(nightly ? { SZILARD_NIGHTLY: '1' } : {}) },
});
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
  process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped\n`);
}
process.exit(status);
