import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
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

/** A file that grows under another name and appears whole, or not at all. */
export interface GrowingFile {
  write(bytes: string | Uint8Array, at?: number): void;
  /** Gives it its name. */
  finish(path?: string): void;
  discard(): void;
}

export function growingFile(path: string): GrowingFile {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      discard();
      throw new SzilardError(
        'input',
        `[write] ${path}: expected to write, got ${(cause as NodeJS.ErrnoException).code ?? 'an unknown error'}. Free some space, or choose another path.`,
        { cause },
      );
    }
  };
  let open = true;
  const discard = () => {
    if (open) closeSync(file);
    open = false;
    rmSync(temporary, { force: true });
  };
  const file = openSync(temporary, 'w');
  return {
    write: (bytes, at) =>
      attempt(() => {
        const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
        for (let done = 0; done < buffer.length; )
          done += writeSync(file, buffer, done, buffer.length - done, at === undefined ? null : at + done);
      }),
    finish: (name = path) =>
      attempt(() => {
        fsyncSync(file);
        closeSync(file);
        open = false;
        renameSync(temporary, real(name));
      }),
    discard,
  };
}
