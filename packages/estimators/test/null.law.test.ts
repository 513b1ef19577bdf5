import { batch, type Ensemble, type Estimator, make, type PairedSeries, type RandomStream, randomStream } from '@szilard/core';
import { gaussianMutualInformation, ksg1, nullTest, permutationNull, timeReversalNull } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { correlated, normals } from './samples.ts';

const estimate = (value: number, method: string) => ({ value, stderr: 1, unit: 'nat' as const, n: 1, method, params: {}, cautions: [] });

/** Lagged covariance of source and target: enough of a transfer entropy to be tested against its null. */
const lagged: Estimator<'transfer-entropy'> = {
  estimate({ source, target }) {
    let total = 0;
    for (let i = 0; i < source.trajectories; i++)
      for (let t = 0; t + 1 < source.steps; t++) total += source.data[i * source.steps + t] * target.data[i * source.steps + t + 1];
    return estimate(total, 'test/lagged');
  },
};

/** Circulation ⟨x y′ − y x′⟩: odd under time reversal. */
const circulation: Estimator<'entropy-production-rate'> = {
  estimate({ series: { trajectories, steps, data } }) {
    let total = 0;
    for (let i = 0; i < trajectories; i++) {
      for (let t = 0; t + 1 < steps; t++) {
        const at = 2 * (i * steps + t);
        total += data[at] * data[at + 3] - data[at + 1] * data[at + 2];
      }
    }
    return estimate(total, 'test/circulation');
  },
};

/** z′ = 0.5 R(angle) z + noise in the plane: reversible at angle 0. */
function turning(angle: number, trajectories: number, steps: number, rng: RandomStream): { series: Ensemble } {
  const noise = normals(trajectories * steps, 2, rng).data;
  const data = new Float64Array(noise.length);
  const [c, s] = [0.5 * Math.cos(angle), 0.5 * Math.sin(angle)];
  for (let i = 0; i < trajectories; i++) {
    for (let t = 0; t < steps; t++) {
      const at = 2 * (i * steps + t);
      const [x, y] = t === 0 ? [0, 0] : [data[at - 2], data[at - 1]];
      // The stationary law is N(0, 1/(1 − ¼)) in every direction.
      const scale = t === 0 ? Math.sqrt(4 / 3) : 1;
      data[at] = c * x - s * y + scale * noise[at];
      data[at + 1] = s * x + c * y + scale * noise[at + 1];
    }
  }
  return { series: { trajectories, steps, dim: 2, data } };
}

/** Target follows source with a lag of one frame and this strength; both remember. */
function driven(strength: number, trajectories: number, steps: number, rng: RandomStream): PairedSeries {
  const [a, b] = ['source', 'target'].map((name) => normals(trajectories * steps, 1, rng.fork(name)).data);
  for (let i = 0; i < trajectories; i++) {
    for (let t = 1; t < steps; t++) {
      const at = i * steps + t;
      a[at] += 0.7 * a[at - 1];
      b[at] += 0.7 * b[at - 1] + strength * a[at - 1];
    }
  }
  const ensemble = (data: Float64Array): Ensemble => ({ trajectories, steps, dim: 1, data });
  return { source: ensemble(a), target: ensemble(b) };
}

/** Shares of p ≤ 0.1 and p ≤ 0.5 over repetitions with their binomial errors. */
function levels(repetitions: number, p: (r: number) => number) {
  const all = Array.from({ length: repetitions }, (_, r) => p(r));
  return [0.1, 0.5].map((level) => ({
    level,
    share: { value: all.filter((v) => v <= level).length / repetitions, stderr: Math.sqrt((level * (1 - level)) / repetitions) },
  }));
}

test('p-values by hand: (b + 1)/(m + 1)', () => {
  const draws = Float64Array.of(1, 2, 3, 4);
  expect(nullTest(3, draws, 'greater').p).toBeCloseTo(3 / 5, 15);
  expect(nullTest(9, draws, 'greater').p).toBeCloseTo(1 / 5, 15);
  expect(nullTest(0, draws, 'less').p).toBeCloseTo(1 / 5, 15);
  expect(nullTest(4, draws, 'two-sided').p).toBeCloseTo(3 / 5, 15);
  expect(nullTest(2.5, draws, 'greater')).toMatchObject({ z: 0, nullMean: 2.5 });
  expect(nullTest(9, Float64Array.of(1, Number.NaN), 'greater').p).toBeCloseTo(2 / 3, 15);
});

describe('permutation', () => {
  const gaussian = make(gaussianMutualInformation);

  test('independent samples: p is uniform', () => {
    const rng = randomStream(1);
    for (const { level, share } of levels(
      200,
      (r) => permutationNull(gaussian, correlated(0, 40, 1, rng.fork(r)), rng.fork(r).fork('null'), { permutations: 19 }).p,
    ))
      expect(share).toAgreeWith(level);
  });

  test.each([1, 2, 3])('seed %i: dependence is seen, by two estimators', (seed) => {
    const input = correlated(0.6, 200, 1, randomStream(seed));
    for (const estimator of [gaussian, make(ksg1)]) {
      const { p, z, nullMean } = permutationNull(estimator, input, randomStream(seed), { permutations: 99 });
      expect(p).toBe(0.01);
      expect(z).toBeGreaterThan(3);
      expect(Math.abs(nullMean)).toBeLessThan(0.1);
    }
  });

  test('series: independent ones pass, turned in time or by trajectories; a driven one does not', () => {
    const rng = randomStream(1);
    for (const [trajectories, steps] of [
      [1, 300],
      [20, 30],
    ]) {
      for (const { level, share } of levels(
        150,
        (r) => permutationNull(lagged, driven(0, trajectories, steps, rng.fork(r)), rng.fork(r).fork('null'), { permutations: 19 }).p,
      ))
        expect(share).toAgreeWith(level);
      expect(permutationNull(lagged, driven(0.6, trajectories, steps, randomStream(2)), rng).p).toBeLessThan(0.02);
    }
  });

  test('series that remember: single frames shuffled find dependence where there is none, long blocks do not', () => {
    const rng = randomStream(1);
    const shareBelow = (block: number) =>
      levels(
        150,
        (r) => permutationNull(lagged, driven(0, 1, 400, rng.fork(r)), rng.fork(r).fork('null'), { permutations: 19, block }).p,
      )[0].share;
    expect(shareBelow(1).value).toBeGreaterThan(0.16);
    expect(shareBelow(25)).toAgreeWith(0.1);
  });

  test('permutation r is a function of (stream, r)', () => {
    const input = correlated(0.2, 50, 1, randomStream(1));
    const [few, more] = [19, 39].map((permutations) => permutationNull(gaussian, input, randomStream(1), { permutations }).draws);
    expect(more.subarray(0, 19)).toEqual(few);
  });

  test('a third variable and a single series are refused', () => {
    const three = { ...correlated(0.2, 50, 1, randomStream(1)), z: batch(50, 1) };
    expect(() => permutationNull(gaussian, three, randomStream(1))).toThrow(/expected no third variable/);
    expect(() => permutationNull(lagged, { target: driven(0, 1, 9, randomStream(1)).target } as never, randomStream(1))).toThrow(
      /got neither/,
    );
  });
});

describe('time reversal', () => {
  test('reversible series: p is uniform; many trajectories, or one in pieces', () => {
    const rng = randomStream(1);
    for (const [trajectories, steps, block] of [
      [30, 12, 0],
      [1, 400, 20],
    ]) {
      for (const { level, share } of levels(
        200,
        (r) =>
          timeReversalNull(circulation, turning(0, trajectories, steps, rng.fork(r)), rng.fork(r).fork('null'), { repetitions: 19, block })
            .p,
      ))
        expect(share).toAgreeWith(level);
    }
  });

  test.each([1, 2, 3])('seed %i: circulation is seen, either way round with the right side', (seed) => {
    const input = turning(0.8, 60, 30, randomStream(seed));
    expect(timeReversalNull(circulation, input, randomStream(seed)).p).toBe(1 / 200);
    expect(timeReversalNull(circulation, turning(-0.8, 60, 30, randomStream(seed)), randomStream(seed), { side: 'less' }).p).toBe(1 / 200);
    expect(timeReversalNull(circulation, input, randomStream(seed), { side: 'less' }).p).toBe(1);
    // With the second component odd the same motion is reversible: x y′ − y x′ keeps its sign.
    const odd = timeReversalNull(circulation, input, randomStream(seed), { parity: Int8Array.of(1, -1) });
    expect(odd.p).toBe(1);
  });
});
