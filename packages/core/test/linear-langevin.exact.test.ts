// Steady states of linear Langevin equations and maps against published digits and random matrices.
import { discreteLyapunov, gaussianEntropies, linearLangevin, linearMap, lyapunov } from '@szilard/core';
import { describe, expect, test } from 'vitest';

const near = (value: number, truth: number, digits = 1e-9) =>
  expect(Math.abs(value - truth)).toBeLessThan(1.01 * digits * Math.max(1, Math.abs(truth)));
const all = (values: readonly number[], truths: readonly number[]) => {
  expect(values.length).toBe(truths.length);
  values.forEach((v, i) => void near(v, truths[i]));
};
const diagonal = (d: readonly number[]) => d.map((v, i) => d.map((_, j) => (i === j ? v : 0)));

test('V4: Brownian gyrator', () => {
  const { covariance, entropyProductionRate, components, circulation } = linearLangevin({
    drift: [
      [2, -1],
      [-1, 2],
    ],
    diffusion: diagonal([2, 1]),
  });
  all(covariance.flat(), [1.25, 0.5, 0.5, 0.75]);
  near(entropyProductionRate, 0.125);
  all(components!.partial, [0.05681818182, 0.06818181818]);
  all(components!.entropyFlow, [-0.125, 0.25]);
  all(components!.informationFlow, [-0.1818181818, 0.1818181818]);
  all(components!.mutualInformation, [0.1550774642, 0.1550774642]);
  // ⟨x₁v₂ − x₂v₁⟩, v = −A x: minus the antisymmetric part of A S.
  near(Math.abs(circulation[0][1]), 0.5);
  near(circulation[0][1], -circulation[1][0], 1e-15);
});

describe('V5: bead chains', () => {
  const chain = (temperatures: readonly number[]) =>
    linearLangevin({
      drift: temperatures.map((_, i) => temperatures.map((_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0))),
      diffusion: diagonal(temperatures),
    });
  test('two beads', () => near(chain([10, 1]).entropyProductionRate, 2.025));
  test('five beads', () => {
    const { entropyProductionRate, components } = chain([2, 1.75, 1.5, 1.25, 1]);
    near(entropyProductionRate, 0.04083694084);
    all(components!.partial, [0.002012219568, 0.007302614393, 0.011109656, 0.01463910691, 0.005773343966]);
    all(components!.entropyFlow, [-0.03737373737, -0.008658008658, 0, 0.01212121212, 0.07474747475]);
    all(components!.informationFlow, [-0.03938595694, -0.01596062305, -0.011109656, -0.002517894787, 0.06897413078]);
    near(
      components!.informationFlow.reduce((a, b) => a + b),
      0,
      1e-13,
    );
  });
  test('one temperature: nothing is produced, and nothing learned', () => {
    const { entropyProductionRate, components } = chain([1.3, 1.3, 1.3]);
    for (const v of [entropyProductionRate, ...components!.partial]) near(v, 0, 1e-13);
    for (const v of components!.efficiency) expect(Number.isNaN(v) || Math.abs(v) <= 1).toBe(true);
  });
});

test('V9: linear sensor, component 0 = y, 1 = x', () => {
  const [a, dy, w, dx] = [1, 1, 2, 0.5];
  const { covariance, components } = linearLangevin({
    drift: [
      [a, 0],
      [-w, w],
    ],
    diffusion: diagonal([dy, dx]),
  });
  near(covariance[1][1], 0.9166666667);
  near(covariance[0][1], 0.6666666667);
  const { informationFlow, entropyFlow, partial, mutualInformation, transferEntropy, efficiency } = components!;
  near(mutualInformation[1], 0.3316471087);
  near(informationFlow[1], 0.9411764706);
  near(transferEntropy(1), 1);
  near(transferEntropy(1), 0.5 * (-a + Math.sqrt(a * a + (w * w * dy) / dx)), 1e-12);
  expect(transferEntropy(0)).toBe(0);
  expect(() => transferEntropy(2)).toThrow(/component 0 … 1, got 2/);
  near(informationFlow[1] / transferEntropy(1), 0.9411764706);
  near(entropyFlow[1], 2.666666667);
  near(partial[1], 1.725490196);
  near(partial[0], 0.9411764706);
  near(entropyFlow[0], 0, 1e-12);
  near(efficiency[1], informationFlow[1] / entropyFlow[1], 1e-15);
  expect(efficiency[0]).toBeNaN();
});

test('second laws of information hold in every random steady state: l ≤ ṡ, l ≤ transfer entropy, Σσ̇ = Σ̇', () => {
  let seed = 1;
  // A congruence, not a source of chance: any spread of matrices will do.
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5;
  for (let n = 2; n <= 8; n++) {
    const drift = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => next() + (i === j ? n : 0)));
    const diffusion = diagonal(Array.from({ length: n }, () => 0.6 + next()));
    const { entropyProductionRate, components } = linearLangevin({ drift, diffusion });
    const { partial, informationFlow, entropyFlow, transferEntropy } = components!;
    near(
      partial.reduce((x, y) => x + y),
      entropyProductionRate,
      1e-12,
    );
    for (let i = 0; i < n; i++) {
      near(partial[i], entropyFlow[i] - informationFlow[i], 1e-12);
      expect(partial[i]).toBeGreaterThanOrEqual(-1e-13);
      expect(informationFlow[i]).toBeLessThanOrEqual(transferEntropy(i) + 1e-12);
    }
  }
});

describe('V18: SGD with anisotropic noise as a linear map', () => {
  const step = (h: readonly number[], c: readonly (readonly number[])[], eps: number, batch: number) =>
    linearMap({ map: diagonal(h.map((v) => 1 - eps * v)), noise: c.map((row) => row.map((v) => (eps * eps * v) / batch)) });
  const c2 = [
    [2, 1],
    [1, 1],
  ];
  test('two dimensions', () => {
    const { covariance } = step([1, 4], c2, 0.1, 10);
    all([covariance[0][0], covariance[0][1], covariance[1][1]], [0.01052631579, 0.002173913043, 0.0015625]);
    for (const [eps, ep] of [
      [0.1, 0.1956521739],
      [0.05, 0.09375],
      [0.01, 0.01814516129],
    ])
      near(step([1, 4], c2, eps, 10).entropyProductionPerStep, ep);
  });
  test('three dimensions, any batch', () => {
    const c3 = [
      [2, 0.6, 0.3],
      [0.6, 1, -0.2],
      [0.3, -0.2, 1.5],
    ];
    for (const batch of [10, 1000]) near(step([1, 2, 5], c3, 0.1, batch).entropyProductionPerStep, 0.03364561498);
  });
  test('V19, reservoir view: one dimension with Gaussian batches is in equilibrium', () => {
    const { covariance, entropyProductionPerStep } = linearMap({ map: [[0.9]], noise: [[0.1 ** 2 * 0.3 + 2 * 0.1 * 0.5]] });
    near(covariance[0][0], 0.5421052632);
    near(entropyProductionPerStep, 0, 1e-14);
  });
  test('the map of a fine step is the continuum: Σ per time → 1.8', () => {
    near(step([1, 4], c2, 1e-5, 10).entropyProductionPerStep / 1e-5, 1.8, 5e-5);
  });
});

test('V25: a closed system: what X and Θ gain is their information', () => {
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const turned = [
    [c * c + 4 * s * s, c * s * (1 - 4)],
    [c * s * (1 - 4), s * s + 4 * c * c],
  ];
  const of = { x: [0], theta: [1] };
  const [before, after] = [gaussianEntropies(diagonal([1, 4]), of), gaussianEntropies(turned, of)];
  near(after.x - before.x, 0.279807894);
  near(after.theta - before.theta, -0.1038196824);
  near(after.mutual, 0.1759882116);
  near(after.joint, before.joint, 1e-14);
  expect(before.mutual).toBe(0);
});

describe('Lyapunov equations', () => {
  test('large and badly scaled, against the residual', () => {
    const n = 40;
    const a = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === j ? 10 ** (-3 + i / 10) : Math.sin(i * n + j) * 1e-4)),
    );
    const q = diagonal(Array.from({ length: n }, (_, i) => 1 + i));
    const s = lyapunov(a, q);
    let worst = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let rest = -q[i][j];
        for (let k = 0; k < n; k++) rest += a[i][k] * s[k][j] + s[i][k] * a[j][k];
        worst = Math.max(worst, Math.abs(rest));
      }
    expect(worst).toBeLessThan(1e-6);
    expect(s[3][5]).toBe(s[5][3]);
  });
  test('one dimension by hand', () => {
    near(lyapunov([[3]], [[2]])[0][0], 1 / 3, 1e-15);
    near(discreteLyapunov([[0.5]], [[3]])[0][0], 4, 1e-15);
  });
});

describe('refusals', () => {
  const [a, d] = [
    [
      [1, 0],
      [0, 1],
    ],
    diagonal([1, 1]),
  ];
  test.each([
    [
      'unstable drift',
      {
        drift: [
          [1, 0],
          [0, -0.1],
        ],
        diffusion: d,
      },
      /drift: expected a stable matrix/,
    ],
    [
      'marginal drift',
      {
        drift: [
          [0, 1],
          [-1, 0],
        ],
        diffusion: d,
      },
      /drift: expected a stable matrix/,
    ],
    [
      'no drift',
      {
        drift: [
          [0, 0],
          [0, 0],
        ],
        diffusion: d,
      },
      /drift: expected a stable matrix/,
    ],
    [
      'diffusion that is not symmetric',
      {
        drift: a,
        diffusion: [
          [1, 0.3],
          [0, 1],
        ],
      },
      /diffusion: expected a symmetric matrix, got 0 at \(1, 0\)/,
    ],
    [
      'diffusion that is not positive',
      {
        drift: a,
        diffusion: [
          [1, 2],
          [2, 1],
        ],
      },
      /positive definite/,
    ],
    ['no diffusion in one component', { drift: a, diffusion: diagonal([1, 0]) }, /positive definite/],
    ['shapes', { drift: a, diffusion: [[1]] }, /diffusion: expected \[2, 2\]/],
    ['NaN', { drift: [[Number.NaN]], diffusion: [[1]] }, /finite numbers/],
  ])('%s', (_name, options, message) => {
    expect(() => linearLangevin(options)).toThrow(message);
  });
  test('a map that grows', () => expect(() => linearMap({ map: [[1.01]], noise: [[1]] })).toThrow(/map: expected a stable matrix/));
  test('correlated noise has no component-wise terms', () => {
    expect(
      linearLangevin({
        drift: a,
        diffusion: [
          [1, 0.3],
          [0.3, 1],
        ],
      }).components,
    ).toBeUndefined();
  });
});
