import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SzilardError } from '@szilard/core';

let written = 0;

/** Write a whole file or nothing: a temporary file beside it, then a rename. Synchronous, so that an interrupt finds old or new. */
export function writeAtomically(path: string, text: string): void {
  const target = resolved(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${++written}.tmp`);
  let opened = false;
  try {
    const file = openSync(temporary, 'wx');
    opened = true;
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (cause) {
    if (opened) rmSync(temporary, { force: true });
    throw new SzilardError('input', `[write] ${path}: ${explain((cause as NodeJS.ErrnoException).code, dirname(path))}`, { cause });
  }
}

/** The file behind a link, so that the link stays one. */
export function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

export function explain(code: string | undefined, folder: string): string {
  if (code === 'ENOENT') return `expected the folder ${folder} to exist, got none. Create it first.`;
  if (code === 'ENOTDIR') return `expected ${folder} to be a folder, got a file. Choose another path.`;
  if (code === 'EISDIR' || code === 'ENOTEMPTY' || code === 'EEXIST')
    return 'expected a file, got a folder of that name. Choose another path.';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `expected the folder ${folder} to be writable, got ${code}. Choose another folder, or change its permissions.`;
  if (code === 'ENOSPC' || code === 'EDQUOT') return `expected room on the disk of ${folder}, got ${code}. Free some space.`;
  return `expected to write, got ${code ?? 'an unknown error'}. Choose another path.`;
}
