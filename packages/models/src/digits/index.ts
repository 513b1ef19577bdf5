import { existsSync } from 'node:fs';
import { type RandomStream, randomStream } from '@szilard/core';
import type { Digits } from './digits.ts';
import { drawDigits } from './drawn.ts';
import { readDigits } from './read.ts';

export { type Digits, split } from './digits.ts';
export { drawDigits, readDigits };

/** Where people keep MNIST, below the working directory. */
const USUAL = 'data/mnist';

export interface DigitsOptions {
  /** Folder of IDX files; else SZILARD_MNIST; else data/mnist in the working directory if that exists; else digits are drawn. */
  readonly folder?: string;
  /** How many to draw where there is no folder. */
  readonly count?: number;
  readonly rng?: RandomStream;
}

/** Real digits where a folder is named, digits drawn by the program where none is. A folder that is named must be whole. */
export function loadDigits({ folder, count = 4000, rng = randomStream('digits') }: DigitsOptions = {}): Digits {
  const home = folder ?? (process.env.SZILARD_MNIST || (existsSync(USUAL) ? USUAL : undefined));
  return home === undefined ? drawDigits(count, rng) : readDigits(home);
}
