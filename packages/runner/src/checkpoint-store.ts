import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { SzilardError } from '@szilard/core';

/** Finished pieces of a long run, by everything that they depend on: settings, seed, version. */
export interface CheckpointStore {
  /** How many finished pieces are there, of whatever settings. */
  readonly count: number;
  /** What was written under this key, or undefined. */
  read(key: string): unknown;
  /** Plain data; whole or not at all. */
  write(key: string, value: unknown): void;
  /** Removes what was read or written here. */
  clear(): void;
}

const ENDING = '.checkpoint';

/** A folder of files, each with its key inside. The folder comes into being with the first file and goes with the last. */
export function checkpointStore(folder: string): CheckpointStore {
  const touched = new Set<string>();
  const files = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ENDING)) : []);
  const fileOf = (key: string) => join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}${ENDING}`);
  return {
    get count() {
      return files().length;
    },
    read(key) {
      const file = fileOf(key);
      if (!existsSync(file)) return undefined;
      let found: { key: string; value: unknown };
      try {
        found = deserialize(readFileSync(file));
        if (found.key !== key) throw new Error('it holds another key');
      } catch (cause) {
        throw new SzilardError(
          'input',
          `[checkpoints] ${file}: expected a finished piece, got a file that is none (${(cause as Error).message}). Delete it.`,
          { cause },
        );
      }
      touched.add(file);
      return found.value;
    },
    write(key, value) {
      const file = fileOf(key);
      const temporary = `${file}.${process.pid}.tmp`;
      let opened = false;
      try {
        mkdirSync(folder, { recursive: true });
        const handle = openSync(temporary, 'w');
        opened = true;
        try {
          writeFileSync(handle, serialize({ key, value }));
          fsyncSync(handle);
        } finally {
          closeSync(handle);
        }
        renameSync(temporary, file);
      } catch (cause) {
        if (opened) rmSync(temporary, { force: true });
        throw new SzilardError(
          'input',
          `[checkpoints] ${folder}: expected a folder to write into, got ${(cause as Error).message}. Name another with --out.`,
          { cause },
        );
      }
      touched.add(file);
    },
    clear() {
      for (const file of touched) rmSync(file, { force: true });
      touched.clear();
      if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
    },
  };
}
