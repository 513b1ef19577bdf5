// Jump kernels against the exponential of their rates: where they land, what their walks are worth, and what the checks make of wrong ones.
import {
  batch,
  batchOf,
  detailedFluctuation,
  type Experiment,
  entropyFlowRate,
  entropyProduction,
  evolve,
  evolveThrough,
  type Given,
  type Kernel,
  localDetailedBalance,
  make,
  meanRate,
  moments,
  type Passage,
  periodicLaw,
  propagator,
  randomStream,
  reverse,
  simulate,
  stationaryLaw,
  stepped,
  summedRates,
} from '@szilard/core';
import { discreteBoundary, gillespie, type Jumps, jumpSeat, mechanismsAt, rateJumps, still, transitionKernel } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** Three states, two mechanisms, that feel partner, control and β. */
const jumps: Jumps = {
  states: 3,
  mechanisms: 2,
  rate: (from, to, { partner, control, beta }, m) =>
    (m === 0 ? 1 : 0.4) * Math.exp((beta * Math.sin(1 + from + 2 * to + m + partner[0])) / 2 + control[0] * (to - from)),
  work: (from, to, _around, m) => (m === 0 ? to - from : from - to),
};
const one: Jumps = { ...jumps, mechanisms: 1 };
const time = 0.7;
const N = 8000;
const around = { partner: Float64Array.of(1), control: Float64Array.of(0.3), beta: 1.5 };
const givenOf = (n: number): Given => ({
  partner: batchOf(new Float64Array(n).fill(around.partner[0])),
  control: around.control,
  bath: { beta: new Float64Array(n).fill(around.beta), entropyGain() {}, absorb() {} },
});
const walkFrom = (kernel: Kernel, from: number, n: number, seed: number) => {
  const [x, next] = [batchOf(new Float64Array(n).fill(from)), batch(n, 1)];
  const passage: Passage = { logRatio: new Float64Array(n), work: new Float64Array(n) };
  kernel.walk!(x, givenOf(n), randomStream(seed).trajectories(0, n), next, passage);
  return { to: next.data, ...passage };
};
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const where = (to: Float64Array, j: number, value: (i: number) => number) => mean(to.map((state, i) => (state === j ? value(i) : 0)));

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('Gillespie lands by e^{Wτ}, and ⟨e^−ratio; i → j⟩ is the chance of the way back', () => {
    const kernel = gillespie(jumps, time);
    const chance = propagator(summedRates(mechanismsAt(jumps, around)), time);
    for (let i = 0; i < 3; i++) {
      const { to, logRatio } = walkFrom(kernel, i, 10_000, seed);
      for (let j = 0; j < 3; j++) {
        expect(where(to, j, () => 1)).toAgreeWith(chance[3 * i + j]);
        expect(where(to, j, (k) => Math.exp(-logRatio[k]))).toAgreeWith(chance[3 * j + i]);
      }
    }
  });

  test('its mean ratio and work are those of the rates over the time spent', () => {
    const kernel = gillespie(jumps, time);
    const mechanisms = mechanismsAt(jumps, around);
    const { occupation } = evolve(Float64Array.of(0, 1, 0), summedRates(mechanisms), time);
    const { logRatio, work } = walkFrom(kernel, 1, 10_000, seed);
    expect(mean(logRatio)).toAgreeWith(entropyFlowRate(occupation, mechanisms));
    expect(mean(work)).toAgreeWith(
      mechanisms.reduce((sum, w, m) => sum + meanRate(occupation, w, (i, j) => jumps.work!(i, j, around, m)), 0),
    );
  });

  test('rateJumps takes one step of I + W dt, mechanism by mechanism', () => {
    const dt = 0.15;
    const kernel = rateJumps(jumps, dt);
    const mechanisms = mechanismsAt(jumps, around);
    const n = 10_000;
    for (let i = 0; i < 3; i++) {
      const { to, logRatio, work } = walkFrom(kernel, i, n, seed);
      const law = stepped(
        Float64Array.from({ length: 3 }, (_, k) => (k === i ? 1 : 0)),
        summedRates(mechanisms),
        dt,
      );
      for (let j = 0; j < 3; j++) {
        expect(where(to, j, () => 1)).toAgreeWith(law[j]);
        if (i === j) continue;
        for (const [m, { rates }] of mechanisms.entries()) {
          const ratio = Math.log(rates[3 * i + j] / rates[3 * j + i]);
          const took = to.map((state, k) => (state === j && Math.abs(logRatio[k] - ratio) < 1e-12 ? 1 : 0));
          expect(mean(took)).toAgreeWith(dt * rates[3 * i + j]);
          expect(took.every((yes, k) => yes === 0 || work[k] === jumps.work!(i, j, around, m))).toBe(true);
        }
      }
    }
  });

  test('a rate that is switched tick by tick: laws, entropy flow and production of a flashing control', () => {
    const flashing: Jumps = { states: 3, rate: (from, to, { control, beta }) => Math.exp((-beta * control[0] * (to - from)) / 2) };
    const seat = jumpSeat({ states: 3 }, gillespie(flashing, time), (state, { control }) => control[0] * state);
    const [on, off] = [Float64Array.of(2), Float64Array.of(-0.5)];
    const at = (control: Float64Array) => ({
      mechanisms: mechanismsAt(flashing, { partner: new Float64Array(0), control, beta: 1 }),
      time,
    });
    const round = [at(on), at(off)];
    const law = periodicLaw(round);
    const ends = discreteBoundary([...law], off);
    const bath = make(ideal);
    const experiment: Experiment = {
      subsystems: { x: seat, theta: still },
      ticks: [on, off, on, off].map((control) => ({ mover: 'x', control })),
      start: ends,
      end: ends,
      reservoirs: { x: bath, theta: bath },
    };
    const run = simulate(experiment, { trajectories: N, rng: randomStream(seed) });
    const exact = evolveThrough(law, [...round, ...round]);
    for (let t = 0; t < 4; t++)
      expect(mean(Float64Array.from({ length: N }, (_, i) => run.ledger.bathEntropy[4 * i + t]))).toAgreeWith(exact.entropyFlows[t]);
    expect(mean(entropyProduction(run))).toAgreeWith(exact.entropyProduction);
    for (let j = 0; j < 3; j++) expect(where(run.x.data, j, () => 1)).toAgreeWith(law[j]);
    expect(localDetailedBalance(run).holds).toBe('yes');
    const back = simulate(reverse(experiment), { trajectories: N, rng: randomStream(10 + seed) });
    expect(detailedFluctuation(entropyProduction(run), entropyProduction(back)).holds).toBe('yes');
  });
});

test('densities: Gillespie has ln e^{Wτ}, rateJumps ln(I + W dt), a transition kernel its table', () => {
  const w = summedRates(mechanismsAt(jumps, around));
  const pairs = Array.from({ length: 9 }, (_, at) => [Math.floor(at / 3), at % 3]);
  const [from, to] = [0, 1].map((end) => batchOf(Float64Array.from(pairs, (pair) => pair[end])));
  const density = (kernel: Kernel) => {
    const out = new Float64Array(9);
    kernel.logDensity(from, to, givenOf(9), out);
    return out.map(Math.exp);
  };
  expect([...density(gillespie(jumps, time))]).toEqual([...propagator(w, time).map((p) => Math.exp(Math.log(p)))]);
  const dt = 0.1;
  const rows = density(rateJumps(jumps, dt));
  const table = density(transitionKernel(3, (i, j) => rows[3 * i + j]));
  for (let i = 0; i < 3; i++) {
    const law = stepped(
      Float64Array.from({ length: 3 }, (_, k) => (k === i ? 1 : 0)),
      w,
      dt,
    );
    for (let j = 0; j < 3; j++) {
      expect(rows[3 * i + j]).toBeCloseTo(law[j], 14);
      expect(table[3 * i + j]).toBeCloseTo(law[j], 14);
    }
  }
});

test('partners, baths and controls that differ between trajectories get their own rates, however many there are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      (partners, beta) => {
        const n = partners.length;
        const given: Given = {
          partner: batchOf(Float64Array.from(partners)),
          control: Float64Array.of(0.1),
          bath: { beta: Float64Array.from(partners, (p) => beta + Math.abs(p)), entropyGain() {}, absorb() {} },
        };
        const [from, to, out] = [batch(n, 1), batchOf(new Float64Array(n).fill(2)), new Float64Array(n)];
        rateJumps(one, 1e-3).logDensity(from, to, given, out);
        for (let i = 0; i < n; i++)
          expect(out[i]).toBeCloseTo(
            Math.log(1e-3 * one.rate(0, 2, { partner: Float64Array.of(partners[i]), control: given.control, beta: given.bath.beta[i] }, 0)),
            12,
          );
      },
    ),
    { seed: 1, numRuns: 30 },
  );
});

describe('wrong ones are found out', () => {
  const energies = [0, 0.7, 1.1];
  const system = (jumpsOf: Jumps, kernel: Kernel): Experiment => {
    const bath = make(ideal);
    const law = stationaryLaw(mechanismsAt(jumpsOf, { partner: new Float64Array(0), control: new Float64Array(0), beta: 1 })[0]);
    const ends = discreteBoundary([...law], new Float64Array(0));
    return {
      subsystems: { x: jumpSeat(jumpsOf, kernel, (state) => energies[state]), theta: still },
      ticks: Array.from({ length: 6 }, () => ({ mover: 'x' as const, control: new Float64Array(0) })),
      start: ends,
      end: ends,
      reservoirs: { x: bath, theta: bath },
    };
  };
  const right: Jumps = { states: 3, rate: (i, j, { beta }) => Math.exp((beta * (energies[i] - energies[j])) / 2) };
  const wrong: Jumps = { ...right, rate: (i, j, around) => right.rate(i, j, around, 0) * (i === 2 && j === 0 ? 1.05 : 1) };
  const verdict = (e: Experiment) => localDetailedBalance(simulate(e, { trajectories: 300, rng: randomStream(1) })).holds;

  test.each([
    ['gillespie', (j: Jumps) => gillespie(j, 0.5)],
    ['rateJumps', (j: Jumps) => rateJumps(j, 0.2)],
  ] as const)('%s with one reverse rate five percent off: no local detailed balance', (_name, kernelOf) => {
    expect(verdict(system(right, kernelOf(right)))).toBe('yes');
    expect(verdict(system(wrong, kernelOf(wrong)))).toBe('no');
  });

  test('a walk that books its ratio twice: the detailed fluctuation theorem says no', () => {
    const driven: Jumps = { ...right, rate: (i, j) => ((i + 1) % 3 === j ? 2 : 1) };
    const honest = gillespie(driven, 0.5);
    const boastful: Kernel = {
      ...honest,
      walk(x, given, rng, next, passage) {
        honest.walk!(x, given, rng, next, passage);
        for (let i = 0; i < x.n; i++) passage.logRatio[i] *= 1.2;
      },
    };
    const holds = (kernel: Kernel) => {
      const e = system(driven, kernel);
      const sigma = (from: Experiment, seed: number) =>
        entropyProduction(simulate(from, { trajectories: 20_000, rng: randomStream(seed) }));
      return detailedFluctuation(sigma(e, 1), sigma(reverse(e), 2)).holds;
    };
    expect(holds(honest)).toBe('yes');
    expect(holds(boastful)).toBe('no');
  });

  test('a jump without a way back leaves the checks undecided', () => {
    const oneWay: Jumps = { states: 3, rate: (i, j) => ((i + 1) % 3 === j ? 1 : 0) };
    expect(verdict(system(oneWay, gillespie(oneWay, 0.5)))).toBe('undecided');
  });
});

describe('refused', () => {
  const step = (kernel: Kernel) => kernel.step(batch(2, 1), givenOf(2), randomStream(1).trajectories(0, 2), batch(2, 1));
  test.each([
    [
      'a chance above 1',
      () => step(rateJumps({ states: 2, rate: () => 3 }, 0.5)),
      /chance to leave state 0 of at most 1, got 1.500.*Take dt below 0.333/,
    ],
    [
      'a negative rate',
      () => step(gillespie({ states: 2, rate: () => -1 }, 0.5)),
      /rate 0 → 1: expected a finite rate of at least 0, got -1/,
    ],
    ['a rate that is none', () => step(gillespie({ states: 2, rate: () => Number.NaN }, 0.5)), /got NaN/],
    ['no time', () => gillespie(one, 0), /expected a finite time above 0, got 0/],
    ['endless jumping', () => step(gillespie({ states: 2, rate: () => 1e9 }, 1)), /at most 10000000 jumps a tick/],
    ['chances that are no law', () => step(transitionKernel(2, () => 0.6)), /from state 0: expected chances that sum to 1, got 1.2/],
    [
      'a negative chance',
      () => step(transitionKernel(2, (i, j) => (i === j ? 1.5 : -0.5))),
      /0 → 1: expected a chance of at least 0, got -0.5/,
    ],
  ])('%s', (_name, act, message) => expect(act).toThrow(message));
});
