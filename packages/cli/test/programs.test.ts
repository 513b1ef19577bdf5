// Programs as a user writes them: the README's first block, and the program outside the framework.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from './command.ts';
import { linkPackages, root } from './outside.ts';

function runOutside(name: string, place: (path: string) => void) {
  const home = folder();
  linkPackages(home);
  const path = join(home, name);
  place(path);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path], { encoding: 'utf8', cwd: home });
  return { status, stdout, stderr };
}

test('a program outside the repository brings a model of its own', () => {
  const { status, stdout, stderr } = runOutside('own-program.mjs', (path) => copyFileSync(join(root, 'examples', 'own-program.mjs'), path));
  expect(stderr).toBe('');
  expect(stdout).toMatch(/mine\/quartic × ideal +local detailed balance +yes/);
  expect(stdout).toMatch(/mine\/quartic × finite +local detailed balance +yes/);
  expect(status).toBe(0);
});

test('the first block of the README runs as it stands and prints what the README says', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [code, printed] = [...readme.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, , text]) => text);
  const { status, stdout, stderr } = runOutside('first.mjs', (path) => writeFileSync(path, code));
  expect(stderr).toBe('');
  // Sizes of rounding errors may differ between versions of the language's mathematics.
  const settled = (text: string) => text.trimEnd().replace(/\d\.\de-1[0-9]/g, '1e-15');
  expect(settled(stdout)).toBe(settled(printed));
  expect(status).toBe(0);
});
