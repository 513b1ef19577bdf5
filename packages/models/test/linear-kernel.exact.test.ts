// The exact Ornstein-Uhlenbeck kernel in any dimension: closed forms, composition, claims that a control makes say no, refusals.
import { batch, batchOf, type Given, lyapunov, make, moments, randomStream } from '@szilard/core';
import { jointGaussianBoundary, linear, ornsteinUhlenbeck, still, trapControl } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';

const none = new Float64Array(0);
const contact = (n: number, dim: number) => ({ subsystem: { ...still, dim }, state: batch(n, dim) });
const given = (n: number, dim: number, beta = 1, extra: Partial<Given> = {}): Given => ({
  partner: batch(n, 0),
  control: none,
  bath: make(ideal, { beta }).open(n, randomStream(1), contact(n, dim)),
  ...extra,
});
const density = (kernel: ReturnType<typeof linear>, from: number[], to: number[], g: Given) => {
  const out = new Float64Array(1);
  kernel.logDensity(batchOf(Float64Array.from(from), from.length), batchOf(Float64Array.from(to), to.length), g, out);
  return out[0];
};
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.max(...Array.from(a, (v, k) => Math.abs(v - b[k])));

/** Not symmetric, not normal, with a complex pair. */
const drift = [
  [1, 2, 0],
  [-1.5, 1, 0.3],
  [0.2, 0, 0.7],
];
const diffusion = [
  [1, 0.3, 0],
  [0.3, 0.8, -0.2],
  [0, -0.2, 0.5],
];

describe('transition', () => {
  test('one dimension is the scalar Ornstein-Uhlenbeck step', () => {
    const [kernel, scalar] = [linear({ drift: [[1.7]], diffusion: [[1]], dt: 0.3, offset: ([c]) => [c] }), ornsteinUhlenbeck(0.3)];
    const g = given(1, 1, 2.5, { control: trapControl(0.4, 1.7) });
    const out = new Float64Array(1);
    for (const [a, b] of [
      [0.1, 0.2],
      [-2, 1],
    ]) {
      scalar.logDensity(batchOf(Float64Array.of(a)), batchOf(Float64Array.of(b)), g, out);
      expect(density(kernel, [a], [b], g)).toBeCloseTo(out[0], 12);
    }
  });

  test.each([1e-4, 0.01, 0.5, 3, 40])('dt = %f: S = P S Pᵀ + Q to rounding, two steps are one of twice the time', (dt) => {
    const [once, twice] = [linear({ drift, diffusion, dt }), linear({ drift, diffusion, dt: 2 * dt })];
    const [one, two] = [once.affine(none, 1), twice.affine(none, 1)];
    const m = (a: Float64Array) => Matrix.from1DArray(3, 3, a);
    const [p, q, s] = [m(one.own), m(one.covariance), m(once.covariance)];
    expect(distance(Matrix.add(p.mmul(s).mmul(p.transpose()), q).to1DArray(), once.covariance)).toBeLessThan(1e-13);
    expect(distance(p.mmul(p).to1DArray(), two.own)).toBeLessThan(1e-13);
    expect(distance(Matrix.add(p.mmul(q).mmul(p.transpose()), q).to1DArray(), two.covariance)).toBeLessThan(1e-13);
    expect(
      distance(
        lyapunov(
          drift,
          diffusion.map((row) => row.map((v) => 2 * v)),
        ).flat(),
        once.covariance,
      ),
    ).toBeLessThan(1e-12);
  });

  test('a rotating pair: e^(−γt)(cos, sin) by the formula, noise isotropic', () => {
    const dt = 0.7;
    const kernel = linear({
      drift: [
        [0.4, -2],
        [2, 0.4],
      ],
      diffusion: [
        [0.5, 0],
        [0, 0.5],
      ],
      dt,
    });
    const { own, covariance } = kernel.affine(none, 1);
    const [c, s] = [Math.exp(-0.4 * dt) * Math.cos(2 * dt), Math.exp(-0.4 * dt) * Math.sin(2 * dt)];
    expect(distance(own, [c, s, -s, c])).toBeLessThan(1e-14);
    const v = (0.5 / 0.4) * (1 - Math.exp(-0.8 * dt));
    expect(distance(covariance, [v, 0, 0, v])).toBeLessThan(1e-14);
  });

  test('affine() and logDensity are one kernel, with partner, offset and temperature', () => {
    const kernel = linear({
      drift,
      diffusion,
      dt: 0.4,
      offset: ([c]) => [c, 0, 1],
      coupling: [
        [1, 0],
        [0.5, -1],
        [0, 2],
      ],
    });
    const control = Float64Array.of(0.7);
    const [beta, x, next, partner] = [1.6, [0.3, -1, 0.5], [0.1, 0.2, -0.4], Float64Array.of(0.6, -0.3)];
    const { own, other, offset, covariance } = kernel.affine(control, beta);
    const mean = [0, 1, 2].map(
      (k) =>
        offset[k] + x.reduce((sum, v, l) => sum + own[3 * k + l] * v, 0) + partner.reduce((sum, v, l) => sum + other[2 * k + l] * v, 0),
    );
    const law = jointGaussianBoundary({ mean, covariance: Matrix.from1DArray(3, 3, covariance), control: none });
    const out = new Float64Array(1);
    law.logDensity(batchOf(Float64Array.from(next), 3), batch(1, 0), out);
    expect(density(kernel, x, next, given(1, 3, beta, { control, partner: batchOf(partner, 2) }))).toBeCloseTo(out[0], 11);
  });

  test.each([1, 2, 3])('draws have the moments of the law, seed %i', (seed) => {
    const kernel = linear({ drift, diffusion, dt: 0.4 });
    const n = 20_000;
    const [from, next] = [batch(n, 3), batch(n, 3)];
    from.data.forEach((_, at) => void (from.data[at] = [1, -1, 0.5][at % 3]));
    kernel.step(from, given(n, 3, 2), randomStream(seed).trajectories(0, n), next);
    const { own, covariance } = kernel.affine(none, 2);
    const column = (k: number) => Float64Array.from({ length: n }, (_, i) => next.data[3 * i + k]);
    for (let k = 0; k < 3; k++) {
      const mean = own[3 * k] - own[3 * k + 1] + 0.5 * own[3 * k + 2];
      const m = moments(column(k));
      expect({ value: m.mean, stderr: m.stderr }).toAgreeWith(mean);
      for (let l = 0; l <= k; l++) {
        const [a, b] = [column(k), column(l)];
        const other = moments(b).mean;
        const there = moments(a.map((v, i) => (v - m.mean) * (b[i] - other)));
        expect({ value: there.mean, stderr: there.stderr }).toAgreeWith(covariance[3 * k + l]);
      }
    }
  });
});
