// `npm run readme`: runs the README's first block and puts what it prints into the second; runs the suite of laws and makes its table.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, setup } from './setup.mjs';

setup();
const path = join(root, 'README.md');
const readme = readFileSync(path, 'utf8');
const blocks = /```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/;
const [, code] = readme.match(blocks) ?? fail('README.md: expected a js block followed by a text block, found none.');
const table = /(<!-- laws -->\n)[\s\S]*?(\n<!-- \/laws -->)/;
if (!table.test(readme)) fail('README.md: expected a table between <!-- laws --> and <!-- /laws -->, found none.');

const program = join(root, '.cache', 'first.mjs');
writeFileSync(program, code);
const first = spawnSync(process.execPath, [program], { encoding: 'utf8' });
rmSync(program);
if (first.status !== 0) fail(`README.md: the first block ended with status ${first.status}: ${first.stderr.trim().split('\n').at(-1)}`);

const suite = spawnSync(
  process.execPath,
  [join(root, 'packages/cli/bin/szilard.mjs'), 'run', 'laws-across-families', '--json', '--out', join(root, '.cache')],
  { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] },
);
if (suite.status !== 0) fail(`README.md: the suite of laws ended with status ${suite.status}.`);
const { lawsMarkdown } = await import('@szilard/report');
const { examples, provenance } = JSON.parse(suite.stdout);
const laws = `${lawsMarkdown(examples[0].systems)}\n\nSeed ${provenance.seed}; made by \`npm run readme\`.`;

writeFileSync(
  path,
  readme
    .replace(blocks, () => `\`\`\`js\n${code}\`\`\`\n\n\`\`\`text\n${first.stdout}\`\`\``)
    .replace(table, (_, before, after) => `${before}${laws}${after}`),
);
