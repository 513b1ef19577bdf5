import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { SzilardError } from '@szilard/core';

/** Told before the work, not after it: `path` can be written, and is none of the `others`. */
export function mustBeWritable(path: string, flag: string, others: readonly string[] = []): void {
  const refuse = (expected: string, got: string, hint: string): never => {
    throw new SzilardError('input', `[${flag}] ${path}: expected ${expected}, got ${got}. ${hint}`);
  };
  const folder = dirname(path);
  const kind = existsSync(path) ? statSync(path) : undefined;
  // Renamed over, a device would be gone.
  if (path === '' || (kind && !kind.isFile()))
    refuse('a file to write or replace', kind?.isDirectory() === false ? 'a device' : 'a folder', 'Name a plain file, or leave it out.');
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    refuse('a folder to write into', `${folder}, which is none`, 'Make it first.');
  if (others.some((other) => real(other) === real(path))) refuse('a file of its own', 'one that is used already', 'Name another.');
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    refuse(
      'a place that can be written',
      (cause as NodeJS.ErrnoException).code ?? 'an error',
      'Choose another, or change its permissions.',
    );
  }
}

const real = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

/** `out.csv` as `out.partial.csv`. */
export const partialPath = (path: string): string => `${path.slice(0, path.length - extname(path).length)}.partial${extname(path)}`;
