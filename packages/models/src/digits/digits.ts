import { SzilardError } from '@szilard/core';

/** Pixels along each side of a picture. */
export const SIDE = 28;

/** Labelled pictures of the ten digits, 28 × 28. */
export interface Digits {
  /** What they are, for people: `MNIST, 10000 digits from mnist` or `drawn by the program, 4000 digits`. */
  readonly source: string;
  readonly n: number;
  /** Grey values in 0..1, row by row from the top; [n, 784]. */
  readonly images: Float32Array;
  /** 0 … 9; [n]. */
  readonly labels: Uint8Array;
}

declare module '@szilard/core' {
  interface Environment {
    digits: Digits;
  }
}

/** The same digits in two: every 1/testShare-th is for testing, spread evenly, whatever the order of the labels. */
export function split(digits: Digits, testShare: number): { readonly train: Digits; readonly test: Digits } {
  const held = Math.round(digits.n * testShare);
  if (!(held >= 1 && held < digits.n))
    throw new SzilardError(
      'parameter',
      `[digits] testShare: expected a share that leaves digits on both sides of ${digits.n}, got ${testShare}.`,
    );
  const test: number[] = [];
  const train: number[] = [];
  for (let i = 0; i < digits.n; i++) (Math.floor(((i + 1) * held) / digits.n) > Math.floor((i * held) / digits.n) ? test : train).push(i);
  return { train: choose(digits, train), test: choose(digits, test) };
}

function choose({ source, images, labels }: Digits, rows: readonly number[]): Digits {
  const size = SIDE * SIDE;
  const chosen = { source, n: rows.length, images: new Float32Array(rows.length * size), labels: Uint8Array.from(rows, (i) => labels[i]) };
  for (const [at, i] of rows.entries()) chosen.images.set(images.subarray(i * size, (i + 1) * size), at * size);
  return chosen;
}
