// Closed forms: series in which every word is exactly as frequent as its law says, second moments that are exact, currents by hand.
import { type Ensemble, linearMap, make, randomStream } from '@szilard/core';
import {
  maximumEntropyProductionBound,
  nearestNeighbourEntropyProduction,
  plugInEntropyProduction,
  spectralEntropyProduction,
  uncertaintyRelation,
  waitingTimeEntropyProduction,
} from '@szilard/estimators';
import { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { autoregression } from '../src/entropy-production/autoregression.ts';
import { blocksOf } from '../src/entropy-production/blocks.ts';
import { relations } from '../src/entropy-production/relations.ts';
import { chebyshev, euclideanBlocks } from '../src/neighbours/metric.ts';
import { kNearestOf } from '../src/neighbours/nearest-of.ts';
import { viewOf } from '../src/neighbours/view.ts';
import { linearSeries } from '../src/tasks/linear-series.ts';
import { estimate, spinRing, task } from './entropy-production-cases.ts';
import { normals } from './samples.ts';

/** Every run of a walk on a ring that goes up twice, down once and stays once in four: all as frequent as they should be. */
function everyWalk(steps: number, states = 3): Ensemble {
  const runs: number[] = [];
  for (let start = 0; start < states; start++) {
    for (let choice = 0; choice < 4 ** (steps - 1); choice++) {
      let now = start;
      runs.push(now);
      for (let t = 1; t < steps; t++) {
        now = (now + [1, 1, states - 1, 0][Math.floor(choice / 4 ** (t - 1)) % 4]) % states;
        runs.push(now);
      }
    }
  }
  return { trajectories: runs.length / steps, steps, dim: 1, data: Float64Array.from(runs) };
}
const seen = (series: Ensemble, map: (state: number) => number): Ensemble => ({ ...series, data: series.data.map(map) });

/** Σ p(w) ln p(w)/p(w̃) of whole trajectories, by a table of strings. */
function divergence({ trajectories, steps, data }: Ensemble): number {
  const count = new Map<string, number>();
  for (let i = 0; i < trajectories; i++) {
    const word = [...data.subarray(i * steps, (i + 1) * steps)].join(' ');
    count.set(word, (count.get(word) ?? 0) + 1);
  }
  let total = 0;
  for (const [word, times] of count) total += (times / trajectories) * Math.log(times / count.get(word.split(' ').reverse().join(' '))!);
  return total;
}

describe('words', () => {
  const exact = { correction: 'none' };
  const truth = 0.25 * Math.LN2;

  test.each([2, 3, 4])('every walk of %i steps: words of any length give (p − q) ln(p/q)', (steps) => {
    const series = everyWalk(steps);
    for (let word = 2; word <= steps; word++) {
      const found = estimate(plugInEntropyProduction, series, { ...exact, word });
      expect(found.value).toBeCloseTo(truth, 12);
      expect(found.details!.perStep).toBeCloseTo(truth, 12);
    }
  });

  test('two of four states lumped: D_n by enumeration, below the truth per step and rising with n', () => {
    let before = -1;
    for (const steps of [3, 4, 5, 6]) {
      const series = seen(everyWalk(steps, 4), (state) => Math.min(state, 2));
      const found = estimate(plugInEntropyProduction, series, { ...exact, word: steps });
      expect(found.details!.perStep).toBeCloseTo(divergence(series) / (steps - 1), 12);
      expect(found.details!.perStep).toBeLessThan(truth);
      expect(found.details!.perStep).toBeGreaterThan(before);
      before = found.details!.perStep;
    }
  });

  test('reversible counts give 0 exactly; columns that are odd make it so', () => {
    const loop = Float64Array.from({ length: 400 }, (_, t) => Math.sign(Math.sin((2 * Math.PI * (t + 0.5)) / 4)));
    const speed = Float64Array.from({ length: 400 }, (_, t) => Math.sign(Math.sin((2 * Math.PI * (t + 1.5)) / 4)));
    const series = {
      trajectories: 1,
      steps: 400,
      dim: 2,
      data: Float64Array.from({ length: 800 }, (_, at) => (at % 2 ? speed : loop)[at >> 1]),
    };
    const even = estimate(plugInEntropyProduction, series);
    expect(even.value).toBe(Number.POSITIVE_INFINITY);
    expect(even.cautions[0]).toMatch(/never seen reversed/);
    const odd = estimate(plugInEntropyProduction, series, { odd: [1], correction: 'none' });
    expect(odd.value).toBeCloseTo(0, 4);
    expect(odd.details!.unseen).toBe(0);
  });

  test('smoothing: (a − b) ln((a + s)/(b + s)) by hand', () => {
    // 0 1 nine times, 1 2 and 2 0 likewise, no way back.
    const data = Float64Array.from({ length: 28 }, (_, t) => t % 3);
    const found = estimate(plugInEntropyProduction, { trajectories: 1, steps: 28, dim: 1, data }, { smoothing: 1, correction: 'none' });
    expect(found.value).toBeCloseTo(Math.log(10), 12);
    expect(found.cautions[0]).toMatch(/3 words, 27 of 27 rows/);
  });

  test('blocks: whole trajectories from thirty on, pieces of time below', () => {
    expect(blocksOf(40, 10).count).toBe(40);
    expect(blocksOf(1000, 5).count).toBe(100);
    expect(blocksOf(1, 900).count).toBe(30);
    expect(blocksOf(2, 450, 10).of[449]).toBe(4);
    expect(blocksOf(2, 450, 10).of[450]).toBe(5);
    expect(blocksOf(1, 50, 1).count).toBe(2);
    expect(blocksOf(3, 1).count).toBe(3);
  });
});

describe('waiting times', () => {
  test.each([
    ['all transitions seen', []],
    ['one edge seen', [[0, 1]]],
  ])('%s: D of pairs of transitions less D of transitions, by a table of strings', (_name, edges) => {
    const { series } = task('discrete-ring', { steps: 800 }).sample(1, randomStream(1));
    const visible = (a: number, b: number) => a !== b && (edges.length === 0 || a + b === 1);
    const events: { from: number; to: number; at: number }[] = [];
    for (let t = 0; t + 1 < 800; t++)
      if (visible(series.data[t], series.data[t + 1])) events.push({ from: series.data[t], to: series.data[t + 1], at: t });
    const table = new Map<string, number>();
    const names = (turned: boolean) =>
      events.slice(1).flatMap((now, i) => {
        const last = events[i];
        const [a, b] = turned ? [now, last] : [last, now];
        const name = ({ from, to }: typeof now) => (turned ? `${to}${from}` : `${from}${to}`);
        return [`${name(a)} ${name(b)}`, name(last)];
      });
    for (const name of names(false)) table.set(name, (table.get(name) ?? 0) + 1);
    const back = names(true);
    let total = 0;
    names(false).forEach((name, i) => void (total += (i % 2 ? -1 : 1) * Math.log(table.get(name)! / table.get(back[i])!)));
    const found = estimate(waitingTimeEntropyProduction, series, { edges, smoothing: 0, correction: 'none', classes: 1 });
    expect(found.n).toBe(events.length - 1);
    expect(found.value).toBeCloseTo(total / (events.at(-1)!.at - events[0].at), 12);
    expect(found.value).toBeGreaterThan(0.05);
  });

  test('waits are counted between visible transitions, and not across trajectories', () => {
    const data = Float64Array.of(0, 1, 2, 2, 0, 1, 1, 0, 0, 1, 2, 0, 0, 1, 2, 2);
    const found = estimate(waitingTimeEntropyProduction, { trajectories: 2, steps: 8, dim: 1, data }, { edges: [[0, 1]] });
    // First trajectory: 01 at 0, 01 at 4, 10 at 6; second: 01 at 0 and at 4.
    expect(found.n).toBe(3);
    expect(found.details!.meanWait).toBeCloseTo((4 + 2 + 4) / 3, 12);
  });
});

describe('uncertainty relations', () => {
  const kinds = Object.entries(relations);
  test.each(kinds)('%s: slope, and 2r for small r on either side of 0', (_name, { of, slope }) => {
    for (const r of [-0.3, -1e-3, -1e-7, 1e-7, 1e-3, 0.2, 3]) {
      const h = 1e-6 * Math.max(1, Math.abs(r));
      expect(slope(r)).toBeCloseTo((of(r + h) - of(r - h)) / (2 * h), 6);
    }
    expect(of(1e-9) / 2e-9).toBeCloseTo(1, 8);
    expect(of(0)).toBe(0);
  });

  test('exponential ≤ fluctuation theorem ≤ continuous', () => {
    for (const r of [0.01, 0.3, 2, 50]) {
      expect(relations.exponential.of(r)).toBeLessThan(relations['fluctuation-theorem'].of(r));
      expect(relations['fluctuation-theorem'].of(r)).toBeLessThan(relations.continuous.of(r));
    }
  });

  test('a current of ±1 saturates the fluctuation theorem’s; the continuous one is exceeded by this kernel', () => {
    for (const p of [0.55, 0.75, 0.95]) {
      const truth = (2 * p - 1) * Math.log(p / (1 - p));
      const r = (2 * p - 1) ** 2 / (4 * p * (1 - p));
      expect(relations['fluctuation-theorem'].of(r)).toBeCloseTo(truth, 12);
      expect(relations.exponential.of(r)).toBeLessThan(truth);
      expect(relations.continuous.of(r)).toBeGreaterThan(truth);
    }
  });

  test('a current by hand', () => {
    // Steps +1 +1 +1 −1 over and over: mean ½, variance ¾ (n − 1 in the denominator), so r → ⅓.
    const data = new Float64Array(2001);
    for (let t = 1; t < data.length; t++) data[t] = data[t - 1] + (t % 4 === 0 ? -1 : 1);
    const found = estimate(uncertaintyRelation, { trajectories: 1, steps: 2001, dim: 1, data }, { weights: [-3], relation: 'continuous' });
    expect(found.value).toBeCloseTo(2 / 3, 2);
    expect(found.bound).toBe('lower');
    expect(found.cautions.join()).toMatch(/kernels in discrete time/);
  });

  test('what cannot fluctuate is said', () => {
    const line = { trajectories: 1, steps: 200, dim: 1, data: Float64Array.from({ length: 200 }, (_, t) => t) };
    expect(estimate(uncertaintyRelation, line)).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      cautions: [expect.stringMatching(/does not fluctuate/)],
    });
    const still = { ...line, data: new Float64Array(200) };
    expect(estimate(uncertaintyRelation, still)).toMatchObject({ value: 0, cautions: [expect.stringMatching(/nothing flows/)] });
    expect(() => estimate(uncertaintyRelation, line, { weights: [1, 2] })).toThrow(/weights: expected 1, one a current, or none, got 2/);
  });
});

describe('spectra', () => {
  const map = [
    [0.5, -0.4],
    [0.3, 0.2],
  ];
  const noise = [
    [1, 0.3],
    [0.3, 0.5],
  ];
  const even = Int8Array.of(1, 1);
  /** Exact second moments of windows of two frames. */
  const windows = (s: readonly (readonly number[])[], a: number[][]) => {
    const [covariance, across] = [new Matrix(s as number[][]), new Matrix(a).mmul(new Matrix(s as number[][]))];
    const out = new Matrix(4, 4);
    out.setSubMatrix(covariance, 0, 0).setSubMatrix(covariance, 2, 2).setSubMatrix(across, 2, 0).setSubMatrix(across.transpose(), 0, 2);
    return out;
  };

  test('exact moments give tr[Q⁻¹(1 − A²)S] − d', () => {
    const { covariance, entropyProduction } = linearSeries(map, noise);
    expect(autoregression('x', windows(covariance, map).mul(7), 7, even).entropyProduction).toBeCloseTo(entropyProduction, 12);
    expect(entropyProduction).toBeGreaterThan(0.1);
  });

  test('… which is the integral over frequencies', () => {
    const n = 4000;
    let total = 0;
    for (let f = 0; f < n; f++) {
      const s = spectrum(map, noise, (2 * Math.PI * f) / n);
      // tr[Sᵀ⁻¹ S] of a Hermitian 2 × 2 matrix with S_01 = u + iv: (2 S_00 S_11 − 2(u² − v²))/det.
      const det = s.a * s.b - s.u ** 2 - s.v ** 2;
      total += 0.5 * ((2 * (s.a * s.b - (s.u ** 2 - s.v ** 2))) / det - 2);
    }
    expect(total / n).toBeCloseTo(linearMap({ map, noise }).entropyProductionPerStep, 10);
  });

  test('an oscillator in equilibrium, seen at times: reversible if its momentum is odd, and only then', () => {
    // dx = p dt, dp = −x dt − p dt + √2 dW: S = 1; e^{−A dt} by its series.
    const generator = new Matrix([
      [0, 0.3],
      [-0.3, -0.3],
    ]);
    let [step, term] = [Matrix.eye(2), Matrix.eye(2)];
    for (let k = 1; k < 30; k++) step = Matrix.add(step, (term = term.mmul(generator).div(k)));
    const one = [
      [1, 0],
      [0, 1],
    ];
    expect(autoregression('x', windows(one, step.to2DArray()), 1, Int8Array.of(1, -1)).entropyProduction).toBeCloseTo(0, 12);
    expect(autoregression('x', windows(one, step.to2DArray()), 1, even).entropyProduction).toBeGreaterThan(0.1);
  });

  test('more orders than needed change nothing but the noise; fewer than needed are noticed', () => {
    const both = linearSeries(map, noise).sample(1, 4000, randomStream(1));
    const [one, three] = [1, 3].map((order) => estimate(spectralEntropyProduction, both, { order }));
    expect(Math.abs(one.value - three.value)).toBeLessThan(one.stderr);
    expect(one.cautions).toEqual([]);
    const skipped = { ...both, data: both.data.map((v, at) => v + (at < 2 ? 0 : 0.9 * both.data[at - 2])) };
    expect(estimate(spectralEntropyProduction, skipped).cautions.join()).toMatch(/raise order/);
    expect(estimate(spectralEntropyProduction, seen(both, Math.exp)).cautions.join()).toMatch(/not normal/);
  });
});

/** S(ω) = H⁻¹ Q H⁻†, H = 1 − A e^{−iω}: S_00, S_11 and S_01 = u + iv. */
function spectrum([[a, b], [c, d]]: number[][], [[q, x], [, r]]: number[][], w: number) {
  const [cos, sin] = [Math.cos(w), -Math.sin(w)];
  // H⁻¹ det H = [[1 − d z, b z], [c z, 1 − a z]], z = cos + i sin.
  const [g00, g01, g10, g11] = [
    [1 - d * cos, -d * sin],
    [b * cos, b * sin],
    [c * cos, c * sin],
    [1 - a * cos, -a * sin],
  ];
  const times = ([p, i]: number[], [s, j]: number[]) => [p * s + i * j, i * s - p * j];
  const mix = (first: number[][], second: number[][]) => {
    const sum = [0, 0];
    for (const [i, left] of first.entries())
      for (const [j, right] of second.entries()) {
        const own = times(left, right);
        const weight = i === j ? (i === 0 ? q : r) : x;
        sum[0] += weight * own[0];
        sum[1] += weight * own[1];
      }
    return sum;
  };
  const det = [
    (1 - a * cos) * (1 - d * cos) - a * d * sin * sin - b * c * (cos * cos - sin * sin),
    -(a + d) * sin + 2 * (a * d - b * c) * cos * sin,
  ];
  const size = det[0] ** 2 + det[1] ** 2;
  const [u, v] = mix([g00, g01], [g10, g11]);
  return { a: mix([g00, g01], [g00, g01])[0] / size, b: mix([g10, g11], [g10, g11])[0] / size, u: u / size, v: v / size };
}

describe('maximum entropy', () => {
  test('spins going round: the dual is exact, (p − q) ln(p/q), at the optimum of ±1 observables', () => {
    // Two halves with the same counts of steps either way: 3 to 1.
    const path: number[] = [];
    let at = 0;
    for (let t = 0; t <= 8000; t++) {
      path.push(
        ...[
          [-1, -1],
          [-1, 1],
          [1, 1],
          [1, -1],
        ][at],
      );
      at = (at + (t % 4 === 3 ? 3 : 1)) % 4;
    }
    const found = estimate(maximumEntropyProductionBound, { trajectories: 1, steps: 8001, dim: 2, data: Float64Array.from(path) });
    expect(found.value).toBeCloseTo(0.5 * Math.log(3), 2);
    expect(found.bound).toBe('lower');
  });

  test('what goes one way only is said; so are columns that are no spins', () => {
    const once = spinRing(0.999999999, 400).sample(1, randomStream(1));
    expect(estimate(maximumEntropyProductionBound, once.series)).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      cautions: [expect.stringMatching(/never seen going back/)],
    });
    expect(() => estimate(maximumEntropyProductionBound, task('discrete-ring').sample(9, randomStream(1)).series)).toThrow(
      /two values in column 0|at least 2 spins/,
    );
  });
});

describe('nearest neighbours of reflected points', () => {
  test.each([
    ['chebyshev', (dim: number) => chebyshev(dim)],
    ['euclidean', (dim: number) => euclideanBlocks([dim])],
  ] as const)('%s: as pair by pair', (name, metric) => {
    const [n, dim, k, width, length] = [300, 3, 4, 2, 100];
    const points = normals(n, dim, randomStream(2));
    const signs = Int8Array.of(1, -1, 1);
    const found = kNearestOf(viewOf(points), k, metric(dim), { width, length }, signs);
    const popularity = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const all = Array.from({ length: n }, (_, j) => j)
        .filter((j) => Math.abs(i - j) > width || Math.floor(i / length) !== Math.floor(j / length))
        .map((j) => {
          const gaps = [0, 1, 2].map((d) => Math.abs(signs[d] * points.data[i * dim + d] - points.data[j * dim + d]));
          return { j, measure: name === 'chebyshev' ? Math.max(...gaps) : gaps.reduce((sum, g) => sum + g * g, 0) };
        })
        .sort((a, b) => a.measure - b.measure);
      expect(found.radius[i]).toBeCloseTo(all[k - 1].measure, 14);
      for (const { j } of all.slice(0, k)) popularity[j]++;
    }
    expect([...found.popularity]).toEqual([...popularity]);
  });

  test('independent normal numbers are reversible, whether they turn with time or not', () => {
    const series = { trajectories: 1, steps: 500, dim: 1, data: normals(500, 1, randomStream(3)).data };
    for (const odd of [[], [0]])
      expect(make(nearestNeighbourEntropyProduction, { odd }).estimate({ series }, randomStream(1))).toAgreeWith(0);
  });
});
