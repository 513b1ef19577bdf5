// A long example is interrupted, says how to go on, and goes on to the numbers of a run that was not interrupted.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bin, folder } from './command.ts';

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The figure at quick size into a folder; `until`: when to interrupt it. */
function figure(out: string, more: readonly string[], until?: () => boolean): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, 'run', 'figure-4-1', '--quick', '--out', out, ...more], {
    env: { ...process.env, SZILARD_MNIST: '', SZILARD_DEBUG: '' },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => void (said.stdout += text));
  child.stderr.on('data', (text) => void (said.stderr += text));
  const timer = setInterval(() => {
    if (!until?.()) return;
    clearInterval(timer);
    child.kill('SIGINT');
  }, 50);
  return new Promise((resolve) =>
    child.on('close', (status) => {
      clearInterval(timer);
      resolve({ status, ...said });
    }),
  );
}

const found = (out: string) => {
  const [{ comparisons, notes, charts }] = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).examples;
  return { comparisons, notes, charts };
};

test('an interrupted figure is resumed to the bits of one run, for any number of workers', { timeout: 600_000 }, async () => {
  const [whole, parts] = [folder(), folder()];
  const pieces = join(parts, '.szilard-checkpoints', 'figure-4-1');
  const count = () => (existsSync(pieces) ? readdirSync(pieces).filter((name) => name.endsWith('.checkpoint')).length : 0);

  const first = await figure(parts, ['--workers', '2'], () => count() >= 7);
  expect(first.status).toBe(130);
  expect(first.stderr).toContain(`to go on from there: szilard run figure-4-1 --quick --seed 1 --workers 2 --out ${parts} --resume`);
  const kept = count();
  expect(kept).toBeGreaterThanOrEqual(7);
  expect(first.stdout).toContain(`${kept} of 12 trials`);
  expect(first.stdout).toContain('|η|² over the one-pass formula');

  const ignored = await figure(parts, ['--seed', '2'], () => count() > kept);
  expect(ignored.stderr).toContain(`figure-4-1: ${kept} finished pieces of an interrupted run are in`);
  expect(ignored.stderr).toContain('are not used; --resume goes on from them');

  const second = await figure(parts, ['--resume']);
  expect(second.status).toBe(0);
  expect(second.stderr).toContain('figure-4-1: goes on from the finished pieces in');
  const anew = await figure(whole, ['--workers', '2', '--resume']);
  expect(anew.stderr).toContain('nothing to go on from');
  expect(found(parts)).toEqual(found(whole));
  // What was used is gone; the other seed's piece is still there.
  expect(count()).toBe(1);
  const other = await figure(parts, ['--seed', '3', '--resume'], () => count() > 1);
  expect(other.stderr).toContain('none of the 1 finished pieces in');
});
