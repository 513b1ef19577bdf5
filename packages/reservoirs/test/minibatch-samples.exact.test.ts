// Low-rank noise by per-sample gradients, measured and given covariances, epochs without replacement.
import {
  type Boundary,
  batchOf,
  type Contact,
  type Experiment,
  entropyProduction,
  inContact,
  integralFluctuation,
  linearMap,
  type Model,
  make,
  moments,
  randomStream,
  type Subsystem,
  SzilardError,
  simulate,
  total,
} from '@szilard/core';
import { quadraticLoss, still, vectorEulerMaruyama } from '@szilard/models';
import { epochCorrelation, ideal, minibatch } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });

/** Least squares on N samples (a_r, y_r) in `dim` dimensions: g_r(θ) = (a_r·θ − y_r) a_r. */
function regression(dim: number, samples: number, rate = 0.1) {
  const rng = randomStream('data');
  const inputs = Float64Array.from({ length: samples * dim }, () => rng.normal() / Math.sqrt(dim));
  const answers = Float64Array.from({ length: samples }, () => rng.normal());
  const gradients = (theta: Float64Array, out: Float64Array) => {
    for (let r = 0; r < samples; r++) {
      let miss = -answers[r];
      for (let k = 0; k < dim; k++) miss += inputs[r * dim + k] * theta[k];
      for (let k = 0; k < dim; k++) out[r * dim + k] = miss * inputs[r * dim + k];
    }
  };
  const each = new Float64Array(samples * dim);
  const gradient = (theta: Float64Array): Float64Array => {
    gradients(theta, each);
    return Float64Array.from({ length: dim }, (_, k) => {
      let sum = 0;
      for (let r = 0; r < samples; r++) sum += each[r * dim + k] / samples;
      return sum;
    });
  };
  const covariance = (theta: Float64Array): Float64Array => {
    const g = gradient(theta);
    gradients(theta, each);
    return Float64Array.from({ length: dim * dim }, (_, at) => {
      const [a, b] = [Math.floor(at / dim), at % dim];
      let sum = 0;
      for (let r = 0; r < samples; r++) sum += ((each[r * dim + a] - g[a]) * (each[r * dim + b] - g[b])) / samples;
      return sum;
    });
  };
  const kernel = vectorEulerMaruyama({
    dim,
    dt: rate,
    temperature: 1,
    drift(theta, _given, out) {
      for (let i = 0; i < theta.n; i++)
        out.set(
          gradient(theta.data.subarray(i * dim, (i + 1) * dim)).map((v) => -v),
          i * dim,
        );
    },
  });
  const subsystem: Subsystem = {
    dim,
    kernel,
    energy: (_theta, _given, out) => void out.fill(0),
    gradientNoise: {
      samples,
      temperaturePerVariance: rate / 2,
      gradients,
      covariance(state, out) {
        for (let i = 0; i < state.n; i++) out.set(covariance(state.data.subarray(i * dim, (i + 1) * dim)), i * dim * dim);
      },
    },
  };
  return { subsystem, covariance, gradient };
}

/** θ ~ N(0, 1) in every component. */
const unitLaw = (dim: number): Boundary => ({
  control: new Float64Array(0),
  sample: (rng, _x, theta) => rng.fillNormal(theta.data),
  logDensity(_x, theta, out) {
    out.fill(-0.5 * dim * Math.log(2 * Math.PI));
    for (let at = 0; at < theta.data.length; at++) out[Math.floor(at / dim)] -= 0.5 * theta.data[at] ** 2;
  },
});

const given = (bath: ReturnType<ReturnType<typeof make<any, any>>['open']>) => ({
  partner: { n: 2, dim: 0, data: new Float64Array(0) },
  control: new Float64Array(0),
  bath,
});
const states = (dim: number, n = 2) =>
  batchOf(
    Float64Array.from({ length: n * dim }, (_, at) => Math.sin(at + 1)),
    dim,
  );
const contactOf = (subsystem: Subsystem, dim: number): Contact => ({ subsystem, state: states(dim) });

describe('Woodbury: noise and density by factors are those of the full matrix', () => {
  for (const [dim, samples] of [
    [3, 7],
    [6, 2],
    [40, 5],
  ] as const) {
    test(`${dim} dimensions, ${samples} samples`, () => {
      const { subsystem } = regression(dim, samples);
      const open = (covariance: 'state' | 'samples') =>
        make(minibatch, { batch: 2, floor: 0.3, covariance }).open(2, randomStream(1), contactOf(subsystem, dim));
      const [full, few] = [open('state'), open('samples')];
      expect(few.temperatureFactors!.rank).toBe(samples);
      const [a, b] = [new Float64Array(2 * dim * dim), new Float64Array(2 * dim * dim)];
      full.temperature!(states(dim), a);
      few.temperature!(states(dim), b);
      for (let at = 0; at < a.length; at++) expect(b[at]).toBeCloseTo(a[at], 12);
      expect(few.beta[1]).toBeCloseTo(full.beta[1], 12);
      const [x, to] = [states(dim), { ...states(dim), data: states(dim).data.map((v, k) => 0.8 * v + 0.1 * Math.cos(k)) }];
      const [one, two] = [new Float64Array(2), new Float64Array(2)];
      subsystem.kernel.logDensity(x, to, given(full), one);
      subsystem.kernel.logDensity(x, to, given(few), two);
      for (const i of [0, 1]) expect(two[i]).toBeCloseTo(one[i], 9);
    });
  }

  test.each([1, 2, 3])('draws have the covariance that the density says; seed %i', (seed) => {
    const [dim, n] = [4, 40_000];
    const { subsystem, covariance, gradient } = regression(dim, 3);
    const theta = states(dim, 1).data;
    const x = batchOf(
      Float64Array.from({ length: n * dim }, (_, at) => theta[at % dim]),
      dim,
    );
    const bath = make(minibatch, { batch: 2, floor: 0.2, covariance: 'samples' }).open(n, randomStream(1), { subsystem, state: x });
    const next = { ...x, data: new Float64Array(n * dim) };
    subsystem.kernel.step(x, given(bath), randomStream(seed).trajectories(0, n), next);
    const [sigma, g] = [covariance(theta), gradient(theta)];
    for (let a = 0; a < dim; a++)
      for (let b = 0; b <= a; b++) {
        const at = (k: number, i: number) => next.data[i * dim + k] - theta[k] + 0.1 * g[k];
        const product = Float64Array.from({ length: n }, (_, i) => at(a, i) * at(b, i));
        // 2ε (ε/2|b|) Σ + 2ε floor
        expect(mean(product)).toAgreeWith(0.2 * ((0.05 / 2) * sigma[a * dim + b] + (a === b ? 0.2 : 0)));
      }
  });

  test.each([1, 2, 3])('the integral theorem holds for noise of 5 samples in 300 dimensions; seed %i', (seed) => {
    const dim = 300;
    const { subsystem } = regression(dim, 5, 0.02);
    const model: Model = {
      subsystems: { x: still, theta: subsystem },
      ticks: [{ mover: 'theta', control: new Float64Array(0) }],
      start: unitLaw(dim),
      end: unitLaw(dim),
    };
    const e: Experiment = inContact(model, { x: make(ideal), theta: make(minibatch, { batch: 1, floor: 0.05, covariance: 'samples' }) });
    const run = simulate(e, { trajectories: 1000, rng: randomStream(seed) });
    expect(integralFluctuation(entropyProduction(run)).holds).toBe('yes');
    expect(run.ledger.logRatio.every(Number.isFinite)).toBe(true);
  });

  test('without a floor few samples leave moves that cannot be undone, and it says so', () => {
    const { subsystem } = regression(6, 3);
    const bath = make(minibatch, { batch: 2, covariance: 'samples' }).open(2, randomStream(1), contactOf(subsystem, 6));
    expect(() => subsystem.kernel.step(states(6), given(bath), randomStream(1).trajectories(0, 2), states(6))).toThrow(/floor above 0/);
  });
});

describe('a covariance that is held', () => {
  test('measured at the contact, it is each trajectory’s own and does not follow θ', () => {
    const { subsystem, covariance } = regression(3, 7);
    const bath = make(minibatch, { batch: 2, covariance: 'contact' }).open(2, randomStream(1), contactOf(subsystem, 3));
    const out = new Float64Array(18);
    bath.temperature!(batchOf(new Float64Array(6), 3), out);
    for (const i of [0, 1]) {
      const own = covariance(states(3).data.subarray(3 * i, 3 * i + 3));
      for (let at = 0; at < 9; at++) expect(out[9 * i + at]).toBeCloseTo((0.05 / 2) * own[at], 12);
    }
    expect(() => bath.temperature!(batchOf(new Float64Array(3), 3), out)).toThrow(SzilardError);
  });

  test.each([1, 2, 3])('V18 with the covariance given: Σ per step 0.1956521739, and 0 where it commutes with H; seed %i', (seed) => {
    const matrix = [
      [2, 1],
      [1, 1],
    ];
    const model = make(quadraticLoss);
    const go = (
      given: number[][],
      e = inContact(model, { x: make(ideal), theta: make(minibatch, { covariance: 'given', matrix: given }) }),
    ) => {
      const { ledger } = simulate(e, { trajectories: 8000, rng: randomStream(seed) });
      return mean(total(ledger.logRatio, ledger.ticks).map((s) => s / ledger.ticks));
    };
    expect(go(matrix)).toAgreeWith(0.1956521739);
    const { covariance, entropyProductionPerStep } = linearMap({
      map: [
        [0.9, 0],
        [0, 0.6],
      ],
      noise: matrix.map((row) => row.map((v) => 0.001 * v)),
    });
    expect(entropyProductionPerStep).toBeCloseTo(0.1956521739, 9);
    expect(covariance[0][1]).toBeCloseTo(0.002173913043, 11);
  });

  test('a matrix that is none is refused in one line', () => {
    const { subsystem } = regression(2, 4);
    const open = (matrix: number[][]) => make(minibatch, { covariance: 'given', matrix }).open(2, randomStream(1), contactOf(subsystem, 2));
    expect(() => open([])).toThrow('[minibatch] matrix: expected 2 rows of 2 numbers for covariance=given, got 0 rows of no numbers.');
    expect(() =>
      open([
        [1, 2],
        [3, 1],
      ]),
    ).toThrow(/symmetric/);
    const { gradients: _none, ...noise } = subsystem.gradientNoise!;
    const untold = { ...subsystem, gradientNoise: noise };
    expect(() => make(minibatch, { covariance: 'samples' }).open(2, randomStream(1), contactOf(untold, 2))).toThrow(
      /tells the gradients of its single samples/,
    );
  });
});

describe('epochs without replacement', () => {
  test('C(t, s)/C(t, 0) by every order of 4 batches, twice over, is −(4 − s)/(4·3)', () => {
    const noise = [3, -1, -4, 2];
    const orders: number[][] = [];
    const permute = (rest: number[], done: number[]): void => {
      if (rest.length === 0) orders.push(done);
      for (const k of rest)
        permute(
          rest.filter((l) => l !== k),
          [...done, k],
        );
    };
    permute([0, 1, 2, 3], []);
    for (const lag of [0, 1, 2, 3, 4]) {
      let [product, square] = [0, 0];
      for (const first of orders)
        for (const second of orders)
          for (let t = 0; t < 4; t++) {
            const path = [...first, ...second];
            product += noise[path[t]] * noise[path[t + lag]];
            square += noise[path[t]] ** 2;
          }
      expect(product / square).toBeCloseTo(epochCorrelation(4, lag), 12);
    }
    expect(epochCorrelation(2, 1)).toBe(-0.5);
    expect(() => epochCorrelation(1, 1)).toThrow(SzilardError);
  });
});
