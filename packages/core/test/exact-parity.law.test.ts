// Odd components and composite kernels in the exact back-ends: what is reversible with its parity, and what is not without.
import {
  batchOf,
  bipartiteEntropies,
  type Experiment,
  entropyProduction,
  enumerateProcess,
  type Kernel,
  linearGaussianProcess,
  make,
  moments,
  randomStream,
  recordState,
  type Subsystem,
  simulate,
  type Tick,
} from '@szilard/core';
import { quadraticLoss, still } from '@szilard/models';
import { ideal, minibatch } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const control = new Float64Array(0);
const ticks = (n: number): Tick[] => Array.from({ length: n }, () => ({ mover: 'x', control }));
const alone = (x: Subsystem, start: Experiment['start'], n = 3): Experiment => ({
  subsystems: { x, theta: still },
  reservoirs: { x: bath, theta: bath },
  ticks: ticks(n),
  start,
  end: start,
});

describe('a walker on a ring of 3 that keeps its direction: (site, direction), the direction odd', () => {
  const states = batchOf(Float64Array.from([0, 1, 2].flatMap((site) => [site, 1, site, -1])), 2);
  const walker = (parity?: Int8Array): Subsystem => ({
    dim: 2,
    states,
    energy: (_x, _given, out) => void out.fill(0),
    kernel: {
      ...(parity ? { parity } : {}),
      step() {},
      logDensity(from, to, _given, out) {
        for (let i = 0; i < from.n; i++) {
          const [site, way, there, next] = [from.data[2 * i], from.data[2 * i + 1], to.data[2 * i], to.data[2 * i + 1]];
          const chance = next === way && there === (site + way + 3) % 3 ? 0.8 : next === -way && there === site ? 0.2 : 0;
          out[i] = Math.log(chance);
        }
      },
    },
  });
  const uniform: Experiment['start'] = { control, sample() {}, logDensity: (_x, _theta, out) => void out.fill(-Math.log(6)) };
  test('in equilibrium with its parity, irreversible without', () => {
    const { means, paths } = enumerateProcess(alone(walker(Int8Array.of(1, -1)), uniform));
    expect(Math.abs(means.total)).toBeLessThan(1e-14);
    expect(paths!.averages.total.second).toBeCloseTo(1, 12);
    expect(enumerateProcess(alone(walker(), uniform)).means.total).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a damped rotation of (position, momentum), the momentum odd', () => {
  const [turn, keep] = [0.7, 0.6];
  const own = Float64Array.of(Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn)).map((v) => keep * v);
  const spread = 1 - keep * keep;
  const rotor = (parity?: Int8Array): Subsystem => ({
    dim: 2,
    energy(x, _given, out) {
      for (let i = 0; i < x.n; i++) out[i] = (x.data[2 * i] ** 2 + x.data[2 * i + 1] ** 2) / 2;
    },
    kernel: {
      ...(parity ? { parity } : {}),
      step() {},
      logDensity(from, to, _given, out) {
        for (let i = 0; i < from.n; i++) {
          const [q, p] = [from.data[2 * i], from.data[2 * i + 1]];
          const miss = [to.data[2 * i] - own[0] * q - own[1] * p, to.data[2 * i + 1] - own[2] * q - own[3] * p];
          out[i] = -(miss[0] ** 2 + miss[1] ** 2) / (2 * spread) - Math.log(2 * Math.PI * spread);
        }
      },
      affine: () => ({ own, other: control, offset: new Float64Array(2), covariance: Float64Array.of(spread, 0, 0, spread) }),
    },
  });
  const rest: Experiment['start'] = {
    control,
    gaussian: { mean: new Float64Array(2), covariance: Float64Array.of(1, 0, 0, 1) },
    sample() {},
    logDensity() {},
  };
  test('in equilibrium with its parity, its closed form without', () => {
    const { means, paths } = linearGaussianProcess(alone(rotor(Int8Array.of(1, -1)), rest));
    expect(Math.abs(means.total)).toBeLessThan(1e-13);
    expect(paths!.averages.total.second).toBeCloseTo(1, 12);
    // tr[Q⁻¹(1 − A²)S] − 2 per step with A = keep · rotation.
    const perStep = (2 * (1 - keep * keep * Math.cos(2 * turn))) / spread - 2;
    expect(linearGaussianProcess(alone(rotor(), rest)).means.total).toBeCloseTo(3 * perStep, 11);
  });
});

describe('a systematic sweep over two bits, with its reverse', () => {
  const states = batchOf(Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1), 2);
  const energy = (a: number, b: number) => 0.8 * a - 1.1 * a * b;
  const heatBath = (bit: number, a: number, b: number) =>
    1 / (1 + Math.exp(bit === 0 ? energy(1, b) - energy(0, b) : energy(a, 1) - energy(a, 0)));
  const sweep = (order: readonly [0, 1] | readonly [1, 0]): Kernel => ({
    step(x, _given, rng, next) {
      const u = new Float64Array(2 * x.n);
      rng.fillUniform(u);
      next.data.set(x.data);
      order.forEach((bit, k) => {
        for (let i = 0; i < x.n; i++) next.data[2 * i + bit] = u[2 * i + k] < heatBath(bit, next.data[2 * i], next.data[2 * i + 1]) ? 1 : 0;
      });
    },
    logDensity(from, to, _given, out) {
      for (let i = 0; i < from.n; i++) {
        const at = [from.data[2 * i], from.data[2 * i + 1]];
        out[i] = 0;
        for (const bit of order) {
          const up = heatBath(bit, at[0], at[1]);
          at[bit] = to.data[2 * i + bit];
          out[i] += Math.log(at[bit] === 1 ? up : 1 - up);
        }
      }
    },
  });
  const bits = (kernel: Kernel): Subsystem => ({
    dim: 2,
    states,
    kernel,
    energy(x, _given, out) {
      for (let i = 0; i < x.n; i++) out[i] = energy(x.data[2 * i], x.data[2 * i + 1]);
    },
  });
  const hot: Experiment['start'] = {
    control,
    sample(rng, x) {
      rng.fillUniform(x.data);
      for (let k = 0; k < x.data.length; k++) x.data[k] = x.data[k] < 0.3 ? 1 : 0;
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = Math.log((x.data[2 * i] === 1 ? 0.3 : 0.7) * (x.data[2 * i + 1] === 1 ? 0.3 : 0.7));
    },
  };
  test('with the reverse it relaxes to equilibrium and stays; without it never stops producing', () => {
    const honest = enumerateProcess(alone(bits({ ...sweep([0, 1]), reversed: sweep([1, 0]) }), hot, 6));
    const plain = enumerateProcess(alone(bits(sweep([0, 1])), hot, 6));
    expect(honest.paths!.averages.total.integral).toBeCloseTo(1, 12);
    expect(honest.means.ticks.partial.x[5]).toBeLessThan(1e-4);
    expect(plain.means.ticks.partial.x[5]).toBeGreaterThan(0.02);
  });
  test.each([1, 2, 3])('seed %i: simulation agrees', (seed) => {
    const experiment = alone(bits({ ...sweep([0, 1]), reversed: sweep([1, 0]) }), hot);
    const { laws, means } = enumerateProcess(experiment);
    const record = { x: recordState('x', 2), theta: recordState('theta', 0) };
    const run = simulate(experiment, { trajectories: 20_000, rng: randomStream(seed), record });
    const { total, partial } = bipartiteEntropies(run, experiment, laws);
    const m = moments(total);
    expect({ value: m.mean, stderr: m.stderr }).toAgreeWith(means.total);
    expect(partial.theta.every((s) => s === 0)).toBe(true);
    // σ of the run ends in `end`, not in p_N: it is larger by D(p_N‖end).
    expect(moments(entropyProduction(run)).mean).toBeGreaterThan(m.mean);
  });
});

test('a temperature tensor is refused by the back-ends', () => {
  const lent = { ...make(quadraticLoss), reservoirs: { x: bath, theta: make(minibatch, { batch: 10 } as object) } } as Experiment;
  expect(() => linearGaussianProcess(lent)).toThrow(/reservoirs\.theta: expected an additive bath .* got one with a temperature tensor/);
});
