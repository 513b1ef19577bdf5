import { type Estimator, type Quantities, type RandomStream, SzilardError } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { mustRepeat } from './bootstrap.ts';
import { localPermutation } from './local-permutation.ts';
import { type NullTest, nullTest, type Side } from './null-test.ts';

export interface LocalPermutationOptions {
  readonly permutations?: number;
  readonly side?: Side;
  /**
   * How many rows, the row itself among them, are near enough in z to change places. Few: what z does to x and y is kept well, and little
   * is shuffled; many: the other way round.
   */
  readonly neighbours?: number;
}

/**
 * Does I(X;Y|Z) exceed what z alone brings about? Rows of x are shuffled among rows that are alike in z [Runge2018], which leaves x and z
 * tied and breaks what x and y have besides: exact where z is a symbol, close where p(x|z) hardly changes over the neighbours
 * [docs/theory.md 16]. Permutation r draws from `rng.fork(r)` alone. Neighbours by looking at all pairs of rows, once.
 */
export function localPermutationNull<Q extends 'conditional-mutual-information'>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  { permutations = 199, side = 'greater', neighbours = 5 }: LocalPermutationOptions = {},
): NullTest {
  mustRepeat('localPermutationNull', permutations);
  const { x, y, z } = input as { readonly x?: typeof input.x; readonly y?: typeof input.y; readonly z?: typeof input.z };
  if (!x || !y || !z)
    throw new SzilardError('input', '[localPermutationNull] input: expected x, y and z, got less. Without z take permutationNull.');
  checkSamples('localPermutationNull', { x, y, z });
  if (!(Number.isInteger(neighbours) && neighbours >= 2 && neighbours <= z.n)) {
    throw new SzilardError(
      'parameter',
      `[localPermutationNull] neighbours: expected a whole number from 2 to the ${z.n} rows, got ${neighbours}. 5 to 10 are usual.`,
    );
  }
  const order = localPermutation(z, neighbours);
  const draws = Float64Array.from({ length: permutations }, (_, r) => {
    const own = rng.fork(r);
    const data = new Float64Array(x.data.length);
    for (const [i, from] of order(own).entries()) data.set(x.data.subarray(from * x.dim, (from + 1) * x.dim), i * x.dim);
    return estimator.estimate({ ...input, x: { ...x, data } }, own.fork('estimate')).value;
  });
  return nullTest(estimator.estimate(input, rng).value, draws, side);
}
