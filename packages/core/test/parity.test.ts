// Momenta are odd under time reversal; the engine flips them, and a splitting needs its reversed order.
import {
  type Boundary,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  type Kernel,
  localDetailedBalance,
  make,
  randomStream,
  reverse,
  type Subsystem,
  simulate,
} from '@szilard/core';
import { still } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const dt = 0.3;
const keep = Math.exp(-dt);
const variance = 1 - keep * keep;
const lnGauss = (miss: number, v: number) => -0.5 * (Math.log(2 * Math.PI * v) + (miss * miss) / v);

/** Free flight and a thermostat on (position, velocity), in one order or the other. Flight is deterministic: other moves have density 0. */
function underdamped(flightFirst: boolean): Kernel {
  const flies = (position: number, velocity: number, to: number) => Math.abs(position + velocity * dt - to) < 1e-12;
  return {
    parity: Int8Array.of(1, -1),
    step(x, _given, rng, next) {
      const noise = new Float64Array(x.n);
      rng.fillNormal(noise);
      for (let i = 0; i < x.n; i++) {
        const [r, v] = [x.data[2 * i], x.data[2 * i + 1]];
        const kicked = keep * v + Math.sqrt(variance) * noise[i];
        next.data.set([r + (flightFirst ? v : kicked) * dt, kicked], 2 * i);
      }
    },
    logDensity(from, to, _given, out) {
      for (let i = 0; i < from.n; i++) {
        const [r, v, r1, v1] = [from.data[2 * i], from.data[2 * i + 1], to.data[2 * i], to.data[2 * i + 1]];
        out[i] = flies(r, flightFirst ? v : v1, r1) ? lnGauss(v1 - keep * v, variance) : Number.NEGATIVE_INFINITY;
      }
    },
  };
}
const kinetic: Subsystem['energy'] = (x, _given, out) => {
  for (let i = 0; i < x.n; i++) out[i] = 0.5 * x.data[2 * i + 1] ** 2;
};
/** Velocities with a mean, around a place of its own: a law that neither velocity reversal nor reflection leaves as it is. */
const moving = (place: number, mean: number): Boundary => ({
  control: new Float64Array(0),
  sample(rng, x) {
    rng.fillNormal(x.data);
    for (let i = 0; i < x.n; i++) {
      x.data[2 * i] += place;
      x.data[2 * i + 1] = mean + 0.8 * x.data[2 * i + 1];
    }
  },
  logDensity(x, _theta, out) {
    for (let i = 0; i < x.n; i++) out[i] = lnGauss(x.data[2 * i] - place, 1) + lnGauss(x.data[2 * i + 1] - mean, 0.64);
  },
});
const bath = make(ideal);
const experiment = (kernel: Kernel): Experiment => ({
  subsystems: { x: { dim: 2, kernel, energy: kinetic }, theta: still },
  reservoirs: { x: bath, theta: bath },
  ticks: Array.from({ length: 3 }, () => ({ mover: 'x' as const, control: new Float64Array(0) })),
  start: moving(0, 1),
  end: moving(0.6, 0.5),
});
const whole = { ...underdamped(true), reversed: underdamped(false) };
const verdicts = (e: Experiment, back = reverse(e)) => {
  const forward = simulate(e, { trajectories: 20_000, rng: randomStream(1) });
  const backward = simulate(back, { trajectories: 20_000, rng: randomStream(2) });
  return {
    ldb: localDetailedBalance(forward).holds,
    dft: detailedFluctuation(entropyProduction(forward), entropyProduction(backward)).holds,
  };
};

describe('an underdamped particle', () => {
  test('with odd velocities and its reversed order obeys both laws', () => {
    expect(verdicts(experiment(whole))).toEqual({ ldb: 'yes', dft: 'yes' });
  });

  test('without `reversed` its moves cannot be undone', () => {
    expect(verdicts(experiment(underdamped(true)))).toEqual({ ldb: 'undecided', dft: 'undecided' });
  });

  test('with velocities called even its moves cannot be undone', () => {
    const { parity: _parity, ...even } = whole;
    expect(verdicts(experiment(even)).ldb).toBe('undecided');
  });

  test('the reversed run must start from mirrored velocities', () => {
    const e = experiment(whole);
    expect(verdicts(e, { ...reverse(e), start: e.end, end: e.start }).dft).toBe('no');
  });

  test('reversing twice gives the experiment back', () => {
    const e = experiment(whole);
    const go = (at: Experiment) => simulate(at, { trajectories: 50, rng: randomStream(3) });
    expect(go(reverse(reverse(e))).x.data).toEqual(go(e).x.data);
    expect(go(reverse(reverse(e))).boundary).toEqual(go(e).boundary);
  });
});
