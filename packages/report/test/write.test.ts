import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from '../src/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'szilard-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('writes and replaces, and leaves nothing else behind', () => {
  const path = join(folder, 'report.html');
  writeAtomically(path, 'first σ');
  writeAtomically(path, 'second');
  expect(readFileSync(path, 'utf8')).toBe('second');
  expect(readdirSync(folder)).toEqual(['report.html']);
});

test('a link stays a link', () => {
  writeFileSync(join(folder, 'real.json'), 'old');
  symlinkSync('real.json', join(folder, 'link.json'));
  writeAtomically(join(folder, 'link.json'), 'new');
  expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('new');
});

test('a missing folder, a file for a folder, a folder for a file', () => {
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'taken'));
  const failing = (path: string) => {
    try {
      writeAtomically(path, 'x');
    } catch (error) {
      return error;
    }
  };
  expect(failing(join(folder, 'none', 'a.json'))).toMatchObject({
    name: 'SzilardError',
    code: 'input',
    message: expect.stringContaining('to exist, got none. Create it first.'),
  });
  expect(failing(join(folder, 'file', 'a.json'))).toMatchObject({
    code: 'input',
    message: expect.stringContaining('to be a folder, got a file.'),
  });
  expect(failing(join(folder, 'taken'))).toMatchObject({
    code: 'input',
    message: expect.stringContaining('expected a file, got a folder of that name.'),
  });
  expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written leaves the old file whole', () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, 'old');
  chmodSync(folder, 0o500);
  expect(() => writeAtomically(path, 'new')).toThrow('to be writable, got EACCES.');
  chmodSync(folder, 0o700);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(existsSync(path)).toBe(true);
});
