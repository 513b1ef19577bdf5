import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const bin = fileURLToPath(new URL('../bin/szilard.mjs', import.meta.url));

/** The command as a user's shell runs it. */
export function szilard(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    env: { ...process.env, SZILARD_MNIST: '', SZILARD_DEBUG: '' },
  });
  return { status, stdout, stderr, json: () => JSON.parse(stdout) };
}

export const folder = (): string => mkdtempSync(join(tmpdir(), 'szilard-test-'));

export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}
