import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { randomStream, SzilardError } from '@szilard/core';
import { type Digits, drawDigits, loadDigits, split } from '@szilard/models/digits';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseIdx } from '../src/digits/idx.ts';

/** An IDX file of bytes. */
function idx(shape: readonly number[], data: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, 8, shape.length]);
  for (const [k, length] of shape.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * k, length);
  bytes.set(Array.from(data), 4 + 4 * shape.length);
  return bytes;
}
const pictures = (n: number, grey = 51) => idx([n, 28, 28], new Uint8Array(n * 784).fill(grey));
const names = (labels: readonly number[]) => idx([labels.length], labels);

let folder: string;
const put = (files: Readonly<Record<string, Uint8Array>>) => {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'digits-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** The one line of a refusal. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(SzilardError);
    expect((error as SzilardError).code).toBe('input');
    expect((error as SzilardError).message).not.toContain('\n');
    return (error as SzilardError).message;
  }
  throw new Error('nothing was refused');
}

describe('IDX', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }), (shape) => {
        const data = Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (7 * i) % 256);
        expect(parseIdx(idx(shape, data), shape.length, 'x')).toEqual({ shape, data });
      }),
    );
  });

  test('any bytes are either read or refused in one line', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 3 }), fc.boolean(), (noise, dims, headed) => {
        const bytes = headed ? Uint8Array.from([0, 0, 8, dims, ...noise]) : noise;
        try {
          const { shape, data } = parseIdx(bytes, dims, 'x');
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(SzilardError);
          expect((error as Error).message).toMatch(/^\[idx x\] .*[.?]$/);
        }
      }),
    );
  });
});

describe('a folder of digits', () => {
  const plain = { 't10k-images-idx3-ubyte': pictures(3), 't10k-labels-idx1-ubyte': names([4, 0, 9]) };

  test.each([
    ['plain', plain],
    ['gzip', Object.fromEntries(Object.entries(plain).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]))],
    ['unzipped under its old name', Object.fromEntries(Object.entries(plain).map(([name, bytes]) => [`${name}.gz`, bytes]))],
  ])('%s files are read', (_, files) => {
    put(files);
    const digits = loadDigits({ folder });
    expect(digits).toMatchObject({ n: 3, source: `MNIST, 3 digits from ${basename(folder)}`, labels: Uint8Array.of(4, 0, 9) });
    expect(new Set(digits.images)).toEqual(new Set([Math.fround(0.2)]));
  });

  test('a training set goes before a test set', () => {
    put({ ...plain, 'train-images-idx3-ubyte': pictures(2), 'train-labels-idx1-ubyte': names([1, 2]) });
    expect(loadDigits({ folder }).n).toBe(2);
  });

  test.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['no file', {}, /expected train-images-idx3-ubyte or t10k-images-idx3-ubyte, plain or \.gz, in .* got no such file/],
    ['no labels', { 't10k-images-idx3-ubyte': pictures(3) }, /expected t10k-labels-idx1-ubyte/],
    ['no training images', { ...plain, 'train-labels-idx1-ubyte': names([1]) }, /expected train-images-idx3-ubyte/],
    [
      'damaged gzip',
      { ...plain, 't10k-images-idx3-ubyte': gzipSync(pictures(3)).subarray(0, 40) },
      /\[idx t10k-images-idx3-ubyte\] expected whole gzip data, got damaged data \(unexpected end of file\)/,
    ],
    ['wrong magic', { ...plain, 't10k-images-idx3-ubyte': names([1]) }, /magic number 00 00 08 03, got 00 00 08 01/],
    ['an empty file', { ...plain, 't10k-labels-idx1-ubyte': new Uint8Array(0) }, /magic number 00 00 08 01, got an empty file/],
    ['half a header', { ...plain, 't10k-labels-idx1-ubyte': names([1]).subarray(0, 6) }, /truncated: expected a header of 8 bytes, got 6/],
    [
      'truncated',
      { ...plain, 't10k-images-idx3-ubyte': pictures(3).subarray(0, 2000) },
      /truncated: expected 2368 bytes for shape 3 × 28 × 28, got 2000/,
    ],
    [
      'trailing bytes',
      { ...plain, 't10k-labels-idx1-ubyte': Uint8Array.of(...names([4, 0, 9]), 1, 2) },
      /trailing bytes: expected 11 bytes for shape 3, got 13/,
    ],
    [
      'counts that differ',
      { ...plain, 't10k-labels-idx1-ubyte': names([4, 0]) },
      /expected as many labels as images, got 3 images and 2 labels/,
    ],
    ['a label above 9', { ...plain, 't10k-labels-idx1-ubyte': names([4, 10, 9]) }, /expected labels from 0 to 9, got 10 at position 1/],
    [
      'other pictures',
      { ...plain, 't10k-images-idx3-ubyte': idx([3, 2, 2], new Uint8Array(12)) },
      /expected pictures of 28 × 28, got shape 3 × 2 × 2/,
    ],
  ])('%s is refused', (_, files, message) => {
    put(files);
    expect(refusal(() => loadDigits({ folder }))).toMatch(message);
  });

  test('one that is named must exist: nothing is drawn in its place', () => {
    vi.stubEnv('SZILARD_MNIST', join(folder, 'nowhere'));
    expect(refusal(() => loadDigits({ count: 1 }))).toMatch(/expected a folder of digits, got .*nowhere, which does not exist/);
  });

  test('the usual place is used if it is there, and must be whole too', () => {
    vi.stubEnv('SZILARD_MNIST', '');
    const home = process.cwd();
    try {
      process.chdir(folder);
      expect(loadDigits({ count: 2 }).source).toBe('drawn by the program, 2 digits');
      mkdirSync(join(folder, 'data', 'mnist'), { recursive: true });
      expect(refusal(() => loadDigits({ count: 2 }))).toMatch(/got no such file/);
    } finally {
      process.chdir(home);
    }
  });
});

describe('drawn digits', () => {
  test('are the same from the same seed, however many follow', () => {
    const [few, more] = [drawDigits(20, randomStream(1)), drawDigits(30, randomStream(1))];
    expect(more.images.subarray(0, few.images.length)).toEqual(few.images);
    expect(more.labels.subarray(0, 20)).toEqual(few.labels);
    expect(drawDigits(20, randomStream(2)).images).not.toEqual(few.images);
  });

  test('have ink in 0..1, inside the frame, and all ten labels', () => {
    const { n, images, labels, source } = drawDigits(300, randomStream(1));
    expect(source).toBe('drawn by the program, 300 digits');
    expect(new Set(labels).size).toBe(10);
    for (let i = 0; i < n; i++) {
      const picture = images.subarray(i * 784, (i + 1) * 784);
      expect(picture.every((grey) => grey >= 0 && grey <= 1)).toBe(true);
      const ink = picture.reduce((a, b) => a + b, 0);
      expect(ink).toBeGreaterThan(20);
      expect(ink).toBeLessThan(250);
      const edge = Array.from({ length: 28 }, (_, k) => picture[k] + picture[27 * 28 + k] + picture[28 * k] + picture[28 * k + 27]).reduce(
        (a, b) => a + b,
        0,
      );
      expect(edge / ink).toBeLessThan(0.1);
    }
  });

  test('a count that is none is refused', () =>
    expect(() => drawDigits(0, randomStream(1))).toThrow(/\[digits\] count: expected a whole number/));
});

describe('split', () => {
  test('every digit lands on one side, in order, spread evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.integer({ min: 1, max: 3 }), (n, quarter) => {
        // The image of digit i holds i: so it can be found again.
        const digits = {
          source: 's',
          n,
          images: new Float32Array(n * 784).map((_, at) => Math.floor(at / 784)),
          labels: Uint8Array.from({ length: n }, (_, i) => i % 10),
        };
        const { train, test: held } = split(digits, quarter / 4);
        const ids = (part: Digits) => Array.from({ length: part.n }, (_, i) => part.images[i * 784 + 783]);
        expect([...ids(train), ...ids(held)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(ids(held)).toEqual([...ids(held)].sort((a, b) => a - b));
        expect(held.n).toBe(Math.round((n * quarter) / 4));
        expect(Array.from(held.labels)).toEqual(ids(held).map((i) => i % 10));
        const inFirstHalf = ids(held).filter((i) => i < n / 2).length;
        expect(Math.abs(inFirstHalf - held.n / 2)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a side without digits is refused', () => expect(() => split(drawDigits(3, randomStream(1)), 0.01)).toThrow(/testShare/));
});

const real = process.env.SZILARD_MNIST;
test.skipIf(!real)('real digits: 8000 to train on and 2000 to test on', () => {
  const digits = loadDigits();
  expect(digits).toMatchObject({ n: 10_000, source: `MNIST, 10000 digits from ${basename(real!)}` });
  expect([split(digits, 0.2).train.n, split(digits, 0.2).test.n]).toEqual([8000, 2000]);
  expect(Array.from(digits.labels.subarray(0, 5))).toEqual([7, 2, 1, 0, 4]);
});
