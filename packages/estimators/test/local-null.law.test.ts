import { batch, batchOf, make, randomStream } from '@szilard/core';
import {
  discreteConditionalMutualInformation,
  frenzelPompe,
  gaussianConditionalMutualInformation,
  localPermutationNull,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { localPermutation } from '../src/uncertainty/local-permutation.ts';
import { common } from './normal-truths.ts';
import { normals } from './samples.ts';
import { draws } from './symbols.ts';

const gaussian = make(gaussianConditionalMutualInformation);

/** Shares of p ≤ 0.1 and p ≤ 0.5 over repetitions with their binomial errors. */
function levels(repetitions: number, p: (r: number) => number) {
  const all = Array.from({ length: repetitions }, (_, r) => p(r));
  return [0.1, 0.5].map((level) => ({
    level,
    share: { value: all.filter((v) => v <= level).length / repetitions, stderr: Math.sqrt((level * (1 - level)) / repetitions) },
  }));
}

describe('conditionally independent samples, both tied to z', () => {
  test('numbers: p is uniform, for one and for two columns of z', () => {
    const rng = randomStream(1);
    for (const dz of [1, 2])
      for (const { level, share } of levels(200, (r) => {
        const own = rng.fork(dz).fork(r);
        return localPermutationNull(gaussian, common(300, dz, 0, own), own.fork('null'), { permutations: 19 }).p;
      }))
        expect(share).toAgreeWith(level);
  });

  test('negative control: beside a z that has nothing to do with them, the same x and y are found to depend on each other', () => {
    const rng = randomStream(1);
    for (let r = 0; r < 20; r++) {
      const z = normals(300, 1, rng.fork(r).fork('other'));
      expect(localPermutationNull(gaussian, { ...common(300, 1, 0, rng.fork(r)), z }, rng.fork(r), { permutations: 19 }).p).toBe(0.05);
    }
  });

  test('symbols: p is uniform', () => {
    const rng = randomStream(1);
    const of = (r: number) => {
      const own = rng.fork(r);
      const z = draws([0.5, 0.3, 0.2], 200, own.fork('z'));
      const seen = (name: string) => {
        const error = draws([0.7, 0.2, 0.1], 200, own.fork(name));
        return batchOf(z.data.map((s, i) => (s + error.data[i]) % 3));
      };
      return { x: seen('x'), y: seen('y'), z };
    };
    const estimator = make(discreteConditionalMutualInformation);
    for (const { level, share } of levels(
      200,
      (r) => localPermutationNull(estimator, of(r), rng.fork(r).fork('null'), { permutations: 19 }).p,
    ))
      expect(share).toAgreeWith(level);
  });
});

test.each([1, 2, 3])('seed %i: what x and y share besides z is seen, by two estimators', (seed) => {
  for (const estimator of [gaussian, make(frenzelPompe)]) {
    const { p, z, nullMean } = localPermutationNull(estimator, common(300, 1, 0.6, randomStream(seed)), randomStream(seed), {
      permutations: 49,
    });
    expect(p).toBe(0.02);
    expect(z).toBeGreaterThan(3);
    expect(Math.abs(nullMean)).toBeLessThan(0.1);
  }
});

describe('the shuffle', () => {
  test('one symbol: a permutation; no row is used twice where neighbours are free', () => {
    const z = batchOf(Float64Array.from({ length: 60 }, (_, i) => Math.floor(i / 20)));
    const order = localPermutation(z, 5)(randomStream(1));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(order.every((from, i) => z.data[from] === z.data[i])).toBe(true);
    expect(order.some((from, i) => from !== i)).toBe(true);
  });

  test('numbers: partners are among the nearest; most rows are used once', () => {
    const z = batchOf(Float64Array.from({ length: 100 }, (_, i) => i));
    const order = localPermutation(z, 5)(randomStream(1));
    expect(order.every((from, i) => Math.abs(from - i) <= 4)).toBe(true);
    expect(new Set(order).size).toBeGreaterThan(80);
  });

  test('permutation r is a function of (stream, r)', () => {
    const input = common(60, 1, 0.3, randomStream(1));
    const [few, more] = [9, 19].map((permutations) => localPermutationNull(gaussian, input, randomStream(1), { permutations }).draws);
    expect(more.subarray(0, 9)).toEqual(few);
  });
});

test('refusals', () => {
  const input = common(60, 1, 0.3, randomStream(1));
  const refused = (changed: object, options = {}) => localPermutationNull(gaussian, { ...input, ...changed }, randomStream(1), options);
  expect(() => refused({ z: undefined })).toThrow(/expected x, y and z/);
  expect(() => refused({ z: batch(59, 1) })).toThrow(/expected 60 rows/);
  expect(() => refused({}, { neighbours: 1 })).toThrow(/neighbours: expected a whole number from 2 to the 60 rows, got 1/);
  expect(() => refused({}, { permutations: 1 })).toThrow(/repetitions/);
});
