import { type Batch, batchOf, randomStream } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASIDE, type NeighbourEngine } from '../src/neighbours/engine.ts';
import { engineFor } from '../src/neighbours/engines.ts';
import { chebyshev, euclideanBlocks, type Metric, minkowski } from '../src/neighbours/metric.ts';
import { kNearest } from '../src/neighbours/nearest.ts';
import { kNearestOf } from '../src/neighbours/nearest-of.ts';
import { plainEngine } from '../src/neighbours/plain.ts';
import { joined, viewOf } from '../src/neighbours/view.ts';
import { candidates, type Window } from '../src/neighbours/window.ts';
import { upTo, within } from '../src/neighbours/within.ts';
import { normals } from './samples.ts';

const row = ({ dim, data }: Batch, i: number) => data.slice(i * dim, (i + 1) * dim);

type Measure = (gaps: Float64Array) => number;
const largest: Measure = (gaps) => Math.max(...gaps);
const inBlocks =
  (blocks: readonly number[]): Measure =>
  (gaps) => {
    let from = 0;
    return Math.max(...blocks.map((width) => gaps.slice(from, (from += width)).reduce((sum, gap) => sum + gap * gap, 0)));
  };

/** Every pair, by the definition. */
function bruteMeasures(points: Batch, measure: Measure): number[][] {
  const of = (i: number, j: number) => {
    const other = row(points, j);
    return measure(row(points, i).map((value, d) => Math.abs(value - other[d])));
  };
  return Array.from({ length: points.n }, (_, i) => Array.from({ length: points.n }, (_, j) => of(i, j)));
}

const shut = ({ width, length }: Window, i: number, j: number) =>
  Math.abs(i - j) <= width && Math.floor(i / length) === Math.floor(j / length);
const others = (measures: readonly number[], i: number, window: Window) => measures.filter((_, j) => !shut(window, i, j));
const sorted = (values: number[]) => values.sort((a, b) => a - b);

/** Numbers on a coarse grid now and then, so that ties and repeated points occur; windows in time now and then. */
const clouds = fc
  .record({
    length: fc.integer({ min: 2, max: 45 }),
    trajectories: fc.integer({ min: 1, max: 2 }),
    dim: fc.integer({ min: 1, max: 6 }),
    grid: fc.boolean(),
    k: fc.integer({ min: 1, max: 12 }),
    width: fc.constantFrom(0, 0, 1, 3),
  })
  .chain(({ length, trajectories, dim, grid, k, width }) => {
    const n = length * trajectories;
    const window = { width, length };
    const fewest = Math.min(...Array.from({ length: n }, (_, i) => candidates(i, n, window))) - 1;
    return fc.record({
      points: fc
        .array(grid ? fc.integer({ min: -3, max: 3 }) : fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
          minLength: n * dim,
          maxLength: n * dim,
        })
        .map((values) => batchOf(Float64Array.from(values), dim)),
      k: fc.constant(Math.min(k, Math.max(1, fewest))),
      cut: fc.integer({ min: 1, max: dim }),
      window: fc.constant(fewest >= 1 ? window : { width: 0, length: n }),
    });
  });

const metricsOf = (dim: number, cut: number): [Metric, Measure][] => {
  const blocks = cut < dim ? [cut, dim - cut] : [dim];
  return [
    [chebyshev(dim), largest],
    [euclideanBlocks(blocks), inBlocks(blocks)],
  ];
};

describe('neighbours', () => {
  test('the tree finds what comparing all pairs finds, to the last bit', () => {
    fc.assert(
      fc.property(clouds, ({ points, k, cut, window }) => {
        for (const [metric, measure] of metricsOf(points.dim, cut)) {
          const brute = bruteMeasures(points, measure);
          const { radius, popularity } = kNearest(viewOf(points), k, metric, window);
          expect([...radius]).toEqual(brute.map((measures, i) => sorted(others(measures, i, window))[k - 1]));
          expect(popularity.reduce((sum, times) => sum + times, 0)).toBe(points.n * k);
        }
      }),
      { numRuns: 120 },
    );
  });

  test('the extents of a block are the largest gaps, in it, among the k nearest', () => {
    fc.assert(
      fc.property(clouds, ({ points, k, cut, window }) => {
        fc.pre(cut < points.dim);
        const block = { from: cut, to: points.dim };
        const { radius, extents } = kNearest(viewOf(points), k, chebyshev(points.dim), window, [block]);
        const whole = bruteMeasures(points, largest);
        const part = bruteMeasures(points, (gaps) => Math.max(...gaps.slice(cut)));
        for (let i = 0; i < points.n; i++) {
          const allowed = whole[i].flatMap((measure, j) => (shut(window, i, j) ? [] : [{ measure, j }]));
          const inside = allowed.filter(({ measure }) => measure < radius[i]).map(({ j }) => part[i][j]);
          const edge = allowed.filter(({ measure }) => measure === radius[i]).map(({ j }) => part[i][j]);
          // Ties at the edge may be broken either way.
          const floor = Math.max(0, ...inside);
          expect(new Set([floor, ...edge.map((gap) => Math.max(floor, gap))])).toContain(extents[0][i]);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('counts inside balls are those of comparing all pairs; shares add up', () => {
    fc.assert(
      fc.property(
        clouds,
        fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 90, maxLength: 90 }),
        fc.boolean(),
        ({ points, k, cut, window }, random, closed) => {
          for (const [metric, measure] of metricsOf(points.dim, cut)) {
            const brute = bruteMeasures(points, measure);
            const radius = Float64Array.from(brute, (measures, i) =>
              i % 3 === 0 ? random[i] : sorted(others(measures, i, window))[k - 1],
            );
            const inside = (measured: number, i: number) => (closed ? measured <= radius[i] : measured < radius[i]);
            const { count, share } = within(viewOf(points), closed ? upTo(radius) : radius, metric, window);
            const expected = brute.map((measures, i) => others(measures, i, window).filter((m) => inside(m, i)).length);
            expect([...count]).toEqual(expected);
            for (let j = 0; j < points.n; j++) {
              const served = brute.reduce(
                (sum, measures, i) => sum + (!shut(window, i, j) && inside(measures[j], i) ? 1 / expected[i] : 0),
                0,
              );
              expect(share[j]).toBeCloseTo(served, 9);
            }
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test('this machine runs the SIMD engine; the plain one gives the same bits', () => {
    expect(engineFor(chebyshev(2)).name).toBe('wasm');
    expect(engineFor(minkowski(2, 3)).name).toBe('plain');
    fc.assert(
      fc.property(clouds, ({ points, k, cut, window }) => {
        for (const [metric] of metricsOf(points.dim, cut)) {
          const view = viewOf(points);
          const blocks =
            cut < points.dim
              ? [
                  { from: 0, to: cut },
                  { from: cut, to: points.dim },
                ]
              : [];
          const fast = kNearest(view, k, metric, window, blocks);
          expect(kNearest(view, k, metric, window, blocks, plainEngine)).toEqual(fast);
          expect(within(view, fast.radius, metric, window, plainEngine)).toEqual(within(view, fast.radius, metric, window));
        }
      }),
      { numRuns: 150 },
    );
  });

  test.each([9, 17, 1000, 1040])('and so in a larger cloud of %i, with leaves that are not full, far from 0, with ties', (n) => {
    for (const dim of [1, 2, 3, 6]) {
      const cloud = normals(n, dim, randomStream(1).fork(n));
      const coarse = batchOf(
        cloud.data.map((value) => 1e9 + Math.round(4 * value)),
        dim,
      );
      for (const points of [cloud, coarse]) {
        for (const window of [
          { width: 0, length: n },
          { width: 2, length: n % 2 === 0 ? n / 2 : n },
        ]) {
          const view = viewOf(points);
          const fast = kNearest(view, 4, chebyshev(dim), window);
          expect(kNearest(view, 4, chebyshev(dim), window, [], plainEngine)).toEqual(fast);
          // Many neighbours and few, side by side.
          const wide = fast.radius.map((r, i) => r * (1 + (i % 7)));
          expect(within(view, wide, chebyshev(dim), window, plainEngine)).toEqual(within(view, wide, chebyshev(dim), window));
        }
      }
    }
  });

  test('sorts as the platform does, equal values in order of rows, −0 as 0', () => {
    const values = fc.oneof(
      fc.double({ noNaN: true }),
      fc.constantFrom(0, -0, 1, -1, 5e-324, -5e-324, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      fc.integer({ min: -2, max: 2 }),
    );
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 200 }), (column) => {
        const order = column.map((_, i) => i).sort((i, j) => column[i] - column[j] || i - j || 0);
        const sortedBy = (engine: NeighbourEngine) =>
          engine.inRoom(48 * column.length + 2 * ASIDE, (room) => {
            const job = { values: room.doubles(column.length), sorted: room.doubles(column.length), rows: room.words(column.length) };
            job.values.set(column);
            engine.sort(job, room);
            const found = { sorted: [...job.sorted], rows: [...job.rows] };
            engine.sort({ values: job.values, sorted: job.sorted }, room);
            expect([...job.sorted]).toEqual(found.sorted);
            return found;
          });
        for (const engine of [plainEngine, engineFor(chebyshev(1))]) {
          const { sorted, rows } = sortedBy(engine);
          expect(rows).toEqual(order);
          expect(sorted.every((value, place) => value === column[order[place]])).toBe(true);
        }
      }),
    );
  });

  test('a room that was used before gives the same as a new one', () => {
    const view = viewOf(normals(300, 3, randomStream(2)));
    const once = () => {
      const { radius, popularity } = kNearest(view, 3, chebyshev(3));
      return { radius, popularity, ...within(view, radius, chebyshev(3)) };
    };
    const first = once();
    kNearest(viewOf(normals(5000, 4, randomStream(3))), 5, chebyshev(4));
    expect(once()).toEqual(first);
  });

  test('one room inside another: neither overwrites the other', () => {
    const engine = engineFor(chebyshev(1));
    engine.inRoom(1e4, (outer) => {
      const mine = outer.doubles(100).fill(7);
      engine.inRoom(1e4, (inner) => inner.doubles(100).fill(9));
      expect(mine.every((value) => value === 7)).toBe(true);
    });
  });

  test('one norm over all columns: the third power', () => {
    fc.assert(
      fc.property(clouds, ({ points, k }) => {
        const brute = bruteMeasures(points, (gaps) => gaps.reduce((sum, gap) => sum + gap ** 3, 0));
        const all = { width: 0, length: points.n };
        const { radius } = kNearest(viewOf(points), k, minkowski(points.dim, 3), all);
        for (const [i, measures] of brute.entries()) expect(radius[i]).toBeCloseTo(sorted(others(measures, i, all))[k - 1], 6);
      }),
      { numRuns: 40 },
    );
  });

  test('images of points among the points themselves', () => {
    fc.assert(
      fc.property(clouds, ({ points, k, window }) => {
        const signs = Int8Array.from({ length: points.dim }, (_, d) => (d % 2 === 0 ? -1 : 1));
        const { radius } = kNearestOf(viewOf(points), k, chebyshev(points.dim), window, signs);
        const gap = (i: number, j: number) => largest(row(points, i).map((v, d) => Math.abs(row(points, j)[d] - signs[d] * v)));
        for (let i = 0; i < points.n; i++) {
          const gaps = Array.from({ length: points.n }, (_, j) => gap(i, j));
          expect(radius[i]).toBe(sorted(others(gaps, i, window))[k - 1]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('counts popularity by identity, not by place', () => {
    // 0 and 1 are each other's nearest; 10 is nearest to nobody, 3 to it.
    const { radius, popularity } = kNearest(viewOf(batchOf(Float64Array.of(10, 0, 3, 1))), 1, chebyshev(1));
    expect([...radius]).toEqual([7, 1, 2, 1]);
    expect([...popularity]).toEqual([0, 1, 1, 2]);
  });

  test('a ball one bit smaller loses its border', () => {
    const points = viewOf(batchOf(Float64Array.of(0, 1, 2, 4)));
    const count = (r: number) => [...within(points, new Float64Array(4).fill(r), chebyshev(1)).count];
    expect(count(2 + 1e-15)).toEqual([2, 2, 3, 1]);
    expect(count(2)).toEqual([1, 2, 1, 0]);
    expect(count(0)).toEqual([0, 0, 0, 0]);
    expect([...upTo(Float64Array.of(0, 2, 1 - 2 ** -53, Number.POSITIVE_INFINITY))]).toEqual([
      Number.MIN_VALUE,
      2 + 2 ** -51,
      1,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test('views side by side are read without being copied', () => {
    const [a, b] = [batchOf(Float64Array.of(1, 2, 3, 4), 2), batchOf(Float64Array.of(5, 6))];
    const out = new Float64Array(6);
    const both = joined([viewOf(a), viewOf(b)]);
    for (let d = 0; d < 3; d++) both.fill(d, out, d, 3);
    expect([...out]).toEqual([1, 2, 5, 3, 4, 6]);
    a.data[0] = 9;
    both.fill(0, out, 0, 3);
    expect(out[0]).toBe(9);
  });
});
