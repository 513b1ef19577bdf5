// Cases V13b and V24 of docs/theory.md 7, and a protocol whose reverse is not its mirror.
import {
  batchOf,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  type Model,
  make,
  moments,
  type Protocol,
  protocols,
  randomStream,
  reverse,
  type Subsystem,
  simulate,
} from '@szilard/core';
import { ornsteinUhlenbeck, still, trapControl, trapModel } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const { geodesic, linear, optimalDrag, piecewise, reverseProtocol, sampled, thermodynamicLength } = protocols;
const bath = make(ideal);
const touch = (model: Model): Experiment => ({ ...model, reservoirs: { x: bath, theta: bath } });
const run = (e: Experiment, seed: number, trajectories = 20_000) =>
  simulate(e, { trajectories, rng: randomStream(seed), ledger: 'totals' });
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });

describe('V13b dragging a trap over 1 in time 2', () => {
  const [duration, distance] = [2, 1];
  const drag = (protocol: Protocol, ticks: number) => {
    const controls = sampled(protocol, { ticks }).map(({ control }) => trapControl(control[0], 1));
    return trapModel(ornsteinUhlenbeck(duration / ticks), undefined, 1, trapControl(0, 1), controls, trapControl(distance, 1));
  };
  /** ⟨W⟩ = Σ −δ m + δ²/2 over jumps δ of the trap, m the mean distance to it, which decays in between. */
  const work = (protocol: Protocol, ticks: number): number => {
    const decay = Math.exp(-duration / ticks);
    let [centre, away, sum] = [0, 0, 0];
    const jump = (to: number) => {
      const delta = to - centre;
      sum += -delta * away + delta ** 2 / 2;
      away -= delta;
      centre = to;
    };
    for (const { control } of sampled(protocol, { ticks })) {
      jump(control[0]);
      away *= decay;
    }
    jump(distance);
    return sum;
  };
  const limit = (protocol: Protocol) => (4 * work(protocol, 4000) - work(protocol, 2000)) / 3;

  test('the optimum costs λ²/(t + 2), a straight line more, jumps left out more', () => {
    expect(limit(optimalDrag({ distance, duration }))).toBeCloseTo(0.25, 10);
    expect(limit(linear(0, 1))).toBeCloseTo(0.2838338208, 9);
    expect(limit(protocols.sigmoid(0, 1))).toBeGreaterThan(limit(linear(0, 1)));
  });

  test('no protocol of nine costs less', () => {
    const least = limit(optimalDrag({ distance, duration }));
    for (const first of [0.1, 0.2, 0.3])
      for (const last of [0.7, 0.8, 0.9])
        expect(
          limit(
            piecewise([
              [0, 0],
              [0, first],
              [1, last],
              [1, 1],
            ]),
          ),
        ).toBeGreaterThan(least);
  });

  test('stiffness and time come in together: W_min = k λ²/(k t + 2)', () => {
    const [k, time, ticks] = [3, 0.7, 4000];
    const decay = Math.exp((-k * time) / ticks);
    let [centre, away, sum] = [0, 0, 0];
    for (const to of [
      ...sampled(optimalDrag({ distance: 2, duration: time, stiffness: k }), { ticks }).map(({ control }) => control[0]),
      2,
    ]) {
      sum += k * (-(to - centre) * away + (to - centre) ** 2 / 2);
      away = (away - (to - centre)) * decay;
      centre = to;
    }
    expect(sum).toBeCloseTo((k * 4) / (k * time + 2), 6);
  });

  test.each([1, 2, 3])('simulated in 20 ticks, seed %i: work, its variance, Jarzynski', (seed) => {
    const optimum = optimalDrag({ distance, duration });
    const { ledger } = run(touch(drag(optimum, 20)), seed);
    const truth = work(optimum, 20);
    expect(mean(ledger.work)).toAgreeWith(truth);
    const { variance, n } = moments(ledger.work);
    expect({ value: variance, stderr: variance * Math.sqrt(2 / n) }).toAgreeWith(2 * truth);
    expect(integralFluctuation(ledger.work).holds).toBe('yes');
  });
});

describe('a protocol whose reverse is not its mirror', () => {
  // Stiffness 1 → 4 in four fifths of the time and back in one: ΔF = 0, both ends alike, yet the way back is another experiment.
  const breathe = piecewise([
    [0, 1],
    [0.8, 4],
    [1, 1],
  ]);
  const experiment = (protocol: Protocol) =>
    touch(
      trapModel(
        ornsteinUhlenbeck(0.05),
        undefined,
        1,
        trapControl(0, 1),
        sampled(protocol, { ticks: 20 }).map(({ control }) => trapControl(0, control[0])),
        trapControl(0, 1),
      ),
    );

  test('the reversed protocol is the reversed experiment', () => {
    const [turned, reversed] = [experiment(reverseProtocol(breathe)), reverse(experiment(breathe))];
    const [a, b] = [run(turned, 1, 200).ledger.work, run(reversed, 1, 200).ledger.work];
    for (const [i, work] of a.entries()) expect(work).toBeCloseTo(b[i], 12);
  });

  test.each([1, 2, 3])('seed %i: the work of the reverse is another law, and the theorem holds between the two only', (seed) => {
    const forward = run(experiment(breathe), seed, 60_000).ledger.work;
    const backward = run(experiment(reverseProtocol(breathe)), seed + 10, 60_000).ledger.work;
    const [f, b] = [moments(forward), moments(backward)];
    expect(Math.abs(f.mean - b.mean) / Math.hypot(f.stderr, b.stderr)).toBeGreaterThan(10);
    expect(detailedFluctuation(forward, backward).holds).toBe('yes');
    expect(detailedFluctuation(forward, forward).holds).toBe('no');
    expect(detailedFluctuation(backward, backward).holds).toBe('no');
  });

  test('control: a dragged trap has the same work either way, whatever the protocol', () => {
    const creep = piecewise([
      [0, 0],
      [0.8, 0.2],
      [1, 1],
    ]);
    const drag = (protocol: Protocol, to: number) =>
      touch(
        trapModel(
          ornsteinUhlenbeck(0.1),
          undefined,
          1,
          trapControl(1 - to, 1),
          sampled(protocol, { ticks: 20 }).map(({ control }) => trapControl(control[0], 1)),
          trapControl(to, 1),
        ),
      );
    const [f, b] = [moments(run(drag(creep, 1), 1).ledger.work), moments(run(drag(reverseProtocol(creep), 0), 2).ledger.work)];
    expect({ value: f.mean - b.mean, stderr: Math.hypot(f.stderr, b.stderr) }).toAgreeWith(0);
    expect({ value: f.variance - b.variance, stderr: Math.hypot(f.variance, b.variance) * Math.sqrt(2 / f.n) }).toAgreeWith(0);
  });
});

describe('V24 thermodynamic length of a coin, θ: 0 → 2', () => {
  const coin = { from: 0, to: 2, metric: (theta: number) => 0.25 / Math.cosh(theta / 2) ** 2 };
  const p = (theta: number) => 1 / (1 + Math.exp(-theta));
  /** Σ D(p_{n−1} ‖ p_n) over quenches with full relaxation. */
  const dissipation = (protocol: Protocol, ticks: number): number => {
    let [before, sum] = [0, 0];
    for (const { control } of sampled(protocol, { ticks, at: 'end' })) {
      const [a, b] = [p(before), p(control[0])];
      sum += a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
      before = control[0];
    }
    return sum;
  };

  test('length, and dissipation of ladders at constant speed and straight', () => {
    expect(thermodynamicLength(coin)).toBeCloseTo(2 * (Math.atan(Math.E) - Math.PI / 4), 12);
    expect(thermodynamicLength(coin) ** 2 / 2).toBeCloseTo(0.3747783991, 10);
    expect(dissipation(linear(0, 2), 1)).toBeCloseTo(0.4337808305, 10);
    for (const [ticks, straight, even] of [
      [5, 0.07809870653, 0.07718777287],
      [10, 0.03856342734, 0.03802798779],
      [100, 0.003812804363, 0.003753211404],
    ]) {
      expect(dissipation(linear(0, 2), ticks)).toBeCloseTo(straight, 11);
      expect(dissipation(geodesic(coin), ticks)).toBeCloseTo(even, 11);
    }
    expect(1e4 * dissipation(geodesic(coin), 1e4)).toBeCloseTo(thermodynamicLength(coin) ** 2 / 2, 4);
    expect(1e4 * dissipation(linear(0, 2), 1e4)).toBeCloseTo(0.380797078, 4);
  });

  const tossed: Subsystem = {
    dim: 1,
    energy(x, { control: [theta] }, out) {
      for (let i = 0; i < x.n; i++) out[i] = -theta * x.data[i];
    },
    kernel: {
      step(x, { control: [theta] }, rng, next) {
        rng.fillUniform(next.data);
        for (let i = 0; i < x.n; i++) next.data[i] = next.data[i] < p(theta) ? 1 : 0;
      },
      logDensity(_from, to, { control: [theta] }, out) {
        for (let i = 0; i < to.n; i++) out[i] = Math.log(to.data[i] === 1 ? p(theta) : p(-theta));
      },
    },
    states: batchOf(Float64Array.of(0, 1)),
  };
  const rest = (theta: number): Model['start'] => ({
    control: Float64Array.of(theta),
    sample(rng, x) {
      rng.fillUniform(x.data);
      for (let i = 0; i < x.n; i++) x.data[i] = x.data[i] < p(theta) ? 1 : 0;
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = Math.log(x.data[i] === 1 ? p(theta) : p(-theta));
    },
  });

  test.each([1, 2, 3])('simulated, seed %i: five quenches at constant speed and straight', (seed) => {
    for (const protocol of [geodesic(coin), linear(0, 2)]) {
      const ticks = sampled(protocol, { ticks: 5, at: 'end' });
      const e = touch({ subsystems: { x: tossed, theta: still }, ticks, start: rest(0), end: rest(2) });
      expect(mean(entropyProduction(run(e, seed)))).toAgreeWith(dissipation(protocol, 5));
    }
  });
});
