// `npm run check`: types of sources and tests, linter and format. Tests are `npm test`.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
const tool = (...path) => join(root, 'node_modules', ...path);
const steps = [
  ['types', [tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.test.json']],
  ['linter and format', [tool('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '.']],
];
for (const [name, args] of steps) {
  process.stderr.write(`check: ${name}\n`);
  const status = run(process.execPath, args);
  if (status !== 0) process.exit(status);
}
