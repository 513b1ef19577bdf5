import { type Batch, batchOf } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kdTree } from '../src/neighbours/k-d-tree.ts';
import { chebyshev, euclideanBlocks, type Metric } from '../src/neighbours/metric.ts';
import { kNearest } from '../src/neighbours/nearest.ts';
import { within } from '../src/neighbours/within.ts';

const row = ({ dim, data }: Batch, i: number) => data.slice(i * dim, (i + 1) * dim);

/** Every pair, by the definition. */
function bruteMeasures(points: Batch, blocks: readonly number[] | null): number[][] {
  const measure = (a: Float64Array, b: Float64Array) => {
    const gaps = a.map((value, d) => Math.abs(value - b[d]));
    if (blocks === null) return Math.max(...gaps);
    let from = 0;
    return Math.max(...blocks.map((width) => gaps.slice(from, (from += width)).reduce((sum, gap) => sum + gap * gap, 0)));
  };
  return Array.from({ length: points.n }, (_, i) => Array.from({ length: points.n }, (_, j) => measure(row(points, i), row(points, j))));
}

const others = (measures: readonly number[], i: number) => measures.filter((_, j) => j !== i).sort((a, b) => a - b);

/** Numbers on a coarse grid now and then, so that ties and repeated points occur. */
const clouds = fc
  .record({
    n: fc.integer({ min: 2, max: 90 }),
    dim: fc.integer({ min: 1, max: 6 }),
    grid: fc.boolean(),
    k: fc.integer({ min: 1, max: 12 }),
  })
  .chain(({ n, dim, grid, k }) =>
    fc.record({
      points: fc
        .array(grid ? fc.integer({ min: -3, max: 3 }) : fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
          minLength: n * dim,
          maxLength: n * dim,
        })
        .map((values) => batchOf(Float64Array.from(values), dim)),
      k: fc.constant(Math.min(k, n - 1)),
      cut: fc.integer({ min: 1, max: dim }),
    }),
  );

const metricsOf = (dim: number, cut: number): [Metric, number[] | null][] => {
  const blocks = cut < dim ? [cut, dim - cut] : [dim];
  return [
    [chebyshev(dim), null],
    [euclideanBlocks(blocks), blocks],
  ];
};

describe('neighbours', () => {
  test('the tree finds what comparing all pairs finds, to the last bit', () => {
    fc.assert(
      fc.property(clouds, ({ points, k, cut }) => {
        for (const [metric, blocks] of metricsOf(points.dim, cut)) {
          const brute = bruteMeasures(points, blocks);
          const { radius, popularity } = kNearest(kdTree(points), k, metric);
          expect([...radius]).toEqual(brute.map((measures, i) => others(measures, i)[k - 1]));
          expect(popularity.reduce((sum, times) => sum + times, 0)).toBe(points.n * k);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('counts inside balls are those of comparing all pairs; shares add up', () => {
    fc.assert(
      fc.property(
        clouds,
        fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 90, maxLength: 90 }),
        ({ points, k, cut }, random) => {
          for (const [metric, blocks] of metricsOf(points.dim, cut)) {
            const brute = bruteMeasures(points, blocks);
            const radius = Float64Array.from(brute, (measures, i) => (i % 3 === 0 ? random[i] : others(measures, i)[k - 1]));
            const { count, share } = within(points, radius, metric);
            const expected = brute.map((measures, i) => others(measures, i).filter((measure) => measure < radius[i]).length);
            expect([...count]).toEqual(expected);
            for (let j = 0; j < points.n; j++) {
              const served = brute.reduce((sum, measures, i) => sum + (i !== j && measures[j] < radius[i] ? 1 / expected[i] : 0), 0);
              expect(share[j]).toBeCloseTo(served, 9);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('counts popularity by identity, not by place', () => {
    // 0 and 1 are each other's nearest; 10 is nearest to nobody, 3 to it.
    const { radius, popularity } = kNearest(kdTree(batchOf(Float64Array.of(10, 0, 3, 1))), 1, chebyshev(1));
    expect([...radius]).toEqual([7, 1, 2, 1]);
    expect([...popularity]).toEqual([0, 1, 1, 2]);
  });

  test('a ball one bit smaller loses its border', () => {
    const points = batchOf(Float64Array.of(0, 1, 2, 4));
    const count = (r: number) => [...within(points, new Float64Array(4).fill(r), chebyshev(1)).count];
    expect(count(2 + 1e-15)).toEqual([2, 2, 3, 1]);
    expect(count(2)).toEqual([1, 2, 1, 0]);
    expect(count(0)).toEqual([0, 0, 0, 0]);
  });
});
