import { batch, make, randomStream, type WorkSamples } from '@szilard/core';
import { bar, crooksSlope, cumulant, jarzynski, mbar, overlapMatrix, solveMbar } from '@szilard/estimators';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibration } from './samples.ts';
import { normalWork, traps } from './work.ts';

const rng = randomStream(1);
const deltaF = 0.7;
const estimators = { jarzynski: make(jarzynski), cumulant: make(cumulant), bar: make(bar), crooks: make(crooksSlope) };

describe('two points, by hand', () => {
  const samples = { forward: Float64Array.of(0, Math.log(3), 1, 1), backward: Float64Array.of(0.5, -0.5, 0, 0) };

  test('−ln⟨e^−w⟩', () => {
    const two = { forward: Float64Array.of(0, Math.log(3)) };
    expect(estimators.jarzynski.estimate(two, rng).value).toBeCloseTo(Math.log(3 / 2), 14);
    expect(
      make(jarzynski, { direction: 'backward' }).estimate({ ...two, backward: Float64Array.of(0, Math.log(3)) }, rng).value,
    ).toBeCloseTo(Math.log(2 / 3), 14);
    // Spread √2/3 of weights 1 and ⅓ over their mean 2/3, over √2.
    expect(estimators.jarzynski.estimate(two, rng).stderr).toBeCloseTo(0.5, 14);
  });

  test('cumulants of 0, 0, 0, 4: mean 1, variance 4, third 16', () => {
    const four = { forward: Float64Array.of(0, 0, 0, 4) };
    expect(make(cumulant, { order: 1 }).estimate(four, rng)).toMatchObject({ value: 1, bound: 'upper' });
    expect(make(cumulant, { order: 2 }).estimate(four, rng).value).toBeCloseTo(-1, 14);
    // m₃ = (3·(−1)³ + 27)/4 = 6, times n²/((n − 1)(n − 2)) = 8/3.
    expect(make(cumulant, { order: 3 }).estimate(four, rng).value).toBeCloseTo(-1 + 16 / 6, 13);
    expect(make(cumulant, { order: 1, direction: 'backward' }).estimate({ ...four, backward: four.forward }, rng)).toMatchObject({
      value: -1,
      bound: 'lower',
    });
  });

  test('the acceptance ratio meets its equation, with unequal numbers', () => {
    const { value } = estimators.bar.estimate({ ...samples, backward: samples.backward.subarray(1) }, rng);
    const f = (z: number) => 1 / (1 + Math.exp(z));
    const offset = Math.log(4 / 3);
    const left = samples.forward.reduce((sum, w) => sum + f(offset + w - value), 0);
    const right = samples.backward.subarray(1).reduce((sum, w) => sum + f(-offset + w + value), 0);
    expect(left).toBeCloseTo(right, 12);
  });

  test('symmetric work: ΔF = 0 to rounding', () => {
    const work = Float64Array.of(0.3, 1.2, -0.4, 2);
    expect(estimators.bar.estimate({ forward: work, backward: work }, rng).value).toBeCloseTo(0, 13);
  });
});

describe.each([1, 2, 3])('seed %i', (seed) => {
  test.each([0.2, 1, 2])('normal work of variance %f: every estimator, both directions, agree with the closed form', (variance) => {
    const samples = normalWork(variance, deltaF, 4000, 3000, randomStream(seed));
    for (const direction of ['forward', 'backward'] as const) {
      expect(make(cumulant, { direction }).estimate(samples, rng)).toAgreeWith(deltaF);
      expect(make(cumulant, { direction, order: 3 }).estimate(samples, rng)).toAgreeWith(deltaF);
      expect(make(jarzynski, { direction }).estimate(samples, rng)).toAgreeWith(deltaF);
    }
    const ratio = estimators.bar.estimate(samples, rng);
    expect(ratio).toAgreeWith(deltaF);
    expect(ratio.cautions).toEqual([]);
    expect(ratio.stderr).toBeLessThan(estimators.jarzynski.estimate(samples, rng).stderr);
    expect(estimators.crooks.estimate(samples, rng)).toAgreeWith(1);
    expect(-estimators.crooks.estimate(samples, rng).details!.intercept).toBeCloseTo(deltaF, 0);
  });

  test('negative control: reverse work 1.2 times too large', () => {
    const samples = normalWork(2, deltaF, 4000, 3000, randomStream(seed));
    const wrong = { ...samples, backward: samples.backward.map((w) => 1.2 * w) };
    expect(estimators.crooks.estimate(wrong, rng).details!.z).toBeLessThan(-4);
    expect(estimators.crooks.estimate(wrong, rng).details!.p).toBeLessThan(1e-4);
    const off = estimators.bar.estimate({ ...samples, backward: samples.backward.map((w) => w + 0.4) }, rng);
    expect(Math.abs(off.value - deltaF) / off.stderr).toBeGreaterThan(4);
  });

  test('traps: multistate ratio agrees with ½ ln κ, a state without samples included', () => {
    const input = traps([0, 1, 2, 2.5], [1, 2, 1.5, 4], [900, 700, 0, 500], randomStream(seed));
    for (const [to, kappa] of [
      [1, 2],
      [2, 1.5],
      [3, 4],
    ]) {
      const result = make(mbar, { to }).estimate(input, rng);
      expect(result).toAgreeWith(0.5 * Math.log(kappa));
      expect(result.cautions).toEqual([]);
      expect(make(mbar, { from: to, to: 0 }).estimate(input, rng).value).toBeCloseTo(-result.value, 12);
    }
    const tilted = { ...input, reduced: { ...input.reduced, data: input.reduced.data.map((u, at) => (at % 4 === 3 ? 2 * u : u)) } };
    const wrong = make(mbar, { to: 3 }).estimate(tilted, rng);
    expect(Math.abs(wrong.value - 0.5 * Math.log(4)) / wrong.stderr).toBeGreaterThan(4);
  });
});

describe('where the numbers cannot be had, they say so', () => {
  const far = normalWork(36, deltaF, 2000, 2000, randomStream(1));

  test('work too broad: few effective samples, no variance in sight, a tail that the reverse shows', () => {
    const { cautions, details, value } = estimators.jarzynski.estimate(far, rng);
    expect(value).toBeGreaterThan(deltaF + 1);
    expect(cautions.join('\n')).toMatch(/effective samples of 2000.*too large on average/);
    expect(cautions.join('\n')).toMatch(/no finite value .* not calibrated/);
    expect(cautions.join('\n')).toMatch(/the reverse shows a tail/);
    expect(details!.dissipation).toBeLessThan(18);
    expect(estimators.jarzynski.estimate(normalWork(0.5, deltaF, 2000, 2000, randomStream(1)), rng).cautions).toEqual([]);
  });

  test('an exponential average without variance is noticed: traps opened from stiffness 1 to ¼', () => {
    const { reduced } = traps([0, 0], [1, 0.25], [3000, 0], randomStream(1));
    const work = (sign: number) => Float64Array.from({ length: 3000 }, (_, i) => sign * (reduced.data[2 * i + 1] - reduced.data[2 * i]));
    expect(estimators.jarzynski.estimate({ forward: work(1) }, rng).cautions.join()).toMatch(/no finite value/);
    // The reverse move has bounded e^−w.
    const stiff = traps([0, 0], [0.25, 1], [3000, 0], randomStream(1)).reduced;
    const closing = Float64Array.from({ length: 3000 }, (_, i) => stiff.data[2 * i + 1] - stiff.data[2 * i]);
    expect(estimators.jarzynski.estimate({ forward: closing }, rng).cautions).toEqual([]);
  });

  test('no overlap: the ratio still converges and warns; the slope is infinite and says so', () => {
    const apart = normalWork(400, deltaF, 50, 50, randomStream(1));
    const { value, stderr, cautions } = estimators.bar.estimate(apart, rng);
    expect(Number.isFinite(value)).toBe(true);
    expect(stderr).toBeGreaterThan(1);
    expect(cautions.join()).toMatch(/hardly overlap/);
    const slope = estimators.crooks.estimate(apart, rng);
    expect(slope).toMatchObject({ value: Number.POSITIVE_INFINITY, stderr: Number.POSITIVE_INFINITY });
    expect(slope.cautions.join()).toMatch(/^infinite: /);
  });

  test('states in two camps', () => {
    const input = traps([0, 0.5, 40, 40.5], [1, 1, 1, 1], [200, 200, 200, 200], randomStream(1));
    const { cautions, stderr } = make(mbar).estimate(input, rng);
    expect(cautions.join()).toMatch(/hardly overlap/);
    expect(stderr).toBeGreaterThan(100);
    expect(make(mbar, { to: 1 }).estimate(input, rng)).toAgreeWith(0);
  });

  test('work that is not normal', () => {
    const skew = { forward: normalWork(1, 0, 2000, 2, randomStream(1)).forward.map((w) => Math.exp(w)) };
    expect(estimators.cumulant.estimate(skew, rng).cautions.join()).toMatch(/not normal.*third cumulant would add/);
  });

  test('bad input is refused', () => {
    const estimate = (samples: WorkSamples) => () => estimators.bar.estimate(samples, rng);
    expect(estimate({ forward: Float64Array.of(1, 2) })).toThrow(/^\[free-energy\/bar\] backward: expected work .* got none/);
    expect(estimate({ forward: Float64Array.of(1), backward: Float64Array.of(1, 2) })).toThrow(/at least 2 trajectories, got 1/);
    const { reduced } = traps([0, 1], [1, 1], [10, 10], randomStream(1));
    expect(() => make(mbar).estimate({ reduced, counts: [10, 9] }, rng)).toThrow(/add up to the 20 samples/);
    expect(() => make(mbar).estimate({ reduced, counts: [20] }, rng)).toThrow(/expected \[20, 1\]/);
    expect(() => make(mbar).estimate({ reduced, counts: [10.5, 9.5] }, rng)).toThrow(/whole numbers/);
    expect(() => make(mbar, { to: 2 }).estimate({ reduced, counts: [10, 10] }, rng)).toThrow(/to: expected a state from 0 to 1, got 2/);
  });
});

describe('laws', () => {
  const work = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 4, maxLength: 30 }).map((v) => Float64Array.from(v));

  test('a constant added to all work adds to ΔF, and the error stays', () => {
    fc.assert(
      fc.property(work, work, fc.double({ min: -50, max: 50, noNaN: true }), (forward, backward, shift) => {
        const moved = { forward: forward.map((w) => w + shift), backward: backward.map((w) => w - shift) };
        for (const estimator of [estimators.jarzynski, estimators.cumulant, estimators.bar]) {
          const [a, b] = [estimator.estimate({ forward, backward }, rng), estimator.estimate(moved, rng)];
          expect(b.value - shift).toBeCloseTo(a.value, 8);
          expect(b.stderr).toBeCloseTo(a.stderr, 6);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the two directions change places with the sign of ΔF', () => {
    fc.assert(
      fc.property(work, work, (forward, backward) => {
        const a = estimators.bar.estimate({ forward, backward }, rng);
        const b = estimators.bar.estimate({ forward: backward, backward: forward }, rng);
        expect(b.value).toBeCloseTo(-a.value, 8);
        expect(b.stderr).toBeCloseTo(a.stderr, 6);
      }),
      { numRuns: 60 },
    );
  });

  test('two states: the multistate ratio is the ratio of two; rows of the overlap matrix sum to 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1.5, max: 1.5, noNaN: true }),
        fc.double({ min: 0.4, max: 2.5, noNaN: true }),
        fc.integer({ min: 20, max: 60 }),
        fc.integer({ min: 20, max: 60 }),
        fc.integer({ min: 0, max: 1000 }),
        (centre, kappa, n0, n1, seed) => {
          const input = traps([0, centre], [1, kappa], [n0, n1], randomStream(seed));
          const { data } = input.reduced;
          const rise = Float64Array.from({ length: n0 + n1 }, (_, i) => data[2 * i + 1] - data[2 * i]);
          const pair = { forward: rise.slice(0, n0), backward: rise.slice(n0).map((w) => -w) };
          const [two, many] = [estimators.bar.estimate(pair, rng), make(mbar).estimate(input, rng)];
          expect(many.value).toBeCloseTo(two.value, 9);
          expect(many.details!.overlap).toBeCloseTo(two.details!.overlap, 9);
          const overlap = overlapMatrix(solveMbar(input)).data;
          expect(overlap[0] + overlap[1]).toBeCloseTo(1, 9);
          expect(overlap[2] + overlap[3]).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('one energy for all: f = 0, and an offset per state is found exactly', () => {
    const reduced = batch(9, 3);
    for (let i = 0; i < 9; i++) reduced.data.set([i % 4, (i % 4) + 2, (i % 4) - 1], 3 * i);
    const { f } = solveMbar({ reduced, counts: [3, 4, 2] });
    [0, 2, -1].forEach((offset, k) => {
      expect(f[k]).toBeCloseTo(offset, 12);
    });
  });
});

describe('no unbiased combination of both directions beats the acceptance ratio', () => {
  test('spread over 200 repetitions: below either direction alone, below their best weighted mean, and as reported', () => {
    const samples = (r: number) => normalWork(2, deltaF, 300, 300, randomStream(2).fork(r));
    const spread = (estimate: (r: number) => { value: number; stderr: number }) => {
      const { ratio, mean } = calibration(200, estimate);
      return { ratio, size: mean.stderr * Math.sqrt(200), mean };
    };
    const ratio = spread((r) => estimators.bar.estimate(samples(r), rng));
    const forward = spread((r) => estimators.jarzynski.estimate(samples(r), rng));
    const both = spread((r) => {
      const a = estimators.jarzynski.estimate(samples(r), rng);
      const b = make(jarzynski, { direction: 'backward' }).estimate(samples(r), rng);
      return { value: (a.value + b.value) / 2, stderr: a.stderr };
    });
    expect(ratio.mean).toAgreeWith(deltaF);
    expect(ratio.size).toBeLessThan(0.9 * forward.size);
    expect(ratio.size).toBeLessThan(both.size);
    expect(ratio.ratio).toBeGreaterThan(0.85);
    expect(ratio.ratio).toBeLessThan(1.18);
  });
});
