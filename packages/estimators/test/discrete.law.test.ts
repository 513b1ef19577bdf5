import { type Batch, batchOf, type EstimatorPlugin } from '@szilard/core';
import {
  discreteConditionalMutualInformation,
  discreteEstimators,
  discreteMutualInformation,
  discreteTotalCorrelation,
  discreteTransferEntropy,
  millerMadowEntropy,
  plugInEntropy,
} from '@szilard/estimators';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countsOf, occurrences, withoutOne } from '../src/discrete/counts.ts';
import { joint, symbolsOf } from '../src/discrete/symbols.ts';
import { reordered } from './samples.ts';
import { column, run, series } from './symbols.ts';

const none = { correction: 'none' };
const entropies = (discreteEstimators as readonly EstimatorPlugin[]).filter(({ quantity }) => quantity === 'entropy');
const word = fc.integer({ min: 0, max: 3 });
const words = (least = 2, most = 60) => fc.array(word, { minLength: least, maxLength: most });
/** Three columns of one length. */
const triples = fc.array(fc.tuple(word, word, word), { minLength: 4, maxLength: 60 });
const columnsOf = (rows: readonly (readonly number[])[]) => [0, 1, 2].map((k) => column(...rows.map((row) => row[k])));
const side = (a: Batch, b: Batch) =>
  batchOf(
    Float64Array.from({ length: 2 * a.n }, (_, at) => (at % 2 ? b : a).data[at >> 1]),
    2,
  );

describe('symbols', () => {
  const number = fc.oneof(
    fc.constantFrom(0, -0, 1, -1, Number.MIN_VALUE, 1 + Number.EPSILON, 1e308, 2 ** 53),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  test('are numbered by first appearance, equal where rows are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(number, { minLength: 3, maxLength: 90 }), (dim, numbers) => {
        const x = batchOf(Float64Array.from(numbers.slice(0, numbers.length - (numbers.length % dim))), dim);
        const known = new Map<string, number>();
        const expected = Array.from({ length: x.n }, (_, i) => {
          const key = Array.from(x.data.subarray(i * dim, (i + 1) * dim), (v) => String(v + 0)).join();
          if (!known.has(key)) known.set(key, known.size);
          return known.get(key)!;
        });
        const { of, size } = symbolsOf(x);
        expect(Array.from(of)).toEqual(expected);
        expect(size).toBe(known.size);
      }),
    );
  });
  test('pairs are those of two columns, with few symbols and with many', () => {
    for (const most of [3, 5000]) {
      const part = fc.integer({ min: 0, max: most });
      fc.assert(
        fc.property(fc.array(fc.tuple(part, part), { minLength: 2, maxLength: 200 }), (rows) => {
          const [a, b] = [column(...rows.map(([v]) => v)), column(...rows.map(([, v]) => v))];
          const [pairs, both] = [joint(symbolsOf(a), symbolsOf(b)), symbolsOf(side(a, b))];
          expect(pairs.size).toBe(both.size);
          expect(Array.from(pairs.of)).toEqual(Array.from(both.of));
        }),
      );
    }
  });
  test('a million rows of as many symbols take no quadratic time', () => {
    const x = batchOf(Float64Array.from({ length: 1_000_000 }, (_, i) => Math.sqrt(i)));
    expect(symbolsOf(x).size).toBe(1_000_000);
  }, 10_000);
  test('one row fewer is what counting again gives', () => {
    fc.assert(
      fc.property(words(2), (values) => {
        const all = occurrences(symbolsOf(column(...values)));
        const counts = countsOf(all);
        for (const [at, size] of counts.sizes.entries()) {
          const fewer = all.slice();
          fewer[all.indexOf(size)]--;
          const { sizes, times, ...rest } = withoutOne(counts, at);
          const again = countsOf(fewer);
          expect(rest).toEqual({ n: again.n, seen: again.seen, singles: again.singles });
          const pairs = (s: Float64Array, t: Float64Array) => {
            const sum = new Map<number, number>();
            s.forEach((own, j) => {
              sum.set(own, (sum.get(own) ?? 0) + t[j]);
            });
            return [...sum].sort(([a], [b]) => a - b);
          };
          expect(pairs(sizes, times)).toEqual(pairs(again.sizes, again.times));
        }
      }),
    );
  });
});

describe.each(entropies.map((plugin) => [plugin.id, plugin] as const))('%s', (_id, plugin) => {
  test('neither names nor order of the symbols matter, to the bit', () => {
    fc.assert(
      fc.property(words(), fc.infiniteStream(fc.nat()), (values, chance) => {
        const x = column(...values);
        const order = Int32Array.from(values.keys());
        for (let i = order.length - 1; i > 0; i--) {
          const j = chance.next().value! % (i + 1);
          [order[i], order[j]] = [order[j], order[i]];
        }
        const renamed = reordered(column(...values.map((v) => [Math.PI, -7, 1e-300, 4][v])), order);
        expect(run(plugin, { x: renamed })).toEqual(run(plugin, { x }));
      }),
      { numRuns: 40 },
    );
  });
  test('several columns are one joint symbol', () => {
    fc.assert(
      fc.property(triples, (rows) => {
        const [a, b] = columnsOf(rows);
        const coded = column(...rows.map(([v, w]) => 4 * v + w));
        expect(run(plugin, { x: side(a, b) })).toEqual(run(plugin, { x: coded }));
      }),
      { numRuns: 20 },
    );
  });
});

describe('informations of observed frequencies', () => {
  test('I(X;Y) = S(X) + S(Y) − S(X,Y), to the bit, corrected alike', () => {
    fc.assert(
      fc.property(triples, (rows) => {
        const [x, y] = columnsOf(rows);
        for (const [params, entropy] of [
          [none, plugInEntropy],
          [{}, millerMadowEntropy],
        ] as const) {
          const s = (batch: Batch) => run(entropy, { x: batch }).value;
          expect(run(discreteMutualInformation, { x, y }, params).value).toBe(0 + s(x) + s(y) - s(side(x, y)));
        }
      }),
    );
  });
  test('I(X;Y,Z) = I(X;Z) + I(X;Y|Z), with every correction but NSB’s', () => {
    fc.assert(
      fc.property(triples, (rows) => {
        const [x, y, z] = columnsOf(rows);
        for (const correction of ['none', 'miller-madow', 'jackknife', 'zhang', 'chao-shen']) {
          const mutual = (b: Batch) => run(discreteMutualInformation, { x, y: b }, { correction }).value;
          const conditional = run(discreteConditionalMutualInformation, { x, y, z }, { correction }).value;
          expect(mutual(side(y, z))).toBeCloseTo(mutual(z) + conditional, 10);
        }
      }),
    );
  });
  test('are not negative uncorrected, and symmetric to the bit', () => {
    fc.assert(
      fc.property(triples, (rows) => {
        const [x, y, z] = columnsOf(rows);
        const values = [
          run(discreteMutualInformation, { x, y }, none).value,
          run(discreteConditionalMutualInformation, { x, y, z }, none).value,
          run(discreteTotalCorrelation, { x: batchOf(Float64Array.from(rows.flat()), 3) }, none).value,
        ];
        for (const value of values) expect(value).toBeGreaterThan(-1e-13);
        expect(run(discreteMutualInformation, { x: y, y: x }).value).toBe(run(discreteMutualInformation, { x, y }).value);
        expect(run(discreteConditionalMutualInformation, { x: y, y: x, z }).value).toBe(
          run(discreteConditionalMutualInformation, { x, y, z }).value,
        );
      }),
    );
  });
  test('negative control: corrected, some are negative', () => {
    const x = column(0, 0, 1, 1);
    expect(run(discreteMutualInformation, { x, y: column(0, 1, 0, 1) }).value).toBe(-1 / 8);
  });
  test('transfer entropy is I(past of source; next | past of target), frames laid side by side by hand', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 8, maxLength: 60 }), fc.integer({ min: 1, max: 3 }), (frames, lag) => {
        const [source, target] = [frames.map(([v]) => v), frames.map(([, v]) => v)];
        const first = Math.max(lag + 1, 2);
        const rows = Array.from({ length: frames.length - first }, (_, i) => i + first);
        const input = {
          x: side(column(...rows.map((t) => source[t - lag])), column(...rows.map((t) => source[t - lag - 1]))),
          y: column(...rows.map((t) => target[t])),
          z: side(column(...rows.map((t) => target[t - 1])), column(...rows.map((t) => target[t - 2]))),
        };
        const params = { sourceHistory: 2, targetHistory: 2, lag };
        const transfer = run(discreteTransferEntropy, { source: series(1, source), target: series(1, target) }, params);
        expect(transfer.value).toBe(run(discreteConditionalMutualInformation, input).value);
        expect(transfer.n).toBe(rows.length);
      }),
    );
  });
});
