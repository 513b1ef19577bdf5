// Which functional obeys which theorem: the table of docs/theory.md 10, by enumeration and by simulation, failures included.
import {
  type BipartiteEntropies,
  type Boundary,
  bipartiteEntropies,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  enumerateProcess,
  estimatedLaws,
  exactProcess,
  integralFluctuation,
  type Laws,
  linearGaussianProcess,
  make,
  moments,
  type PathFunctional,
  randomStream,
  recordState,
  reverse,
  simulate,
  tailExponent,
} from '@szilard/core';
import { gaussianMean } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bernoulliPair, finiteSeat, tableBoundary, twoTemperaturePair } from './bernoulli-pair.ts';

const bath = make(ideal);
const always: PathFunctional[] = [
  'total',
  'partial.x',
  'partial.theta',
  'marginal.x',
  'marginal.theta',
  'crooks-still.x',
  'crooks-still.theta',
  'transfer-entropy.x-to-theta',
  'transfer-entropy.theta-to-x',
  'initial-information.x',
  'final-information.x',
  'ito-sagawa.x',
];

describe('exactly, by every path', () => {
  const [alone, feedback] = [0, 1].map((on) => enumerateProcess(bernoulliPair({ feedback: on })).paths!.averages);
  test.each(always)('%s: ⟨e^−S⟩ = 1, feedback or not, any order', (name) => {
    for (const averages of [alone, feedback]) expect(Math.abs(averages[name].integral - 1)).toBeLessThan(1e-9);
    for (const order of ['x-first', 'theta-first'] as const) {
      const { averages } = enumerateProcess(bernoulliPair({ feedback: 1, order, steps: 2 })).paths!;
      expect(Math.abs(averages[name].integral - 1)).toBeLessThan(1e-9);
    }
  });
  test('conditional: 1 where Θ is autonomous, 1.105218 with feedback', () => {
    expect(alone['conditional.x'].integral).toBeCloseTo(1, 12);
    expect(feedback['conditional.x'].integral).toBeCloseTo(1.105218467, 9);
    expect(alone['conditional.theta'].integral).toBeGreaterThan(1.05);
  });
  test('apparent of X: fails either way', () => {
    expect(alone['apparent.x'].integral).toBeCloseTo(1.061130573, 9);
    expect(feedback['apparent.x'].integral).toBeCloseTo(1.157321407, 9);
  });
  test('where Θ is autonomous Crooks-Still is conditional, and Θ alone is a Markov process', () => {
    for (const key of ['mean', 'integral', 'second'] as const) {
      expect(alone['crooks-still.x'][key]).toBeCloseTo(alone['conditional.x'][key], 12);
      expect(alone['marginal.theta'][key]).toBeCloseTo(alone['apparent.theta'][key], 12);
    }
  });
  test('under a random scan: partial tick by tick and not summed, Ito-Sagawa not, what sums over movers still', () => {
    const one = bernoulliPair({ feedback: 1, order: 'random-scan', steps: 1 });
    const single = enumerateProcess({ ...one, ticks: one.ticks.slice(0, 1) }).paths!.averages;
    const several = enumerateProcess(one).paths!.averages;
    for (const seat of ['x', 'theta'] as const) {
      expect(single[`partial.${seat}`].integral).toBeCloseTo(1, 12);
      expect(Math.abs(several[`partial.${seat}`].integral - 1)).toBeGreaterThan(1e-4);
    }
    for (const name of always.filter((each) => !/partial|ito/.test(each))) expect(several[name].integral, name).toBeCloseTo(1, 12);
    const longer = enumerateProcess({ ...one, ticks: [...one.ticks, ...one.ticks] }).paths!.averages;
    expect(Math.abs(longer['ito-sagawa.x'].integral - 1)).toBeGreaterThan(1e-4);
  });
});

describe('balance laws of the means, to 1e-12', () => {
  const learner: Experiment = { ...make(gaussianMean, { width: 0.5, prior: 1, dataSpread: 2 }), reservoirs: { x: bath, theta: bath } };
  const cases: [string, Experiment, object][] = [
    ['finite, autonomous', bernoulliPair({ feedback: 0, steps: 9 }), {}],
    ['finite, feedback', bernoulliPair({ feedback: 1, steps: 9 }), {}],
    ['finite, x-first', bernoulliPair({ feedback: 1, order: 'x-first' }), {}],
    ['Gaussian', twoTemperaturePair({ law: [1.2, 0.3, 0.3, 0.9], steps: 5 }), {}],
    ['Gaussian learner, data averaged over', learner, { labels: { x: [1] } }],
  ];
  test.each(cases)('%s', (_name, experiment, options) => {
    const { means } = exactProcess(experiment, options);
    const { total, partial, apparent, conditional, informationFlow, nostalgia, mutualInformation } = means;
    const gained = mutualInformation[mutualInformation.length - 1] - mutualInformation[0];
    const zero = (v: number) => expect(Math.abs(v)).toBeLessThan(1e-12);
    zero(partial.x + partial.theta - total);
    zero(informationFlow.x + informationFlow.theta - gained);
    zero(apparent.x - conditional.x - gained); // B1
    zero(conditional.x - partial.x - nostalgia); // B2
    for (const sigma of [...means.ticks.partial.x, ...means.ticks.partial.theta, total]) expect(sigma).toBeGreaterThan(-1e-12);
  });
});

test('any two seats of two states obey what must always hold', () => {
  const chance = fc.double({ min: 0.05, max: 0.95, noNaN: true });
  fc.assert(
    fc.property(fc.array(chance, { minLength: 11, maxLength: 11 }), fc.constantFrom('theta-first', 'x-first'), (p, order) => {
      const seat = (at: number) =>
        finiteSeat({
          states: [0, 1],
          energy: () => 0,
          chances: (own, partner) => {
            const flip = p[at + 2 * own + partner];
            return own === 0 ? [1 - flip, flip] : [flip, 1 - flip];
          },
        });
      const start = tableBoundary([0, 1], [0, 1], (x, theta) => {
        const [a, b] = [x === 1 ? p[8] : 1 - p[8], p[9 + x]];
        return a * (theta === 1 ? b : 1 - b);
      });
      const { ticks } = bernoulliPair({ feedback: 1, steps: 2, order: order as 'x-first' });
      const experiment: Experiment = {
        subsystems: { x: seat(0), theta: seat(4) },
        reservoirs: { x: bath, theta: bath },
        ticks,
        start,
        end: start,
      };
      const { averages } = enumerateProcess(experiment).paths!;
      for (const name of always) {
        expect(Math.abs(averages[name].integral - 1), name).toBeLessThan(1e-9);
        expect(averages[name].mean, name).toBeGreaterThan(-1e-12);
      }
    }),
    { numRuns: 40, seed: 1 },
  );
});

const record = { x: recordState('x', 1), theta: recordState('theta', 1) };
/** p_N as a boundary: the conjugate process starts where the process ends. */
function arrived(experiment: Experiment, laws: Laws): Boundary {
  const { x, theta } = experiment.subsystems;
  const law = laws.at[laws.at.length - 1];
  const out = new Float64Array(1);
  const one = (v: number) => ({ n: 1, dim: 1, data: Float64Array.of(v) });
  return tableBoundary(Array.from(x.states!.data), Array.from(theta.states!.data), (a, b) => {
    law.logJoint(one(a), one(b), out);
    return Math.exp(out[0]);
  });
}
const worst = (values: Float64Array) => values.reduce((far, v) => Math.max(far, Math.abs(v)), 0);
/** Sums of partials and flows, trajectory by trajectory. */
function telescopes({ total, partial, informationFlow, apparent, conditional, nostalgia }: BipartiteEntropies) {
  expect(worst(total.map((s, i) => s - partial.x[i] - partial.theta[i]))).toBeLessThan(1e-12);
  expect(worst(nostalgia.map((v, i) => v + informationFlow.theta[i]))).toBe(0);
  // σ_app − σ_cond = Δi = the flows.
  const gained = apparent.x.map((s, i) => s - conditional.x[i]);
  expect(worst(gained.map((s, i) => s - informationFlow.x[i] - informationFlow.theta[i]))).toBeLessThan(1e-12);
}

describe.each([1, 2, 3])('by simulation, seed %i', (seed) => {
  const run = (experiment: Experiment, label: string, trajectories = 12_000) =>
    simulate(experiment, { trajectories, rng: randomStream(seed).fork(label), record });

  test.each([
    [0, 'theta-first'],
    [1, 'theta-first'],
    [1, 'x-first'],
  ] as const)('feedback %i, %s: means, identities, verdicts', (feedback, order) => {
    const plain = bernoulliPair({ feedback, order });
    const exact = enumerateProcess(plain);
    const experiment = { ...plain, end: arrived(plain, exact.laws) };
    const forward = run(experiment, 'forward');
    const entropies = bipartiteEntropies(forward, experiment, exact.laws);
    expect(entropies.exact).toBe(true);
    telescopes(entropies);
    const sigma = entropyProduction(forward);
    expect(worst(entropies.total.map((s, i) => s - sigma[i]))).toBeLessThan(1e-12);
    const { averages } = exact.paths!;
    for (const seat of ['x', 'theta'] as const)
      for (const [name, values] of [
        ['partial', entropies.partial],
        ['apparent', entropies.apparent],
        ['conditional', entropies.conditional],
        ['information-flow', entropies.informationFlow],
      ] as const) {
        const { mean, integral, second } = averages[`${name}.${seat}`];
        const m = moments(values[seat]);
        expect({ value: m.mean, stderr: m.stderr }).toAgreeWith(mean);
        if (name === 'information-flow') continue;
        // What enumeration says obeys the theorem must pass, and what it says fails must be seen to fail.
        const holds = Math.abs(integral - 1) < 1e-9;
        const verdict = integralFluctuation(values[seat]);
        if (holds) expect(integralFluctuation(values[seat], { secondMoment: second }).holds, `${name}.${seat}`).toBe('yes');
        else expect({ value: verdict.statistic[0], stderr: verdict.statistic[1] }).toAgreeWith(integral);
      }
    expect(integralFluctuation(entropies.apparent.x).holds).toBe('no');
    if (order === 'theta-first') expect(integralFluctuation(entropies.conditional.x).holds).toBe(feedback === 0 ? 'yes' : 'no');
    expect(integralFluctuation(entropies.total).holds).toBe('yes');
    const backward = run(reverse(experiment), 'backward');
    expect(detailedFluctuation(entropies.total, entropyProduction(backward)).holds).toBe('yes');
    const swollen = entropies.total.map((s) => 1.15 * s);
    expect(detailedFluctuation(swollen, entropyProduction(backward)).holds).toBe('no');
  });

  test('random scan: who stood still is shared by chance, and the means are those of enumeration', () => {
    const scan = bernoulliPair({ feedback: 1, order: 'random-scan' });
    const { laws, means } = enumerateProcess(scan);
    const entropies = bipartiteEntropies(run(scan, 'scan'), scan, laws);
    telescopes(entropies);
    for (const seat of ['x', 'theta'] as const)
      for (const [values, mean] of [
        [entropies.partial[seat], means.partial[seat]],
        [entropies.informationFlow[seat], means.informationFlow[seat]],
      ] as const) {
        const m = moments(values);
        expect({ value: m.mean, stderr: m.stderr }).toAgreeWith(mean);
      }
  });

  test('estimated laws: the same identities under another name, and nearly the same means', () => {
    const pair = twoTemperaturePair({ law: [2.6, 1.7, 1.7, 1.8], steps: 2 });
    for (const [experiment, exact] of [
      [bernoulliPair({ feedback: 1 }), enumerateProcess(bernoulliPair({ feedback: 1 }))],
      [pair, linearGaussianProcess(pair)],
    ] as const) {
      const kept = run(experiment, 'estimated');
      const laws = estimatedLaws(kept, experiment);
      const entropies = bipartiteEntropies(kept, experiment, laws);
      expect(entropies.exact).toBe(false);
      telescopes(entropies);
      for (const seat of ['x', 'theta'] as const) {
        const m = moments(entropies.partial[seat]);
        expect({ value: m.mean, stderr: m.stderr }).toAgreeWith(exact.means.partial[seat]);
      }
      telescopes(bipartiteEntropies(kept, experiment, exact.laws));
    }
  });
});

describe('a second moment that does not exist', () => {
  const wide = { width: 0.5, prior: 1, dataSpread: 2, memory: 0, steps: 20 };
  const safe = { width: 1, prior: 0.5, dataSpread: 1, memory: 0, steps: 20 };
  test.each([
    [wide, 'undecided'],
    [safe, 'yes'],
  ] as const)('ppm/gaussian-mean %j: %s', (params, holds) => {
    const experiment: Experiment = { ...make(gaussianMean, params), reservoirs: { x: bath, theta: bath } };
    const { laws, paths } = linearGaussianProcess(experiment, { labels: { x: [1] } });
    const { second, integral, mean } = paths!.averages['conditional.x'];
    expect(integral).toBeCloseTo(1, 8);
    const kept = simulate(experiment, {
      trajectories: 20_000,
      rng: randomStream(1),
      record: { x: recordState('x', 2), theta: recordState('theta', 1) },
    });
    const { conditional } = bipartiteEntropies(kept, experiment, laws);
    const m = moments(conditional.x);
    expect({ value: m.mean, stderr: m.stderr }).toAgreeWith(mean);
    const verdict = integralFluctuation(conditional.x, { secondMoment: second });
    expect(verdict.holds).toBe(holds);
    if (holds === 'undecided') expect(verdict.because).toMatch(/⟨e\^−2σ⟩ has no finite mean/);
  });

  test.each([1, 2, 3])('seed %i: the tail of a sample tells, where no back-end knows', (seed) => {
    const u = new Float64Array(40_000);
    randomStream(seed).fillUniform(u);
    for (const alpha of [1.2, 3, 6]) {
      const weight = u.map((v) => v ** (-1 / alpha));
      expect(tailExponent(weight)).toAgreeWith(alpha);
      // e^−σ of mean 1 with exactly this tail.
      const sigma = weight.map((w) => -Math.log((w * (alpha - 1)) / alpha));
      const { holds, because } = integralFluctuation(sigma);
      expect(holds).toBe(alpha > 2 ? 'yes' : 'undecided');
      if (alpha < 2) expect(because).toMatch(/tail exponent of e\^−σ 1\.\d/);
    }
  });
});

describe('refusals', () => {
  const experiment = bernoulliPair({ feedback: 0 });
  const { laws } = enumerateProcess(experiment);
  const run = (options: object) => simulate(experiment, { trajectories: 20, rng: randomStream(1), ...options });
  test('no records, sparse records, totals, laws of another length, states of another model', () => {
    expect(() => bipartiteEntropies(run({}), experiment, laws)).toThrow(/records\.x: expected 7 frames of dimension 1, got none/);
    const sparse = { ...record, theta: recordState('theta', 1, 2) };
    expect(() => bipartiteEntropies(run({ record: sparse }), experiment, laws)).toThrow(/records\.theta: expected 7 frames/);
    expect(() => bipartiteEntropies(run({ record, ledger: 'totals' }), experiment, laws)).toThrow(/ledger: expected one entry/);
    const short = { ...laws, at: laws.at.slice(1) };
    expect(() => bipartiteEntropies(run({ record }), experiment, short)).toThrow(/laws: expected 7/);
    const elsewhere = enumerateProcess({ ...experiment, ...{} }).laws;
    const kept = run({ record });
    kept.records.x.data[0] = 7;
    expect(() => bipartiteEntropies(kept, experiment, elsewhere)).toThrow(/\[laws\] x: expected one of 2 listed states, got \(7\)/);
  });
});
