import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointStore } from '@szilard/runner';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

const home = mkdtempSync(join(tmpdir(), 'szilard-checkpoints-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('a checkpoint store', () => {
  test('gives back what was written under a key, to another store over the same folder too', () => {
    const folder = join(home, 'any');
    const store = checkpointStore(folder);
    fc.assert(
      fc.property(fc.string(), fc.array(fc.double()), (key, values) => {
        const value = { values: Float64Array.from(values), list: values };
        store.write(key, value);
        expect(checkpointStore(folder).read(key)).toEqual(value);
        expect(store.read(`${key} and more`)).toBeUndefined();
      }),
      { numRuns: 50, seed: 1 },
    );
    expect(readdirSync(folder).every((name) => name.endsWith('.checkpoint'))).toBe(true);
  });

  test('counts, and clears what it touched and nothing else', () => {
    const folder = join(home, 'deep', 'er');
    const [mine, yours] = [checkpointStore(folder), checkpointStore(folder)];
    expect(mine.count).toBe(0);
    expect(existsSync(folder)).toBe(false);
    mine.write('a', 1);
    yours.write('b', 2);
    yours.write('c', 3);
    expect(mine.read('b')).toBe(2);
    expect(mine.count).toBe(3);
    mine.clear();
    expect(yours.read('c')).toBe(3);
    expect(yours.count).toBe(1);
    yours.clear();
    expect(existsSync(folder)).toBe(false);
  });

  test('says what is wrong with a file that is no finished piece', () => {
    const folder = join(home, 'broken');
    const store = checkpointStore(folder);
    store.write('a', 1);
    const [name] = readdirSync(folder);
    writeFileSync(join(folder, name), 'half');
    expect(() => store.read('a')).toThrow(/^\[checkpoints\] .*: expected a finished piece, got a file that is none \(.*\)\. Delete it\.$/);
  });

  test('says that it cannot write', () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    expect(() => checkpointStore(join(file, 'below')).write('a', 1)).toThrow(
      /expected a folder to write into, got .*\. Name another with --out\./,
    );
  });
});
