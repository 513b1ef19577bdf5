import { type Batch, batch, SzilardError } from '@szilard/core';
import { type Digits, SIDE, split } from '../../digits/digits.ts';

export interface BinaryDigitOptions {
  /** Side of the squares of pixels that become one. */
  readonly pool: number;
  /** Mean grey of a square above which it is 1. */
  readonly threshold: number;
  /** Digits 0 … classes − 1 are kept. */
  readonly classes: number;
  /** Share of the digits held back for testing. */
  readonly testShare: number;
}

/** Pictures of zeros and ones, and which digits they are. */
export interface BinaryDigits {
  /** [n, (28/pool)²]. */
  readonly pictures: Batch;
  readonly labels: Uint8Array;
}

/** Pooled digits, black or white. */
export function binaryDigits(
  where: string,
  digits: Digits,
  options: BinaryDigitOptions,
): { readonly train: BinaryDigits; readonly test: BinaryDigits } {
  const { train, test } = split(digits, options.testShare);
  return { train: binarised(where, train, options), test: binarised(where, test, options) };
}

function binarised(where: string, { n, images, labels }: Digits, { pool, threshold, classes }: BinaryDigitOptions): BinaryDigits {
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) => labels[i] < classes);
  if (kept.length === 0)
    throw new SzilardError(
      'input',
      `[${where}] expected digits below ${classes}, got none among the ${n} of one half. Give more digits, or move testShare towards one half.`,
    );
  const wide = SIDE / pool;
  const pictures = batch(kept.length, wide * wide);
  const grey = new Float64Array(wide * wide);
  for (const [at, i] of kept.entries()) {
    grey.fill(0);
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const cell = Math.floor(Math.floor(pixel / SIDE) / pool) * wide + Math.floor((pixel % SIDE) / pool);
      grey[cell] += images[i * SIDE * SIDE + pixel] / (pool * pool);
    }
    for (let cell = 0; cell < grey.length; cell++) pictures.data[at * grey.length + cell] = grey[cell] > threshold ? 1 : 0;
  }
  return { pictures, labels: Uint8Array.from(kept, (i) => labels[i]) };
}

/** Refuse pictures that are not rows of zeros and ones of the right size. */
export function mustBeBinary(where: string, { n, dim, data }: Batch, pixels: number): void {
  if (dim !== pixels || data.length !== n * dim)
    throw new SzilardError('shape', `[${where}] pictures: expected ${pixels} pixels each, got ${dim}. Make pictures and model fit.`);
  const odd = data.findIndex((value) => value !== 0 && value !== 1);
  if (odd >= 0)
    throw new SzilardError(
      'input',
      `[${where}] pictures: expected zeros and ones, got ${data[odd]} in picture ${Math.floor(odd / dim)}, pixel ${odd % dim}. Compare grey values with a threshold first.`,
    );
}
