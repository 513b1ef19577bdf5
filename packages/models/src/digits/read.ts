import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SzilardError } from '@szilard/core';
import { type Digits, SIDE } from './digits.ts';
import { readIdx } from './idx.ts';

/** The training set where the folder has one, else the test set. */
export function readDigits(folder: string): Digits {
  if (!existsSync(folder))
    throw new SzilardError(
      'input',
      `[digits] expected a folder of digits, got ${folder}, which does not exist. Correct SZILARD_MNIST or unset it.`,
    );
  const find = (stem: string) =>
    [`${stem}-ubyte`, `${stem}-ubyte.gz`, `${stem.replace('-idx', '.idx')}-ubyte`].map((name) => join(folder, name)).find(existsSync);
  const [set, images, labels] =
    ['train', 't10k']
      .map((name) => [name, find(`${name}-images-idx3`), find(`${name}-labels-idx1`)])
      .find((files) => files[1] || files[2]) ?? [];
  if (!images || !labels) {
    const missing = set ? `${set}-${images ? 'labels-idx1' : 'images-idx3'}-ubyte` : 'train-images-idx3-ubyte or t10k-images-idx3-ubyte';
    throw new SzilardError(
      'input',
      `[digits] expected ${missing}, plain or .gz, in ${folder}, got no such file. Put it there, or unset SZILARD_MNIST.`,
    );
  }
  const [pictures, names] = [readIdx(images, 3), readIdx(labels, 1)];
  const [n, ...size] = pictures.shape;
  const refuse = (what: string) => new SzilardError('input', `[digits] ${what} Put matching files into ${folder}.`);
  if (n === 0 || size.some((length) => length !== SIDE))
    throw refuse(`${basename(images)}: expected pictures of ${SIDE} × ${SIDE}, got shape ${pictures.shape.join(' × ')}.`);
  if (names.shape[0] !== n) throw refuse(`expected as many labels as images, got ${n} images and ${names.shape[0]} labels.`);
  const wrong = names.data.findIndex((label) => label > 9);
  if (wrong >= 0) throw refuse(`${basename(labels)}: expected labels from 0 to 9, got ${names.data[wrong]} at position ${wrong}.`);
  return {
    source: `MNIST, ${n} digits from ${basename(folder)}`,
    n,
    images: Float32Array.from(pictures.data, (byte) => byte / 255),
    labels: names.data,
  };
}
