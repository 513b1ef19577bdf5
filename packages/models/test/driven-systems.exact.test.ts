// Cases V14 and V16 of docs/theory.md 7, and systems driven by forces, flows, switches and momenta, each with a control.
import {
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  linearGaussianProcess,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  normalCdf,
  randomStream,
  reverse,
  shadowWork,
  simulate,
} from '@szilard/core';
import { draggedTrap, feedbackEngine, periodicSteadyState, ringVelocity, runAndTumble, tiltedRing, underdampedTrap } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const touch = <P extends object>(model: ModelPlugin<P>, params: Partial<P> = {}): Experiment => ({
  ...make(model, params),
  reservoirs: { x: bath, theta: bath },
});
const run = (e: Experiment, seed: number, trajectories = 10_000) =>
  simulate(e, { trajectories, rng: randomStream(seed), ledger: 'totals' });
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const variance = (values: Float64Array) => ({
  value: moments(values).variance,
  stderr: moments(values).variance * Math.sqrt(2 / values.length),
});
const per = (values: Float64Array, time: number) => mean(values.map((v) => v / time));

describe('V14 run and tumble', () => {
  const params = { speed: 1.5, diffusion: 0.5, dt: 0.05, steps: 4 };
  const time = params.dt * params.steps;

  test.each([1, 2, 3])('v²/D = 4.5 per unit time, whatever the tumbling, seed %i', (seed) => {
    for (const tumbling of [0.1, 1, 20]) {
      const r = run(touch(runAndTumble, { ...params, tumbling }), seed);
      expect(runAndTumble.exact!['entropy-flow']({ ...runAndTumble.defaults, ...params, tumbling }) / time).toBeCloseTo(4.5, 12);
      expect(per(r.ledger.bathEntropy, time)).toAgreeWith(4.5);
      // Given the directions the flow is Gaussian: a drift of speed v seen along the way.
      expect(variance(r.ledger.bathEntropy)).toAgreeWith(9 * time);
    }
  });

  test('control: without propulsion nothing flows; a wrong diffusion in the books is seen', () => {
    const rest = run(touch(runAndTumble, { speed: 0 }), 1, 100);
    expect(rest.ledger.bathEntropy.every((s) => s === 0)).toBe(true);
    const e = touch(runAndTumble);
    const { work } = e.subsystems.x;
    const twice: Experiment = {
      ...e,
      subsystems: {
        ...e.subsystems,
        x: {
          ...e.subsystems.x,
          work(from, to, given, out) {
            work!(from, to, given, out);
            for (let i = 0; i < out.length; i++) out[i] *= 2;
          },
        },
      },
    };
    expect(localDetailedBalance(run(e, 1, 100)).holds).toBe('yes');
    expect(localDetailedBalance(run(twice, 1, 100)).holds).toBe('no');
  });
});

describe('V16 measurement and feedback', () => {
  const safe = { ...feedbackEngine.defaults, error: 4 };
  const exact = feedbackEngine.exact!;

  test('closed forms: work, information, efficacy', () => {
    expect(exact.work(safe)).toBeCloseTo(-0.1, 12);
    expect(exact['measured-information'](safe)).toBeCloseTo(0.1115717757, 10);
    expect(exact.efficacy(safe)).toBeCloseTo(1.25, 12);
    const sharp = { ...safe, error: 0.25 };
    expect(exact.work(sharp)).toBeCloseTo(-0.4, 12);
    expect(exact['measured-information'](sharp)).toBeCloseTo(0.8047189562, 10);
    expect(exact.efficacy(sharp)).toBeCloseTo(5, 11);
    expect(exact.efficacy({ ...safe, gain: 0 })).toBe(1);
    // The best gain: the work is least there, and less than the information pays for.
    for (const gain of [0.5, 1.5]) expect(exact.work({ ...safe, gain })).toBeGreaterThan(exact.work(safe));
  });

  test.each([1, 2, 3])('σ = βW + i: ⟨e^−σ⟩ = 1 and ⟨e^−2σ⟩ where it is finite; e^−βW has its efficacy, seed %i', (seed) => {
    const e = touch(feedbackEngine, { error: 4 });
    const r = run(e, seed, 40_000);
    const sigma = entropyProduction(r);
    expect(mean(r.ledger.work)).toAgreeWith(-0.1);
    expect(mean(sigma.map((s, i) => s - r.ledger.work[i]))).toAgreeWith(0.1115717757);
    expect(mean(r.ledger.work.map((w) => Math.exp(-w)))).toAgreeWith(1.25);
    expect(integralFluctuation(sigma, { backward: entropyProduction(run(reverse(e), seed + 10, 40_000)) }).holds).toBe('yes');
    expect(mean(sigma.map((s) => Math.exp(-2 * s)))).toAgreeWith(1.032795559);
    // Work alone, as if nothing had been learned: refuted.
    expect(integralFluctuation(r.ledger.work).holds).toBe('no');
  });

  test('the same by integrals over whole paths: means, ⟨e^−σ⟩, ⟨e^−2σ⟩', () => {
    const of = (error: number) => linearGaussianProcess(touch(feedbackEngine, { error })).paths!.averages.total;
    expect(of(4).mean).toBeCloseTo(0.1115717757 - 0.1, 9);
    expect(of(4).integral).toBeCloseTo(1, 10);
    expect(of(4).second).toBeCloseTo(1.032795559, 9);
    expect(of(0.25).mean).toBeCloseTo(0.8047189562 - 0.4, 9);
    expect(of(0.25).integral).toBeCloseTo(1, 9);
    expect(of(0.25).second).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([1, 2, 3])('a sharp measurement has an infinite ⟨e^−2σ⟩: undecided, seed %i', (seed) => {
    const e = touch(feedbackEngine, { error: 0.25 });
    for (const trajectories of [4000, 40_000]) {
      const [forward, backward] = [run(e, seed, trajectories), run(reverse(e), seed + 10, trajectories)].map((r) => entropyProduction(r));
      expect(integralFluctuation(forward, { backward }).holds).toBe('undecided');
    }
  });
});

describe('momenta', () => {
  const defaults = underdampedTrap.defaults;

  test.each([1, 2, 3])('dragged: ⟨W⟩, Var W = 2⟨W⟩, P(W < 0), Jarzynski, first law of both heats, seed %i', (seed) => {
    const r = run(touch(underdampedTrap, {}), seed, 20_000);
    const truth = underdampedTrap.exact!.work(defaults);
    expect(mean(r.ledger.work)).toAgreeWith(truth);
    expect(variance(r.ledger.work)).toAgreeWith(2 * truth);
    const below = normalCdf(-Math.sqrt(truth / 2));
    const share = r.ledger.work.filter((w) => w < 0).length / r.x.n;
    expect({ value: share, stderr: Math.sqrt((below * (1 - below)) / r.x.n) }).toAgreeWith(below);
    expect(integralFluctuation(r.ledger.work).holds).toBe('yes');
    expect(Math.max(...shadowWork(r).map(Math.abs))).toBeLessThan(1e-9);
  });

  test('without inertia it is the overdamped trap, V1', () => {
    const light = { ...defaults, velocity: 1, mass: 1e-6, friction: 1e6 };
    expect(underdampedTrap.exact!.work(light)).toBeCloseTo(draggedTrap.exact!.work(draggedTrap.defaults), 5);
    expect(draggedTrap.exact!.work(draggedTrap.defaults)).toBeCloseTo(1.137721866, 8);
  });

  test('without friction energy is conserved between jumps, up to the noise that friction brings', () => {
    // One period of the trap: the bead is back, and meets the jump as if nothing had happened.
    const free = { ...defaults, friction: 1e-7, velocity: 1 / (2 * Math.PI), dt: 2 * Math.PI, ticks: 1 };
    expect(underdampedTrap.exact!.work(free)).toBeCloseTo(0.5, 12);
    const r = run(touch(underdampedTrap, free), 1, 100);
    expect(Math.max(...r.ledger.heat.map(Math.abs))).toBeLessThan(0.05);
  });

  test('control: momenta declared even break local detailed balance', () => {
    const e = touch(underdampedTrap, { velocity: 1.2 });
    const { parity: _odd, ...kernel } = e.subsystems.x.kernel;
    const even: Experiment = { ...e, subsystems: { ...e.subsystems, x: { ...e.subsystems.x, kernel } } };
    expect(localDetailedBalance(run(e, 1, 100)).holds).toBe('yes');
    expect(localDetailedBalance(run(even, 1, 100)).holds).toBe('no');
    const heat = (x: Experiment, seed: number) => entropyProduction(run(x, seed, 20_000), 'bathEntropy');
    expect(detailedFluctuation(heat(e, 1), heat(reverse(e), 2)).holds).toBe('yes');
  });
});

describe('tilted ring', () => {
  /** v by the continued fraction of the Fourier modes c_n/c_{n−1} of the steady density: an independent route. */
  const fourier = ({ barrier, force, beta }: { barrier: number; force: number; beta: number }) => {
    const quarter = barrier / 4;
    let [re, im] = [0, 0];
    for (let n = 80; n > 0; n--) {
      // r_n = (i b/4)/(f − i n/β + (i b/4) r_{n+1})
      const [a, c] = [force - quarter * im, -n / beta + quarter * re];
      const norm = a * a + c * c;
      [re, im] = [(quarter * c) / norm, (quarter * a) / norm];
    }
    return force - 2 * quarter * im;
  };

  test('the velocity by quadrature: two routes, and limits', () => {
    for (const params of [
      { barrier: 2, force: 0.7, beta: 1 },
      { barrier: 6, force: 2, beta: 1.5 },
      { barrier: 1, force: -3, beta: 0.5 },
    ])
      expect(ringVelocity(params)).toBeCloseTo(fourier(params), 11);
    expect(ringVelocity({ barrier: 0, force: 1.3, beta: 2 })).toBeCloseTo(1.3, 12);
    expect(ringVelocity({ barrier: 3, force: 0, beta: 1 })).toBe(0);
    // Without a force the density is Boltzmann's.
    const { density } = periodicSteadyState({ energy: Math.cos, length: 2 * Math.PI, force: 0, beta: 1 });
    expect(density(1) / density(2)).toBeCloseTo(Math.exp(Math.cos(2) - Math.cos(1)), 12);
  });

  test('strong forces either way, and high barriers: no digit is lost', () => {
    for (const params of [
      { barrier: 2, force: 1000, beta: 1 },
      { barrier: 2, force: -1000, beta: 1 },
      { barrier: 2, force: 300, beta: 2 },
      { barrier: 100, force: 60, beta: 1 },
    ])
      expect(ringVelocity(params) / fourier(params)).toBeCloseTo(1, 10);
    expect(ringVelocity({ barrier: 2, force: -0.7, beta: 1 })).toBeCloseTo(-ringVelocity({ barrier: 2, force: 0.7, beta: 1 }), 14);
    // Over a high barrier: Kramers' two rates, √(U″|U″|)/2π e^−β·barrier, with (1 − 2/β·barrier …) corrections to the prefactor.
    const [force, barrier] = [1e-6, 300];
    const rate = (barrier / 2 / (2 * Math.PI)) * Math.exp(-barrier);
    expect(ringVelocity({ barrier, force, beta: 1 }) / (rate * (2 * Math.PI) ** 2 * force)).toBeCloseTo(1, 2);
    const { density } = periodicSteadyState({ energy: Math.cos, length: 2 * Math.PI, force: -200, beta: 1 });
    expect(density(1)).toBeCloseTo(1 / (2 * Math.PI), 2);
  });

  test('a barrier beyond the range of numbers is refused, not drawn from', () => {
    expect(() => make(tiltedRing, { barrier: 1000 })).toThrow(/rises by at most 600 times the temperature, got 1000 times/);
  });

  test.each([1, 2, 3])('simulated, seed %i: work f v t, Σ = β f v t', (seed) => {
    const params = { ...tiltedRing.defaults, dt: 0.005, ticks: 200 };
    const r = run(touch(tiltedRing, params), seed, 5000);
    const truth = params.force * ringVelocity(params) * params.dt * params.ticks;
    expect(mean(r.ledger.work)).toAgreeWith(truth);
    expect(mean(entropyProduction(r))).toAgreeWith(truth);
  });

  test('controls: no force, no work; the miss of local detailed balance shrinks with dt', () => {
    expect(run(touch(tiltedRing, { force: 0 }), 1, 200).ledger.work.every((w) => w === 0)).toBe(true);
    const miss = (dt: number) => moments(shadowWork(run(touch(tiltedRing, { dt, ticks: Math.round(2 / dt) }), 1, 2000)).map(Math.abs)).mean;
    expect(miss(0.0025) / miss(0.01)).toBeLessThan(0.4);
    const flat = simulate(touch(tiltedRing, { barrier: 0 }), { trajectories: 100, rng: randomStream(1) });
    expect(localDetailedBalance(flat).holds).toBe('yes');
  });
});
