// Spins against the enumeration of their states, the transfer matrix of a ring, and blocks that do not feel each other.
import {
  type Batch,
  batch,
  batchOf,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  type Given,
  type Kernel,
  localDetailedBalance,
  make,
  moments,
  randomStream,
  reverse,
  type Subsystem,
  simulate,
  type Tick,
  total,
} from '@szilard/core';
import {
  afterFlip,
  boltzmannSpins,
  fairSpins,
  flipEntropyProduction,
  flippingSpins,
  flipTable,
  isingHeatBath,
  kineticIsing,
  latticeCouplings,
  parallelFlips,
  randomCouplings,
  type SpinNetwork,
  singleFlips,
  spinBoundary,
  spinEnergy,
  spinMeans,
  spinNetwork,
  spinSeat,
  spinStates,
  stationarySpins,
  still,
} from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const none = new Float64Array(0);
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const random = (spins: number, asymmetry: number, seed = 1): SpinNetwork =>
  spinNetwork(
    randomCouplings(spins, { strength: 1, asymmetry }, randomStream(seed)),
    Array.from({ length: spins }, (_, i) => 0.3 * Math.sin(i)),
  );
const mutual = random(5, 0);
const oneSided = random(5, 1);
/** ln K of all pairs of states; [2ⁿ, 2ⁿ]. */
function table(kernel: Kernel, spins: number, beta = 1.3): Float64Array {
  const states = spinStates(spins);
  const pairs = states.n ** 2;
  const pick = (index: (e: number) => number): Batch => ({
    n: pairs,
    dim: spins,
    data: Float64Array.from({ length: pairs * spins }, (_, at) => states.data[index(Math.floor(at / spins)) * spins + (at % spins)]),
  });
  const out = new Float64Array(pairs);
  kernel.logDensity(
    pick((e) => Math.floor(e / states.n)),
    pick((e) => e % states.n),
    givenOf(pairs, beta),
    out,
  );
  return out;
}
const givenOf = (n: number, beta: number): Given => ({
  partner: batch(n, 0),
  control: none,
  bath: { beta: new Float64Array(n).fill(beta), entropyGain() {}, absorb() {} },
});
/** Largest miss of ln K(x′|x)/K(x|x′) = −β[U(x′) − U(x)] over moves that can happen. */
function imbalance(kernel: Kernel, spins: number, energy: Subsystem['energy'], beta = 1.3): number {
  const [density, states] = [table(kernel, spins, beta), spinStates(spins)];
  const u = new Float64Array(states.n);
  energy(states, givenOf(states.n, beta), u);
  let worst = 0;
  for (let i = 0; i < states.n; i++)
    for (let j = 0; j < states.n; j++) {
      if (density[i * states.n + j] === Number.NEGATIVE_INFINITY) continue;
      worst = Math.max(worst, Math.abs(density[i * states.n + j] - density[j * states.n + i] + beta * (u[j] - u[i])));
    }
  return worst;
}
const system = (x: Subsystem, boundary = fairSpins(none), ticks = 20): Experiment => ({
  subsystems: { x, theta: still },
  ticks: Array.from({ length: ticks }, (): Tick => ({ mover: 'x', control: none })),
  start: boundary,
  end: boundary,
  reservoirs: { x: bath, theta: bath },
});
const balanced = (e: Experiment) => localDetailedBalance(simulate(e, { trajectories: 300, rng: randomStream(1) })).holds;

describe('detailed balance on all pairs of states', () => {
  test.each([
    ['single flips', singleFlips(mutual)],
    ['all at once', parallelFlips(mutual)],
    ['single flips, one-sided couplings', singleFlips(oneSided)],
  ])('%s: every row is a law', (_name, kernel) => {
    const density = table(kernel, 5);
    for (let i = 0; i < 32; i++)
      expect(density.subarray(32 * i, 32 * i + 32).reduce((sum, nats) => sum + Math.exp(nats), 0)).toBeCloseTo(1, 12);
  });

  test('single flips obey it with mutual couplings, and claim so; with one-sided ones they do neither', () => {
    expect(imbalance(singleFlips(mutual), 5, spinSeat(mutual, singleFlips(mutual)).energy)).toBeLessThan(1e-13);
    expect(singleFlips(mutual).claims!.detailedBalance).toBe('exact');
    expect(imbalance(singleFlips(oneSided), 5, spinSeat(oneSided, singleFlips(oneSided)).energy)).toBeGreaterThan(0.1);
    expect(singleFlips(oneSided).claims!.detailedBalance).toBe('none');
  });

  test('all spins at once do not, but for another energy they do [Peretto1984]', () => {
    const kernel = parallelFlips(mutual);
    expect(imbalance(kernel, 5, spinSeat(mutual, kernel).energy)).toBeGreaterThan(0.1);
    expect(imbalance(kernel, 5, kernel.claims!.shadowEnergy!)).toBeLessThan(1e-12);
    expect(parallelFlips(oneSided).claims!.shadowEnergy).toBeUndefined();
  });

  test('in a run: the ledger says so too, and the work of one-sided couplings restores it', () => {
    expect(balanced(system(spinSeat(mutual, singleFlips(mutual))))).toBe('yes');
    expect(balanced(system(spinSeat(mutual, parallelFlips(mutual))))).toBe('no');
    const driven = spinSeat(oneSided, singleFlips(oneSided));
    expect(balanced(system(driven))).toBe('yes');
    const { work: _work, ...blind } = driven;
    expect(balanced(system(blind))).toBe('no');
  });
});

describe('stationary laws', () => {
  test.each([7, 10])('%i spins with mutual couplings: Boltzmann, without entropy production', (spins) => {
    const network = random(spins, 0);
    const flips = flipTable(network, 1.1);
    const law = stationarySpins(flips);
    const { law: exact } = boltzmannSpins(network, 1.1);
    for (let s = 0; s < law.length; s++) expect(law[s] / exact[s]).toBeCloseTo(1, 10);
    expect(Math.abs(flipEntropyProduction(law, flips))).toBeLessThan(1e-13);
  });

  test('one-sided couplings: a flip leaves the law alone and dissipates', () => {
    for (const spins of [6, 9]) {
      const flips = flipTable(random(spins, 1), 1);
      const law = stationarySpins(flips);
      const next = afterFlip(law, flips);
      for (let s = 0; s < law.length; s++) expect(next[s]).toBeCloseTo(law[s], 14);
      expect(flipEntropyProduction(law, flips)).toBeGreaterThan(1e-3);
    }
  });

  test('by iteration as by removal: blocks of 4 and 5 spins that do not feel each other', () => {
    const [a, b] = [4, 5].map((spins) => randomCouplings(spins, { strength: 1, asymmetry: 1 }, randomStream(spins)));
    const both = Array.from({ length: 9 }, (_, i) =>
      Array.from({ length: 9 }, (_, j) => (i < 4 && j < 4 ? a[i][j] : i >= 4 && j >= 4 ? b[i - 4][j - 4] : 0)),
    );
    const flipsOf = (couplings: number[][]) => flipTable(spinNetwork(couplings, new Array(couplings.length).fill(0.1)), 1);
    const [first, second, whole] = [a, b, both].map((couplings) => ({
      law: stationarySpins(flipsOf(couplings)),
      flips: flipsOf(couplings),
    }));
    for (let s = 0; s < 512; s++) expect(whole.law[s] / (first.law[s & 15] * second.law[s >> 4])).toBeCloseTo(1, 10);
    const production = (block: typeof whole, spins: number) => spins * flipEntropyProduction(block.law, block.flips);
    expect(production(whole, 9)).toBeCloseTo(production(first, 4) + production(second, 5), 11);
  });

  test('Boltzmann weights of a ring of 12 are the transfer matrix’s', () => {
    const [j, beta, field] = [0.7, 0.9, 0.2];
    const ring = spinNetwork(latticeCouplings(12, 1, j), new Array(12).fill(0));
    const root = Math.sqrt(Math.exp(2 * beta * j) * Math.sinh(beta * field) ** 2 + Math.exp(-2 * beta * j));
    const middle = Math.exp(beta * j) * Math.cosh(beta * field);
    expect(boltzmannSpins(ring, beta, field).logZ).toBeCloseTo(Math.log((middle + root) ** 12 + (middle - root) ** 12), 11);
  });
});

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('a 4 × 4 lattice relaxes to its energy and magnetisation', () => {
    const network = spinNetwork(latticeCouplings(4, 4, 0.3), new Array(16).fill(0.1));
    const run = simulate(system(flippingSpins(network), fairSpins(none), 400), {
      trajectories: 1000,
      rng: randomStream(seed),
      ledger: 'totals',
    });
    const { energy, magnetisation } = spinMeans(boltzmannSpins(network, 1).law, network);
    expect(mean(run.energy.end)).toAgreeWith(energy);
    const aligned = Float64Array.from({ length: 1000 }, (_, i) => run.x.data.subarray(16 * i, 16 * i + 16).reduce((a, b) => a + b) / 16);
    expect(mean(aligned)).toAgreeWith(magnetisation);
    // And what it gave to its bath is what it lost.
    expect(mean(run.ledger.heat.map((q, i) => q + run.energy.end[i] - run.energy.start[i]))).toMatchObject({
      value: expect.closeTo(0, 10),
    });
  });

  test('one-sided couplings: entropy production of the steady state, and the fluctuation theorem', () => {
    const e: Experiment = { ...make(kineticIsing), reservoirs: { x: bath, theta: bath } };
    const sigma = (from: Experiment, path: number) =>
      entropyProduction(simulate(from, { trajectories: 8000, rng: randomStream(path), ledger: 'totals' }));
    const forward = sigma(e, seed);
    expect(mean(forward)).toAgreeWith(kineticIsing.exact!['entropy-production'](kineticIsing.defaults));
    expect(detailedFluctuation(forward, sigma(reverse(e), 10 + seed)).holds).toBe('yes');
  });

  test('sixteen spins by sampling: four blocks produce per flip what one does', () => {
    const block = randomCouplings(4, { strength: 1.5, asymmetry: 1 }, randomStream(2));
    const four = Array.from({ length: 16 }, (_, i) => Array.from({ length: 16 }, (_, j) => (i >> 2 === j >> 2 ? block[i & 3][j & 3] : 0)));
    const flips = flipTable(spinNetwork(block, [0, 0, 0, 0]), 1);
    const e: Experiment = {
      ...make(kineticIsing, { couplings: four, fields: new Array(16).fill(0), ticks: 300 }),
      reservoirs: { x: bath, theta: bath },
    };
    const { ledger } = simulate(e, { trajectories: 600, rng: randomStream(seed) });
    const settled = Float64Array.from(
      { length: 600 },
      (_, i) => ledger.logRatio.subarray(300 * i + 200, 300 * (i + 1)).reduce((a, b) => a + b) / 100,
    );
    expect(mean(settled)).toAgreeWith(flipEntropyProduction(stationarySpins(flips), flips));
  });

  test('a ramped field: mean work by enumeration, the free energy by ⟨e^−W⟩', () => {
    const params = { ...isingHeatBath.defaults, ticks: 20 };
    const e: Experiment = { ...make(isingHeatBath, params), reservoirs: { x: bath, theta: bath } };
    const { ledger } = simulate(e, { trajectories: 4000, rng: randomStream(seed) });
    const work = total(ledger.work, ledger.ticks);
    expect(mean(work)).toAgreeWith(isingHeatBath.exact!.work(params));
    expect(mean(work.map((w) => Math.exp(-w)))).toAgreeWith(Math.exp(-isingHeatBath.exact!['free-energy-difference'](params)));
  });
});

test('energies and boundaries: by hand and by sampling', () => {
  const pair = spinNetwork(
    [
      [0, 0.5],
      [0.3, 0],
    ],
    [0.2, -0.1],
  );
  const u = new Float64Array(4);
  spinEnergy(pair, spinStates(2), 0, u);
  expect(pair.reciprocal).toBe(false);
  [-0.4 + 0.1, 0.4 - 0.3, 0.4 + 0.3, -0.4 - 0.1].forEach((expected, s) => void expect(u[s]).toBeCloseTo(expected, 14));
  const law = Float64Array.of(0.1, 0.2, 0.3, 0.4);
  const x = batch(20_000, 2);
  spinBoundary(law, none).sample(randomStream(1).trajectories(0, 20_000), x, batch(20_000, 0));
  const numbers = Float64Array.from({ length: x.n }, (_, i) => (x.data[2 * i] + 1) / 2 + x.data[2 * i + 1] + 1);
  for (const [s, p] of law.entries()) expect(mean(numbers.map((number) => (number === s ? 1 : 0)))).toAgreeWith(p);
  const out = new Float64Array(2);
  spinBoundary(law, none).logDensity(batchOf(Float64Array.of(-1, -1, 1, 1), 2), batch(2, 0), out);
  expect([...out]).toEqual([Math.log(0.1), Math.log(0.4)]);
});

test('refused: networks that are none, and more spins than can be counted', () => {
  const three = [
    [0, 1, 0],
    [1, 0, 1],
    [0, 1, 0],
  ];
  expect(() => make(kineticIsing, { couplings: three, fields: [0, 0] })).toThrow(/fields: expected 3 numbers, one a spin, got 2/);
  expect(() => make(kineticIsing, { couplings: [[0, 1], [1]], fields: [0, 0] })).toThrow(/couplings\[1\]: expected 2 numbers/);
  expect(() =>
    make(kineticIsing, {
      couplings: [
        [1, 1],
        [1, 0],
      ],
      fields: [0, 0],
    }),
  ).toThrow(/couplings\[0\]\[0\]: expected 0, a spin does not pull itself, got 1/);
  expect(() =>
    make(kineticIsing, {
      couplings: [
        [0, Number.NaN],
        [1, 0],
      ],
      fields: [0, 0],
    }),
  ).toThrow(/couplings\[0\]\[1\]: expected a finite number, got NaN/);
  expect(() => make(isingHeatBath, { width: 5, height: 4 })).toThrow(/at most 16 spins, got 20/);
  expect(() => spinStates(17)).toThrow(/1 to 16/);
  expect(() => stationarySpins(flipTable(random(13, 1), 1))).toThrow(/at most 12 spins/);
  expect(() => stationarySpins(flipTable(random(10, 0), 60))).toThrow(/nearly frozen/);
});
