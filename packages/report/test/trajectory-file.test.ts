import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make, randomStream, recordState, simulate } from '@szilard/core';
import { draggedTrap } from '@szilard/models';
import { trajectoryFile } from '@szilard/report';
import { ideal } from '@szilard/reservoirs';
import { expect, test } from 'vitest';

const bath = make(ideal);
const experiment = { ...make(draggedTrap, { ticks: 6 }), reservoirs: { x: bath, theta: bath } };
const times = [0, 2, 4, 6];
const options = { trajectories: 600, rng: randomStream(1), ledger: 'totals' } as const;
const kept = simulate(experiment, { ...options, record: { x: recordState('x', 1, 2) } }).records.x;
const folder = () => mkdtempSync(join(tmpdir(), 'szilard-'));

test('a run writes its frames to disk as it goes, and the file appears when it is finished', () => {
  const path = join(folder(), 'paths.npy');
  const file = trajectoryFile(path, times, ['x']);
  simulate(experiment, { ...options, record: { x: { ...recordState('x', 1, 2), into: file.add } } });
  expect(existsSync(path)).toBe(false);
  file.finish();
  const bytes = readFileSync(path);
  expect(bytes.subarray(1, 6).toString('latin1')).toBe('NUMPY');
  expect(bytes.subarray(10, 128).toString('latin1')).toContain("'shape': (600, 4, 1)");
  const numbers = new Float64Array(Uint8Array.from(bytes.subarray(128)).buffer);
  expect(numbers).toEqual(kept.data);
});

test('as text: a row per trajectory and time', () => {
  const path = join(folder(), 'paths.csv');
  const file = trajectoryFile(path, times, ['position, of x']);
  file.add(kept, 40);
  file.finish();
  const [head, first, second, ...rest] = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(head).toBe('trajectory,time,"position, of x"');
  expect(first).toBe(`40,0,${kept.data[0]}`);
  expect(second).toBe(`40,2,${kept.data[1]}`);
  expect(rest).toHaveLength(600 * 4 - 2);
});

test('frames of another shape, another ending and a folder that is none are refused; nothing is left behind', () => {
  const here = folder();
  const file = trajectoryFile(join(here, 'paths.npy'), [0, 1], ['x']);
  expect(() => file.add(kept, 0)).toThrow('[trajectoryFile] expected frames at 2 times with 1 columns, got 4 with 1.');
  file.discard();
  expect(() => trajectoryFile(join(here, 'paths.txt'), times, ['x'])).toThrow('[trajectoryFile] expected a file that ends in .csv or .npy');
  expect(() => trajectoryFile(join(here, 'none', 'paths.npy'), times, ['x'])).toThrow('to exist, got none. Create it first.');
  expect(readdirSync(here)).toEqual([]);
});
