// Θ read as the bath of X: what it is credited is the ratio of its own moves, and many parameters make it ideal.
import {
  detailedFluctuation,
  entropyProduction,
  integralFluctuation,
  localDetailedBalance,
  type Model,
  make,
  moments,
  type Reservoir,
  randomStream,
  reverse,
  type Subsystem,
  SzilardError,
  simulate,
  type Tick,
  total,
} from '@szilard/core';
import { draggedTrap, metropolis } from '@szilard/models';
import { ideal, parameters } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const none = new Float64Array(0);
/** x in a trap at the mean of d parameters, which wander by themselves in N(0, 1). */
function learner(d: number, steps: number): Model {
  const centre = (theta: Float64Array, i: number) => theta.subarray(i * d, (i + 1) * d).reduce((a, b) => a + b, 0) / d;
  const energy: Subsystem['energy'] = (x, { partner }, out) => {
    for (let i = 0; i < x.n; i++) out[i] = 0.5 * (x.data[i] - centre(partner.data, i)) ** 2;
  };
  const theta: Subsystem = {
    dim: d,
    kernel: {
      step(x, _given, rng, next) {
        rng.fillNormal(next.data);
        for (let at = 0; at < next.data.length; at++) next.data[at] = 0.6 * x.data[at] + 0.8 * next.data[at];
      },
      logDensity(from, to, _given, out) {
        out.fill(0);
        for (let at = 0; at < to.data.length; at++)
          out[Math.floor(at / d)] -= (0.5 * (to.data[at] - 0.6 * from.data[at]) ** 2) / 0.64 + 0.5 * Math.log(2 * Math.PI * 0.64);
      },
    },
    energy(x, _given, out) {
      out.fill(0);
      for (let at = 0; at < x.data.length; at++) out[Math.floor(at / d)] += 0.5 * x.data[at] ** 2;
    },
  };
  const law = {
    control: none,
    sample(rng: Parameters<Model['start']['sample']>[0], x: { n: number; data: Float64Array }, t: { data: Float64Array }) {
      const z = new Float64Array(x.n * (d + 1));
      rng.fillNormal(z);
      for (let i = 0; i < x.n; i++) {
        for (let k = 0; k < d; k++) t.data[i * d + k] = z[i * (d + 1) + k];
        x.data[i] = 1.3 * z[i * (d + 1) + d];
      }
    },
    logDensity(x: { n: number; data: Float64Array }, t: { data: Float64Array }, out: Float64Array) {
      for (let i = 0; i < x.n; i++) {
        out[i] = (-0.5 * x.data[i] ** 2) / 1.69 - Math.log(1.3) - 0.5 * (d + 1) * Math.log(2 * Math.PI);
        for (let k = 0; k < d; k++) out[i] -= 0.5 * t.data[i * d + k] ** 2;
      }
    },
  };
  const round: Tick[] = [
    { mover: 'theta', control: none },
    { mover: 'x', control: none },
    { mover: 'x', control: none },
  ];
  return {
    subsystems: { x: { dim: 1, kernel: metropolis(energy, 1), energy }, theta },
    ticks: Array.from({ length: steps }, () => round).flat(),
    start: law,
    end: law,
  };
}
const within = (x: Reservoir, d: number, steps = 4) => ({ ...learner(d, steps), reservoirs: { x, theta: make(ideal) } });

describe('the account of Θ as a bath', () => {
  test.each([1, 2, 3])('is exact: local detailed balance of every tick, settling included, and both theorems; seed %i', (seed) => {
    for (const renewal of [0, 0.5, 1]) {
      const e = within(make(parameters, { renewal }), 8);
      const there = simulate(e, { trajectories: 3000, rng: randomStream(seed) });
      const back = simulate(reverse(e), { trajectories: 3000, rng: randomStream(seed + 10) });
      expect(localDetailedBalance(there).holds).toBe('yes');
      expect(integralFluctuation(entropyProduction(there)).holds).toBe('yes');
      expect(detailedFluctuation(entropyProduction(there), entropyProduction(back)).holds).toBe('yes');
    }
  });
  test('settling is booked on the ticks of θ, and on no others', () => {
    const { ledger } = simulate(within(make(parameters, { renewal: 1 }), 8, 3), { trajectories: 50, rng: randomStream(1) });
    const quiet = simulate(within(make(ideal), 8, 3), { trajectories: 50, rng: randomStream(1) });
    for (let at = 0; at < ledger.ticks; at++) {
      const extra = Math.abs(ledger.bathEntropy[at] - quiet.ledger.bathEntropy[at]);
      if (at % 3 === 0) expect(extra).toBeGreaterThan(1e-6);
    }
    // Where nothing settles, θ's ticks are worth what they are in an ideal bath.
    const frozen = simulate(within(make(parameters, { renewal: 0 }), 8, 3), { trajectories: 50, rng: randomStream(1) });
    for (let i = 0; i < 50; i++)
      for (const t of [0, 3, 6]) expect(frozen.ledger.bathEntropy[i * 9 + t]).toBe(quiet.ledger.bathEntropy[i * 9 + t]);
  });
  test('numbers do not depend on blocks', () => {
    const e = within(make(parameters), 8);
    const [whole, small] = [40, 7].map((block) => simulate(e, { trajectories: 40, rng: randomStream(1), block }));
    expect(whole.ledger.logRatio).toEqual(small.ledger.logRatio);
    expect(whole.boundary).toEqual(small.boundary);
  });
  test('negative control: without the boundary term of E the integral theorem fails', () => {
    const bath = make(parameters, { renewal: 0 });
    const sharp: Reservoir = {
      open(n, rng, contact) {
        const { logDensity: _owed, ...rest } = bath.open(n, rng, contact);
        return rest;
      },
    };
    const run = simulate(within(sharp, 40, 2), { trajectories: 40_000, rng: randomStream(1) });
    expect(integralFluctuation(entropyProduction(run)).holds).toBe('no');
  });
});

describe('heat capacity ½ a parameter', () => {
  test.each([1, 2, 3])('⟨β⟩ = 1 however few there are; its spread is 1/(C − 1) of it, so that many are ideal; seed %i', (seed) => {
    for (const [d, n] of [
      [10, 20_000],
      [1000, 2000],
    ] as const) {
      const model = learner(d, 1);
      const { beta } = make(parameters).open(n, randomStream(seed).trajectories(0, n), {
        subsystem: model.subsystems.x,
        state: { n, dim: 1, data: new Float64Array(n) },
        place: { first: 0, of: 1 + d },
        seat: 'x',
      });
      const { mean, stderr, variance } = moments(beta);
      expect({ value: mean, stderr }).toAgreeWith(1);
      // C/E with E ~ Gamma(C + 1): ⟨β²⟩ = C²/(C(C − 1)).
      expect({ value: variance, stderr: variance * Math.sqrt((d > 100 ? 2 : 12) / n) }).toAgreeWith(1 / (d / 2 - 1));
    }
  });
  test('with 10⁴ parameters σ is that of the ideal bath', () => {
    const d = 10_000;
    const [real, naive] = [make(parameters, { renewal: 0 }), make(ideal)].map((bath) => {
      const { ledger } = simulate(within(bath, d, 1), { trajectories: 60, rng: randomStream(1) });
      return total(ledger.bathEntropy, ledger.ticks);
    });
    const off = real.map((s, i) => Math.abs(s - naive[i]));
    // A move that one bath accepts and the other refuses is worth something else altogether.
    expect(off.filter((v) => v < 0.2).length).toBeGreaterThan(55);
  });
});

test('a model without parameters is refused', () => {
  const bath = make(parameters);
  expect(() =>
    simulate({ ...make(draggedTrap), reservoirs: { x: bath, theta: make(ideal) } }, { trajectories: 1, rng: randomStream(1) }),
  ).toThrow(SzilardError);
});
