// `npm run readme`: runs the README's first block and puts what it prints into the second.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, setup } from './setup.mjs';

setup();
const path = join(root, 'README.md');
const readme = readFileSync(path, 'utf8');
const blocks = /```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/;
const [, code] = readme.match(blocks) ?? fail('README.md: expected a js block followed by a text block, found none.');
const program = join(root, '.cache', 'first.mjs');
writeFileSync(program, code);
const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
rmSync(program);
if (status !== 0) fail(`README.md: the first block ended with status ${status}: ${stderr.trim().split('\n').at(-1)}`);
writeFileSync(
  path,
  readme.replace(blocks, () => `\`\`\`js\n${code}\`\`\`\n\n\`\`\`text\n${stdout}\`\`\``),
);
