// What the linear kernel claims, with controls that make it say no, and what it refuses.
import {
  batch,
  batchOf,
  type Experiment,
  type Given,
  linearLangevin,
  linearMap,
  localDetailedBalance,
  make,
  type Rows,
  randomStream,
  SzilardError,
  simulate,
} from '@szilard/core';
import { jointGaussianBoundary, type LinearOptions, linear, oneByOne, still } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
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

/** Equilibrium: A = M K, D = M. */
const mobility = [
  [1, 0.4],
  [0.4, 2],
];
const stiffness = [
  [2, -1],
  [-1, 3],
];
const equilibrium: LinearOptions = {
  drift: new Matrix(mobility).mmul(new Matrix(stiffness)).to2DArray(),
  diffusion: mobility,
  stiffness,
  dt: 0.3,
};
const inTrap = (options: LinearOptions, k: Rows = stiffness): Experiment => {
  const rest = jointGaussianBoundary({ covariance: Matrix.from1DArray(k.length, k.length, linear(options).covariance), control: none });
  const bath = make(ideal);
  return {
    subsystems: {
      x: {
        dim: k.length,
        kernel: linear(options),
        energy(x, _given, out) {
          for (let i = 0; i < x.n; i++) {
            out[i] = 0;
            for (let a = 0; a < x.dim; a++)
              for (let b = 0; b < x.dim; b++) out[i] += 0.5 * k[a][b] * x.data[i * x.dim + a] * x.data[i * x.dim + b];
          }
        },
      },
      theta: still,
    },
    ticks: Array.from({ length: 20 }, () => ({ mover: 'x', control: none }) as const),
    start: rest,
    end: rest,
    reservoirs: { x: bath, theta: bath },
  };
};
const verdict = (options: LinearOptions, k?: Rows) =>
  localDetailedBalance(simulate(inTrap(options, k), { trajectories: 200, rng: randomStream(1) })).holds;

describe('claims', () => {
  test('A D = D Aᵀ: detailed balance exact, with correlated noise, and the ledger agrees', () => {
    expect(linear(equilibrium).claims).toMatchObject({ invariance: 'exact', detailedBalance: 'exact' });
    expect(verdict(equilibrium)).toBe('yes');
  });

  test('an added rotation leaves the law invariant and breaks detailed balance', () => {
    // A = (M + W) K with W antisymmetric: the same Gibbs law, a current in it.
    const drift = Matrix.add(new Matrix(mobility), [
      [0, 0.5],
      [-0.5, 0],
    ])
      .mmul(new Matrix(stiffness))
      .to2DArray();
    const turning = { ...equilibrium, drift };
    expect(linear(turning).claims).toMatchObject({ invariance: 'exact', detailedBalance: 'none' });
    expect(linear(turning).claims.shadowEnergy).toBeUndefined();
    expect(verdict(turning)).toBe('no');
  });

  test('two temperatures: neither; twice the temperature: exact for half the energy, which the shadow is', () => {
    const hot = [
      [1, 0],
      [0, 4],
    ];
    const torn = { ...equilibrium, drift: stiffness, diffusion: hot };
    expect(linear(torn).claims).toMatchObject({ invariance: 'none', detailedBalance: 'none' });
    expect(verdict(torn)).toBe('no');
    const warm = { ...equilibrium, diffusion: mobility.map((row) => row.map((v) => 2 * v)) };
    expect(linear(warm).claims).toMatchObject({ invariance: 'none', detailedBalance: 'none' });
    expect(verdict(warm)).toBe('no');
    expect(
      verdict(
        warm,
        stiffness.map((row) => row.map((v) => v / 2)),
      ),
    ).toBe('yes');
    const [x, out] = [batchOf(Float64Array.of(0.7, -0.2), 2), new Float64Array(1)];
    linear(warm).claims.shadowEnergy!(x, given(1, 2), out);
    expect(out[0]).toBeCloseTo(0.25 * (2 * 0.49 + 2 * 0.14 + 3 * 0.04), 12);
  });

  test('the path ratio of the joint kernel is what a linear map produces, and tends to the rate of the continuous process', () => {
    const gyrator = {
      drift: [
        [2, -1],
        [-1, 2],
      ],
      diffusion: [
        [2, 0],
        [0, 1],
      ],
    };
    const { entropyProductionRate, components } = linearLangevin(gyrator);
    expect(entropyProductionRate).toBeCloseTo(0.125, 12);
    expect(distance(components!.partial, [0.05681818182, 0.06818181818])).toBeLessThan(1e-10);
    const perStep = (dt: number) => {
      const { own, covariance } = linear({ ...gyrator, dt }).affine(none, 1);
      const rows = (a: Float64Array) => Matrix.from1DArray(2, 2, a).to2DArray();
      return linearMap({ map: rows(own), noise: rows(covariance) }).entropyProductionPerStep / dt;
    };
    // Seen at two ends only, part of it is hidden: a miss of first order in dt, taken out by extrapolation.
    expect(perStep(0.01)).toBeLessThan(0.125);
    expect((8 * perStep(0.0025) - 6 * perStep(0.005) + perStep(0.01)) / 3).toBeCloseTo(0.125, 6);
  });

  test('momenta are odd: detailed balance with parity, none without', () => {
    const trap: LinearOptions = {
      drift: [
        [0, -1],
        [2, 0.5],
      ],
      diffusion: [
        [0, 0],
        [0, 0.5],
      ],
      stiffness: [
        [2, 0],
        [0, 1],
      ],
      dt: 0.2,
    };
    expect(linear(trap).claims).toMatchObject({ invariance: 'exact', detailedBalance: 'none' });
    const odd = { ...trap, parity: Int8Array.of(1, -1) };
    expect(linear(odd).claims).toMatchObject({ invariance: 'exact', detailedBalance: 'exact' });
    expect(verdict(odd, trap.stiffness)).toBe('yes');
    expect(verdict(trap, trap.stiffness)).toBe('no');
  });
});

describe('refusals', () => {
  const message = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(SzilardError);
      return (error as Error).message;
    }
    throw new Error('expected a refusal');
  };
  const one = { drift: [[1]], diffusion: [[1]], dt: 0.1 };
  test.each([
    ['an unstable drift', { ...one, drift: [[-0.5]] }, '[linear] drift: expected eigenvalues with positive real parts, got one of -0.500'],
    [
      'a free mode',
      {
        drift: [
          [1, 0],
          [0, 0],
        ],
        diffusion: [
          [1, 0],
          [0, 1],
        ],
        dt: 1,
      },
      'got one of 0.00. Without a restoring force',
    ],
    [
      'noise that is not symmetric',
      {
        drift: [
          [1, 0],
          [0, 1],
        ],
        diffusion: [
          [1, 0.1],
          [0, 1],
        ],
        dt: 1,
      },
      'diffusion: expected a symmetric matrix',
    ],
    [
      'negative noise',
      {
        drift: [
          [1, 0],
          [0, 1],
        ],
        diffusion: [
          [1, 2],
          [2, 1],
        ],
        dt: 1,
      },
      'diffusion: expected no negative eigenvalue, got -1.00',
    ],
    [
      'a component without noise',
      {
        drift: [
          [1, 0],
          [0, 1],
        ],
        diffusion: [
          [1, 0],
          [0, 0],
        ],
        dt: 1,
      },
      'got nothing for component 1',
    ],
    ['no time', { ...one, dt: 0 }, '[linear] dt: expected a finite number above 0, got 0'],
    ['a drift that is not square', { ...one, drift: [[1, 2]] }, '[linear] drift: expected 1 rows of 1 numbers, got 1 rows of 2 numbers'],
    ['a number that is none', { ...one, diffusion: [[Number.NaN]] }, '[linear] diffusion: expected finite numbers, got NaN'],
    ['odd parities', { ...one, parity: Int8Array.of(2) }, '[linear] parity: expected 1 entries of 1 or -1, got 2'],
  ])('%s', (_name, options, words) => expect(message(() => linear(options as LinearOptions))).toContain(words));

  test('a bath with a temperature tensor, and a partner of another dimension', () => {
    const pair = linear({
      drift: [
        [1, 0],
        [0, 1],
      ],
      diffusion: [
        [1, 0],
        [0, 1],
      ],
      dt: 1,
      coupling: [[1], [0]],
    });
    const tensor = make(gradient).open(1, randomStream(1), contact(1, 2));
    const go = (g: Given) => message(() => density(pair, [0, 0], [0, 0], g));
    expect(go(given(1, 2, 1, { bath: tensor }))).toContain(
      '[linear] expected a bath with one temperature, got one with a temperature tensor',
    );
    expect(go(given(1, 2))).toContain('[linear] coupling: expected 0 columns for the partner, got 1');
  });

  test('one component at a time: a crooked stiffness, a component that is not there', () => {
    expect(
      message(() =>
        oneByOne({
          stiffness: [
            [1, 2],
            [0, 1],
          ],
          dt: 1,
        }),
      ),
    ).toContain('[one by one] stiffness: expected a symmetric matrix');
    expect(message(() => oneByOne({ stiffness: [[1]], dt: 1 }).component(Float64Array.of(1)))).toContain(
      'expected a component from 0 to 0',
    );
  });
});
