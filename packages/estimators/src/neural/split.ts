import { type RandomStream, SzilardError } from '@szilard/core';
import { permutation } from '../uncertainty/shuffle.ts';
import type { TrainingParams } from './params.ts';

/** Numbers 0 to n − 1 in three parts that share none. */
export interface Split {
  readonly training: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/** Sizes of the parts of n units, each at least `least`; refused where they do not fit. */
export function sizesOf(
  where: string,
  n: number,
  { training, validation }: Pick<TrainingParams, 'training' | 'validation'>,
  least: number,
  units: string,
): [number, number, number] {
  if (!(training + validation < 1)) {
    throw new SzilardError(
      'parameter',
      `[${where}] training, validation: expected shares that leave some to evaluate, got ${training} + ${validation}. Take less.`,
    );
  }
  const sizes: [number, number, number] = [Math.floor(training * n), Math.floor(validation * n), 0];
  sizes[2] = n - sizes[0] - sizes[1];
  if (Math.min(...sizes) < least) {
    throw new SzilardError(
      'input',
      `[${where}] n: expected at least ${least} ${units} in each part, got ${sizes.join(', ')} of ${n} to train, validate and test. Take more, or other shares.`,
    );
  }
  return sizes;
}

/** n units dealt out at random. */
export function split([training, validation, test]: readonly [number, number, number], rng: RandomStream): Split {
  const order = permutation(training + validation + test, rng);
  return {
    training: order.subarray(0, training),
    validation: order.subarray(training, training + validation),
    test: order.subarray(training + validation),
  };
}

/** Batches of `size` without end: every unit once an epoch, in a new order each time; what is left of an epoch is left out. */
export function batches(units: Int32Array, size: number, rng: RandomStream): () => Int32Array {
  let order = units;
  let at = units.length;
  return () => {
    if (at + size > units.length) {
      order = permutation(units.length, rng).map((i) => units[i]);
      at = 0;
    }
    at += size;
    return order.subarray(at - size, at);
  };
}

/** Cut into pieces of nearly equal length, none above `size`. */
export function pieces(units: Int32Array, size: number): Int32Array[] {
  const count = Math.ceil(units.length / size);
  const at = (k: number) => Math.floor((k * units.length) / count);
  return Array.from({ length: count }, (_, k) => units.subarray(at(k), at(k + 1)));
}
