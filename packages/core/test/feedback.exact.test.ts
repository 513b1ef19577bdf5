// Two coupled bits that feel each other (θ reads x, x reads θ), against the enumeration of every path, for the three tick orders.
import {
  type Boundary,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  lagged,
  localDetailedBalance,
  make,
  moments,
  randomStream,
  reverse,
  type Subsystem,
  simulate,
  type Tick,
  type TickOrder,
} from '@szilard/core';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const coupling = { x: 0.9, theta: 0.6 };
/** U of one bit given the other: aligned bits lie deep, and the two seats disagree on how deep: no common energy, no equilibrium. */
const energyOf = (seat: 'x' | 'theta', own: number, other: number) => -coupling[seat] * (2 * own - 1) * (2 * other - 1);
const flipChance = (seat: 'x' | 'theta', own: number, other: number) =>
  1 / (1 + Math.exp(energyOf(seat, 1 - own, other) - energyOf(seat, own, other)));
const chance = (seat: 'x' | 'theta', from: number, to: number, other: number) =>
  from === to ? 1 - flipChance(seat, from, other) : flipChance(seat, from, other);

const bit = (seat: 'x' | 'theta'): Subsystem => ({
  dim: 1,
  energy(x, { partner }, out) {
    for (let i = 0; i < x.n; i++) out[i] = energyOf(seat, x.data[i], partner.data[i]);
  },
  kernel: {
    step(x, { partner }, rng, next) {
      rng.fillUniform(next.data);
      for (let i = 0; i < x.n; i++) next.data[i] = next.data[i] < flipChance(seat, x.data[i], partner.data[i]) ? 1 - x.data[i] : x.data[i];
    },
    logDensity(from, to, { partner }, out) {
      for (let i = 0; i < from.n; i++) out[i] = Math.log(chance(seat, from.data[i], to.data[i], partner.data[i]));
    },
  },
});
/** p(x, θ), entry 2x + θ. */
const table = (p: readonly number[]): Boundary => ({
  control: new Float64Array(0),
  sample(rng, x, theta) {
    const u = new Float64Array(x.n);
    rng.fillUniform(u);
    for (let i = 0; i < x.n; i++) {
      const at = u[i] < p[0] ? 0 : u[i] < p[0] + p[1] ? 1 : u[i] < p[0] + p[1] + p[2] ? 2 : 3;
      x.data[i] = at >> 1;
      theta.data[i] = at & 1;
    }
  },
  logDensity(x, theta, out) {
    for (let i = 0; i < x.n; i++) out[i] = Math.log(p[2 * x.data[i] + theta.data[i]]);
  },
});
const [first, last] = [
  [0.5, 0.2, 0.2, 0.1],
  [0.3, 0.15, 0.25, 0.3],
];

/** Every path with its movers: ⟨σ⟩ = Σ P ln(P/P̃) and ⟨e^−σ⟩ = Σ P̃, exactly. */
function enumerate(ticks: readonly Tick[]) {
  let [mean, conjugate] = [0, 0];
  const walk = (t: number, x: number, theta: number, forward: number, backward: number) => {
    if (t === ticks.length) {
      mean += forward * Math.log(forward / (backward * last[2 * x + theta]));
      conjugate += backward * last[2 * x + theta];
      return;
    }
    const { mover, slowShare = 0.5 } = ticks[t];
    for (const seat of ['x', 'theta'] as const) {
      const share = mover === 'random' ? (seat === 'theta' ? slowShare : 1 - slowShare) : mover === seat ? 1 : 0;
      if (share === 0) continue;
      for (const to of [0, 1]) {
        const [from, other] = seat === 'x' ? [x, theta] : [theta, x];
        const [there, back] = [chance(seat, from, to, other), chance(seat, to, from, other)];
        walk(t + 1, seat === 'x' ? to : x, seat === 'theta' ? to : theta, forward * share * there, backward * share * back);
      }
    }
  };
  for (const x of [0, 1]) for (const theta of [0, 1]) walk(0, x, theta, first[2 * x + theta], 1);
  return { mean, conjugate };
}

describe.each(['theta-first', 'x-first', 'random-scan'] as const)('%s', (order: TickOrder) => {
  const bath = make(ideal);
  const ticks = lagged({ steps: 3, lag: 1, order });
  const experiment: Experiment = {
    subsystems: { x: bit('x'), theta: bit('theta') },
    reservoirs: { x: bath, theta: bath },
    ticks,
    start: table(first),
    end: table(last),
  };
  const exact = enumerate(ticks);

  test('enumeration: the conjugate process is normalised', () => expect(exact.conjugate).toBeCloseTo(1, 12));

  test.each([1, 2, 3])('seed %i: simulation agrees with enumeration, and the laws hold', (seed) => {
    const forward = simulate(experiment, { trajectories: 20_000, rng: randomStream(seed).fork('forward') });
    const backward = simulate(reverse(experiment), { trajectories: 20_000, rng: randomStream(seed).fork('backward') });
    const sigma = entropyProduction(forward);
    const { mean, stderr } = moments(sigma);
    expect({ value: mean, stderr }).toAgreeWith(exact.mean);
    expect(localDetailedBalance(forward).holds).toBe('yes');
    expect(integralFluctuation(sigma).holds).toBe('yes');
    expect(detailedFluctuation(sigma, entropyProduction(backward)).holds).toBe('yes');
  });
});

test('negative control: a reverse that keeps the order of ticks fails the detailed theorem', () => {
  const bath = make(ideal);
  const experiment: Experiment = {
    subsystems: { x: bit('x'), theta: bit('theta') },
    reservoirs: { x: bath, theta: bath },
    ticks: lagged({ steps: 1, lag: 1 }),
    start: table(first),
    end: table(last),
  };
  const sigma = (e: Experiment, seed: number) => entropyProduction(simulate(e, { trajectories: 60_000, rng: randomStream(seed) }));
  expect(detailedFluctuation(sigma(experiment, 1), sigma(reverse(experiment), 2)).holds).toBe('yes');
  expect(detailedFluctuation(sigma(experiment, 1), sigma({ ...reverse(experiment), ticks: experiment.ticks }, 2)).holds).toBe('no');
});
