import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SzilardError } from '@szilard/core';
import { explain, resolved } from './write.ts';

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
      throw new SzilardError('input', `[write] ${path}: ${explain((cause as NodeJS.ErrnoException).code, dirname(path))}`, { cause });
    }
  };
  let open: number | null = null;
  const discard = () => {
    if (open === null) return;
    closeSync(open);
    open = null;
    rmSync(temporary, { force: true });
  };
  const file = attempt(() => openSync(temporary, 'w'));
  open = file;
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
        open = null;
        renameSync(temporary, resolved(name));
      }),
    discard,
  };
}
