// Second moments that are exact, integrals over frequencies, and neighbours pair by pair.
import { linearMap, make, randomStream } from '@szilard/core';
import { nearestNeighbourEntropyProduction, spectralEntropyProduction } from '@szilard/estimators';
import { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { autoregression } from '../src/entropy-production/autoregression.ts';
import { chebyshev, euclideanBlocks } from '../src/neighbours/metric.ts';
import { kNearestOf } from '../src/neighbours/nearest-of.ts';
import { viewOf } from '../src/neighbours/view.ts';
import { linearSeries } from '../src/tasks/linear-series.ts';
import { estimate } from './entropy-production-cases.ts';
import { normals } from './samples.ts';

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
    expect(estimate(spectralEntropyProduction, { ...both, data: both.data.map(Math.exp) }).cautions.join()).toMatch(/not normal/);
  });

  test('columns without spread are refused, one or more; one column says that it cannot show any', () => {
    const still = (dim: number) => ({ trajectories: 2, steps: 50, dim, data: new Float64Array(100 * dim).fill(0.5) });
    for (const dim of [1, 2]) expect(() => estimate(spectralEntropyProduction, still(dim))).toThrow(/singular covariance/);
    const line = { trajectories: 1, steps: 500, dim: 1, data: normals(500, 1, randomStream(1)).data };
    expect(estimate(spectralEntropyProduction, line).cautions.join()).toMatch(/one even column/);
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
