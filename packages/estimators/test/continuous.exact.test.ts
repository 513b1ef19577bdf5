import { type Batch, batchOf, digamma, type EstimatorPlugin, make, randomStream } from '@szilard/core';
import {
  frenzelPompe,
  gaussianConditionalMutualInformation,
  gaussianEntropy,
  gaussianMutualInformation,
  gaussianOInformation,
  gaussianTotalCorrelation,
  kozachenkoLeonenko,
  ksg1,
  ksg1TotalCorrelation,
  ksg2,
  ksg2TotalCorrelation,
  ksgOInformation,
  ross,
} from '@szilard/estimators';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coin, coinTruth, common, factorTruth, oneFactor } from './normal-truths.ts';
import { calibration, correlated, correlatedTruth, normals } from './samples.ts';

const seeds = [1, 2, 3];
const run = (plugin: EstimatorPlugin, input: any, params = {}) => make(plugin, params).estimate(input, randomStream(1));

describe.each(seeds)('closed forms of normal laws, seed %i', (seed) => {
  const rng = randomStream(seed);
  const factor = oneFactor(3000, 3, 0.6, rng.fork('factor'));
  const truth = factorTruth(3, 0.6);

  test('entropy', () => {
    expect(run(gaussianEntropy, factor)).toAgreeWith(truth.entropy);
    const plane = oneFactor(3000, 2, 0.6, rng.fork('plane'));
    for (const norm of ['chebyshev', 'euclidean']) {
      expect(run(kozachenkoLeonenko, plane, { norm })).toAgreeWith(factorTruth(2, 0.6).entropy);
      expect(Math.abs(run(kozachenkoLeonenko, factor, { norm }).value - truth.entropy)).toBeLessThan(0.1);
    }
  });

  test('mutual information, second algorithm', () => {
    for (const rho of [-0.8, 0.3]) {
      const pairs = correlated(rho, 3000, 1, rng.fork(rho));
      expect(run(ksg2, pairs)).toAgreeWith(correlatedTruth(rho));
    }
  });

  test('total correlation and O-information', () => {
    for (const plugin of [gaussianTotalCorrelation, ksg1TotalCorrelation, ksg2TotalCorrelation])
      expect(run(plugin, factor)).toAgreeWith(truth.total);
    for (const plugin of [gaussianOInformation, ksgOInformation]) expect(run(plugin, factor)).toAgreeWith(truth.organisation);
    expect(truth.organisation).toBeGreaterThan(0.03);
  });

  test('synergy has Ω below 0: z = x + y + noise', () => {
    const { data } = normals(3000, 3, rng.fork('synergy'));
    for (let at = 0; at < data.length; at += 3) data[at + 2] = data[at] + data[at + 1] + 0.5 * data[at + 2];
    // Ω = I(x;y) − I(x;y|z), here −I(x;y|z); by hand from the covariances [[1, 0, 1], [0, 1, 1], [1, 1, 2.25]].
    const expected = -0.5 * Math.log(1.25 ** 2 / (2.25 * 0.25));
    for (const plugin of [gaussianOInformation, ksgOInformation]) expect(run(plugin, { x: batchOf(data, 3) })).toAgreeWith(expected);
  });

  test('conditional mutual information, and none where z explains all', () => {
    for (const plugin of [gaussianConditionalMutualInformation, frenzelPompe]) {
      expect(run(plugin, common(3000, 2, 0.6, rng))).toAgreeWith(correlatedTruth(0.6));
      const explained = common(3000, 1, 0, rng);
      expect(run(plugin, explained)).toAgreeWith(0);
      const unconditioned = run(gaussianMutualInformation, explained);
      expect(unconditioned.value / unconditioned.stderr).toBeGreaterThan(4);
    }
  });

  test('a coin and a normal variable', () => {
    for (const separation of [0, 2]) {
      const { x, y } = coin(3000, separation, rng);
      expect(run(ross, { x, y })).toAgreeWith(coinTruth(separation));
      expect(run(ross, { x: y, y: x }, { discrete: 'x' })).toEqual({
        ...run(ross, { x, y }),
        params: expect.objectContaining({ discrete: 'x' }),
      });
    }
  });
});

describe('exact bias of normal data, stated and removed', () => {
  test('entropy of 5 columns from 20 rows', () => {
    const of = (correction: 'none' | 'wishart') =>
      calibration(400, (r) => run(gaussianEntropy, { x: normals(20, 5, randomStream(1).fork(r)) }, { correction })).mean;
    const truth = factorTruth(5, 0).entropy;
    const bias = [1, 2, 3, 4, 5].reduce((sum, i) => sum + 0.5 * (digamma((20 - i) / 2) + Math.log(2 / 19)), 0);
    expect(of('none')).toAgreeWith(truth + bias);
    expect(of('wishart')).toAgreeWith(truth);
    expect(Math.abs(of('none').value - truth) / of('none').stderr).toBeGreaterThan(8);
  });

  test('conditional mutual information, total correlation and O-information from 25 rows', () => {
    const stream = randomStream(2);
    const cases: [EstimatorPlugin, (r: number) => any, number][] = [
      [gaussianConditionalMutualInformation, (r) => common(25, 2, 0.6, stream.fork(r)), correlatedTruth(0.6)],
      [gaussianTotalCorrelation, (r) => oneFactor(25, 4, 0.6, stream.fork(r)), factorTruth(4, 0.6).total],
      [gaussianOInformation, (r) => oneFactor(25, 4, 0.6, stream.fork(r)), factorTruth(4, 0.6).organisation],
    ];
    for (const [plugin, input, truth] of cases) {
      expect(calibration(400, (r) => run(plugin, input(r), { correction: 'wishart' })).mean).toAgreeWith(truth);
      const raw = (r: number) => run(plugin, input(r)).value - run(plugin, input(r), { correction: 'wishart' }).value;
      expect(raw(0)).toBeCloseTo(raw(1), 12);
      expect(Math.abs(raw(0))).toBeGreaterThan(0.004);
    }
  });
});

/** The formulas of nearest neighbours, pair by pair, from the definitions. */
function brute(columns: readonly Float64Array[], k: number) {
  const n = columns[0].length;
  const gap = (of: readonly number[], i: number, j: number) => Math.max(...of.map((c) => Math.abs(columns[c][i] - columns[c][j])));
  const all = columns.map((_, c) => c);
  const others = (i: number) => Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
  const nearest = Array.from({ length: n }, (_, i) => others(i).sort((a, b) => gap(all, i, a) - gap(all, i, b) || a - b)).map((js) =>
    js.slice(0, k),
  );
  const mean = (of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i)).reduce((sum, v) => sum + v, 0) / n;
  const open = (of: readonly number[], i: number) => others(i).filter((j) => gap(of, i, j) < gap(all, i, nearest[i][k - 1])).length;
  const closed = (of: readonly number[], i: number) =>
    others(i).filter((j) => gap(of, i, j) <= Math.max(...nearest[i].map((m) => gap(of, i, m)))).length;
  return { n, mean, open, closed, radius: (i: number) => gap(all, i, nearest[i][k - 1]) };
}

/** Normal numbers: with ties the nearest are a matter of taste. */
const tables = (columns: number) =>
  fc
    .record({ n: fc.integer({ min: 6, max: 30 }), seed: fc.nat(1e6) })
    .map(({ n, seed }) => Array.from({ length: columns }, (_, c) => normals(n, 1, randomStream(seed).fork(c)).data));
const beside = (columns: readonly Float64Array[]): Batch => {
  const [{ length: n }] = columns;
  return batchOf(
    Float64Array.from({ length: n * columns.length }, (_, at) => columns[at % columns.length][Math.floor(at / columns.length)]),
    columns.length,
  );
};

describe('the formulas by definition, pair by pair', () => {
  test('entropy, mutual and total information, three columns', () => {
    fc.assert(
      fc.property(tables(3), fc.integer({ min: 1, max: 4 }), (columns, k) => {
        const { n, mean, open, closed, radius } = brute(columns, k);
        const x = beside(columns);
        const psi = digamma;
        const entropy = psi(n) - psi(k) + 3 * Math.LN2 + 3 * mean((i) => Math.log(radius(i)));
        expect(run(kozachenkoLeonenko, { x }, { k }).value).toBeCloseTo(entropy, 9);
        const total1 = psi(k) + 2 * psi(n) - mean((i) => [0, 1, 2].reduce((sum, c) => sum + psi(open([c], i) + 1), 0));
        expect(run(ksg1TotalCorrelation, { x }, { k }).value).toBeCloseTo(total1, 9);
        const total2 = psi(k) - 2 / k + 2 * psi(n) - mean((i) => [0, 1, 2].reduce((sum, c) => sum + psi(closed([c], i)), 0));
        expect(run(ksg2TotalCorrelation, { x }, { k }).value).toBeCloseTo(total2, 9);
        const pair = { x: beside(columns.slice(0, 1)), y: beside(columns.slice(1)) };
        const mutual1 = psi(k) + psi(n) - mean((i) => psi(open([0], i) + 1) + psi(open([1, 2], i) + 1));
        expect(run(ksg1, pair, { k }).value).toBeCloseTo(mutual1, 9);
        const mutual2 = psi(k) - 1 / k + psi(n) - mean((i) => psi(closed([0], i)) + psi(closed([1, 2], i)));
        expect(run(ksg2, pair, { k }).value).toBeCloseTo(mutual2, 9);
        const parts = { x: beside([columns[0]]), y: beside([columns[1]]), z: beside([columns[2]]) };
        const given = psi(k) - mean((i) => psi(open([0, 2], i) + 1) + psi(open([1, 2], i) + 1) - psi(open([2], i) + 1));
        expect(run(frenzelPompe, parts, { k }).value).toBeCloseTo(given, 9);
        const ends = [0, 1, 2].map((c) => [[c], [0, 1, 2].filter((d) => d !== c)]);
        const omega =
          psi(n) - psi(k) - mean((i) => ends.reduce((sum, [own, rest]) => sum + psi(open(own, i) + 1) - psi(open(rest, i) + 1), 0));
        expect(run(ksgOInformation, { x }, { k }).value).toBeCloseTo(omega, 9);
        // Negative control: a digamma one off is seen.
        expect(Math.abs(run(ksg1, pair, { k }).value - (mutual1 + psi(k + 1) - psi(k)))).toBeGreaterThan(0.1);
      }),
      { numRuns: 60 },
    );
  });
});

test('Euclidean inside variables of unequal width, the largest across them', () => {
  fc.assert(
    fc.property(tables(4), fc.integer({ min: 1, max: 3 }), (columns, k) => {
      const n = columns[0].length;
      const groups = [[0], [1, 2], [3]];
      const gap = (of: readonly number[], i: number, j: number) =>
        Math.max(...of.map((v) => Math.hypot(...groups[v].map((c) => columns[c][i] - columns[c][j]))));
      const others = (i: number) => Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
      const radius = Array.from(
        { length: n },
        (_, i) =>
          others(i)
            .map((j) => gap([0, 1, 2], i, j))
            .sort((a, b) => a - b)[k - 1],
      );
      const open = (of: readonly number[], i: number) => others(i).filter((j) => gap(of, i, j) < radius[i] * (1 - 1e-12)).length;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += digamma(open([0, 2], i) + 1) + digamma(open([1, 2], i) + 1) - digamma(open([2], i) + 1);
      const parts = { x: beside([columns[0]]), y: beside([columns[1], columns[2]]), z: beside([columns[3]]) };
      expect(run(frenzelPompe, parts, { k, norm: 'euclidean' }).value).toBeCloseTo(digamma(k) - sum / n, 9);
    }),
    { numRuns: 40 },
  );
});

describe('invariances', () => {
  const { x, y } = correlated(0.6, 400, 2, randomStream(1));
  const other = normals(400, 1, randomStream(2));

  test.each([ksg1, ksg2, gaussianMutualInformation].map((plugin) => [plugin.id, plugin] as const))(
    '%s: common shifts and scales, mirrored columns, order of columns, x with y',
    (_id, plugin: EstimatorPlugin) => {
      const { value } = run(plugin, { x, y });
      const moved = {
        x: batchOf(
          x.data.map((v) => 8 * v - 64),
          2,
        ),
        y: batchOf(
          y.data.map((v) => 8 * v + 32),
          2,
        ),
      };
      expect(run(plugin, moved).value).toBeCloseTo(value, 11);
      const turned = batchOf(
        x.data.map((_, at, all) => -all[at ^ 1]),
        2,
      );
      expect(run(plugin, { x: turned, y }).value).toBeCloseTo(value, 11);
      expect(run(plugin, { x: y, y: x }).value).toBeCloseTo(value, 11);
      const scaled = {
        x: batchOf(
          x.data.map((v) => 1e3 * v),
          2,
        ),
        y,
      };
      const zscore = plugin === gaussianMutualInformation ? {} : { normalise: 'zscore' };
      expect(run(plugin, scaled, zscore).value).toBeCloseTo(run(plugin, { x, y }, zscore).value, 9);
    },
  );

  test('S(ax + b) = S(x) + d ln a, also through a search in scaled columns', () => {
    for (const plugin of [gaussianEntropy, kozachenkoLeonenko] as EstimatorPlugin[]) {
      const wide = batchOf(
        x.data.map((v) => 8 * v + 1),
        2,
      );
      expect(run(plugin, { x: wide }).value - run(plugin, { x }).value).toBeCloseTo(2 * Math.log(8), 10);
    }
    const uneven = batchOf(
      x.data.map((v, at) => (at % 2 === 0 ? 1e3 * v : v)),
      2,
    );
    const scaled = { normalise: 'zscore' };
    expect(run(kozachenkoLeonenko, { x: uneven }, scaled).value).toBeCloseTo(
      run(kozachenkoLeonenko, { x }, scaled).value + Math.log(1e3),
      9,
    );
  });

  test('two columns: total correlation is mutual information, Ω is 0; known noise changes nothing much', () => {
    const two = { x: oneFactor(400, 2, 0.7, randomStream(3)).x };
    const [a, b] = [0, 1].map((k) => batchOf(two.x.data.filter((_, at) => at % 2 === k)));
    expect(run(ksg1TotalCorrelation, two).value).toBeCloseTo(run(ksg1, { x: a, y: b }).value, 11);
    expect(run(ksg2TotalCorrelation, two).value).toBeCloseTo(run(ksg2, { x: a, y: b }).value, 11);
    expect(run(gaussianTotalCorrelation, two).value).toBeCloseTo(run(gaussianMutualInformation, { x: a, y: b }).value, 11);
    expect(run(ksgOInformation, two).value).toBeCloseTo(0, 11);
    expect(run(gaussianOInformation, two).value).toBeCloseTo(0, 11);
    const given = run(frenzelPompe, { x: a, y: b, z: other });
    expect(given).toAgreeWith(run(ksg1, { x: a, y: b }).value);
  });

  test('chain rule of normal laws, to rounding: I(x;y,z) = I(x;z) + I(x;y|z)', () => {
    const { x: a, y: b, z } = common(300, 1, 0.5, randomStream(1));
    const both = beside([b.data, z.data]);
    const whole = run(gaussianMutualInformation, { x: a, y: both }).value;
    const parts = run(gaussianMutualInformation, { x: a, y: z }).value + run(gaussianConditionalMutualInformation, { x: a, y: b, z }).value;
    expect(whole).toBeCloseTo(parts, 11);
  });
});
