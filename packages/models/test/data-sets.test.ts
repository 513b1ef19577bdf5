import { type Batch, randomStream, SzilardError } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DataSetOptions, dataSets, resamplings } from '../src/ppm/data-sets.ts';
import { recalled } from '../src/ppm/recall.ts';

const labels = Uint8Array.from({ length: 60 }, (_, i) => i % 3);
const pool = { n: 60, labels };
const sorted = (values: ArrayLike<number>) => Array.from(values).sort((a, b) => a - b);

describe('data sets', () => {
  const options = fc.record({
    resampling: fc.constantFrom(...resamplings),
    sources: fc.integer({ min: 1, max: 6 }),
    size: fc.integer({ min: 1, max: 10 }),
    dataSeed: fc.nat(),
  });

  test('are what they say, functions of their seed, and the first stay as they are when there are more', () => {
    fc.assert(
      fc.property(options, (asked: DataSetOptions) => {
        const sets = dataSets(pool, asked);
        expect(sets).toHaveLength(asked.sources);
        expect(dataSets(pool, asked)).toEqual(sets);
        expect(dataSets(pool, { ...asked, sources: asked.sources + 1 }).slice(0, -1)).toEqual(sets);
        for (const { rows, labels: own } of sets) {
          expect(rows).toHaveLength(asked.size);
          expect(rows.every((row) => row >= 0 && row < pool.n)).toBe(true);
          if (asked.resampling === 'label-permutation') expect(sorted(own!)).toEqual(sorted(labels.subarray(0, asked.size)));
          else expect(own).toBeUndefined();
          if (asked.resampling === 'one' || asked.resampling === 'label-permutation')
            expect(Array.from(rows)).toEqual(Array.from({ length: asked.size }, (_, i) => i));
        }
        if (asked.resampling === 'disjoint') {
          const dealt = sets.flatMap(({ rows }) => Array.from(rows));
          expect(new Set(dealt).size).toBe(dealt.length);
        }
      }),
      { seed: 1 },
    );
  });

  test('differ from source to source and from seed to seed, and leave the pool alone', () => {
    for (const resampling of ['bootstrap', 'disjoint', 'label-permutation'] as const) {
      const [a, b] = dataSets(pool, { resampling, sources: 2, size: 30, dataSeed: 1 });
      expect(a).not.toEqual(b);
      expect(dataSets(pool, { resampling, sources: 1, size: 30, dataSeed: 2 })[0]).not.toEqual(a);
    }
    expect(labels).toEqual(Uint8Array.from({ length: 60 }, (_, i) => i % 3));
  });

  test('bootstrap draws every row equally often', () => {
    const [{ rows }] = dataSets({ n: 10 }, { resampling: 'bootstrap', sources: 1, size: 20_000, dataSeed: 1 });
    const counts = new Float64Array(10);
    for (const row of rows) counts[row]++;
    const chi2 = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    // χ² with 9 degrees of freedom: mean 9, variance 18.
    expect((chi2 - 9) / Math.sqrt(18)).toBeLessThan(4);
    expect(new Set(rows).size).toBe(10);
  });

  test('refuse what a pool cannot give', () => {
    const ask = (resampling: DataSetOptions['resampling'], sources: number, size: number) => () =>
      dataSets({ n: 10 }, { resampling, sources, size, dataSeed: 1 });
    expect(ask('disjoint', 3, 4)).toThrow(SzilardError);
    expect(ask('disjoint', 3, 4)).toThrow(/expected 3 data sets of 4 out of 10 rows/);
    expect(ask('one', 1, 11)).toThrow(/expected 11 rows out of 10 rows/);
    expect(ask('bootstrap', 2, 50)).not.toThrow();
    expect(ask('bootstrap', 4, 1e12)).toThrow(
      /size: expected at most 100000000 rows in all data sets together, got 4 sets of 1000000000000\./,
    );
    expect(ask('label-permutation', 2, 5)).toThrow(/expected labels to permute, got data without/);
  });
});

describe('recall', () => {
  const of = (...values: number[]): Batch => ({ n: 1, dim: values.length, data: Float64Array.of(...values) });
  const counted = (sees?: (partner: Batch) => Float64Array) => {
    let calls = 0;
    const evaluate = (theta: Batch, lambda: Float64Array, partner: Batch) => {
      calls++;
      const value = theta.data[0] + 10 * (lambda[0] ?? 0) + 100 * (partner.data[0] ?? 0);
      return { loss: Float64Array.of(value), gradient: () => Float64Array.of(theta.data[0]) };
    };
    return { loss: recalled(evaluate, sees), calls: () => calls };
  };

  test('asks twice only for the third last', () => {
    const { loss, calls } = counted();
    const ask = (x: number) => loss(of(x), Float64Array.of(0), of()).loss[0];
    expect([ask(1), ask(2), ask(1), ask(2), ask(1)]).toEqual([1, 2, 1, 2, 1]);
    expect(calls()).toBe(2);
    expect([ask(3), ask(1), ask(2)]).toEqual([3, 1, 2]);
    expect(calls()).toBe(4);
  });

  test('knows λ apart, and the partner as far as the loss sees it', () => {
    const blind = counted();
    blind.loss(of(1), Float64Array.of(0), of(5));
    expect(blind.loss(of(1), Float64Array.of(1), of(5)).loss[0]).toBe(511);
    expect(blind.calls()).toBe(2);
    const seeing = counted((partner) => partner.data);
    expect(seeing.loss(of(1), Float64Array.of(0), of(5)).loss[0]).toBe(501);
    expect(seeing.loss(of(1), Float64Array.of(0), of(6)).loss[0]).toBe(601);
    expect(seeing.loss(of(1), Float64Array.of(0), of(5)).loss[0]).toBe(501);
    expect(seeing.calls()).toBe(2);
  });

  test('keeps copies: whoever asked may write over what was asked', () => {
    const { loss } = counted((partner) => partner.data);
    const theta = of(1);
    const answer = loss(theta, Float64Array.of(0), of(0));
    theta.data[0] = 7;
    expect(answer.gradient()[0]).toBe(1);
    expect(loss(theta, Float64Array.of(0), of(0)).loss[0]).toBe(7);
    expect(loss(of(Number.NaN), Float64Array.of(0), of(0)).loss[0]).toBeNaN();
  });

  test('any order of questions gives the answers of no memory', () => {
    const rng = randomStream(1);
    const { loss } = counted((partner) => partner.data);
    for (let call = 0; call < 200; call++) {
      const [x, l, p] = [0, 1, 2].map(() => Math.floor(3 * rng.uniform()));
      expect(loss(of(x), Float64Array.of(l), of(p)).loss[0]).toBe(x + 10 * l + 100 * p);
    }
  });
});
