// ppm/made as a model: fluctuation theorems, local detailed balance, data sets that ride along, and the ledger of it.
import {
  batch,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  learningLedger,
  learningRecord,
  localDetailedBalance,
  make,
  moments,
  paramsOf,
  pathInformation,
  randomStream,
  recordState,
  reverse,
  secondLaw,
  simulate,
} from '@szilard/core';
import { type MadeParams, madeDigits, madeModel } from '@szilard/models';
import { drawDigits } from '@szilard/models/digits';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const digits = drawDigits(600, randomStream('digits'));
const build = (overrides: Partial<MadeParams> = {}) => madeModel(paramsOf(madeDigits, overrides), { digits });
const inBath = (overrides: Partial<MadeParams> = {}, beta = 1): Experiment => {
  const bath = make(ideal, { beta });
  return { ...build(overrides).model, reservoirs: { x: bath, theta: bath } };
};
const bothWays = (experiment: Experiment, trajectories: number, seed: number, back = reverse(experiment)) => {
  const options = { trajectories, ledger: 'totals' } as const;
  const forward = simulate(experiment, { ...options, rng: randomStream(seed).fork('forward') });
  const backward = simulate(back, { ...options, rng: randomStream(seed).fork('backward') });
  return [entropyProduction(forward), entropyProduction(backward)] as const;
};
const seatColumns = (experiment: Experiment, n: number, seat: 'x' | 'theta') => {
  const { ledger } = simulate(experiment, { trajectories: n, rng: randomStream(1) });
  const ticks = experiment.ticks.flatMap(({ mover }, t) => (mover === seat ? [t] : []));
  const pick = (column: Float64Array) =>
    Float64Array.from(
      { length: n * ticks.length },
      (_, at) => column[Math.floor(at / ticks.length) * ledger.ticks + ticks[at % ticks.length]],
    );
  return { ledger: { ...ledger, logRatio: pick(ledger.logRatio), bathEntropy: pick(ledger.bathEntropy) } };
};

describe('laws', () => {
  test.each([1, 2, 3])('seed %i: fluctuation theorems and second law hold', (seed) => {
    const sigma = bothWays(inBath({ steps: 4 }), 2500, seed);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    for (const s of sigma) {
      expect(integralFluctuation(s).holds).toBe('yes');
      expect(secondLaw(s).holds).toBe('yes');
      expect(moments(s).mean).toBeGreaterThan(0.3);
    }
  });

  test.each([
    ['theta-first', 'heat-bath', 1],
    ['random-scan', 'fresh', 1],
    ['x-first', 'fresh', 1.1],
  ] as const)('they hold in the order %s with the sampler %s at β = %f', (order, sampler, beta) => {
    const sigma = bothWays(inBath({ steps: 3, order, sampler, lag: 2, temperature: beta === 1 ? 0.2 : 0.5 }, beta), 2000, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(integralFluctuation(sigma[0]).holds).toBe('yes');
  });

  test('negative control: σ × 1.2 breaks the detailed theorem', () => {
    const sigma = bothWays(inBath({ steps: 4, temperature: 0.1 }), 3500, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    const [forward, backward] = sigma.map((column) => column.map((s) => 1.2 * s));
    expect(detailedFluctuation(forward, backward).holds).toBe('no');
  });
});

test.each([
  ['fresh', 1],
  ['fresh', 2.5],
  ['heat-bath', 1],
  ['heat-bath', 2.5],
] as const)('local detailed balance of pictures is exact: sampler %s at β = %f', (sampler, beta) => {
  const columns = seatColumns(inBath({ sampler, lag: 3, steps: 2 }, beta), 200, 'x');
  expect(localDetailedBalance(columns).holds).toBe('yes');
  expect(columns.ledger.bathEntropy.some((gain) => Math.abs(gain) > 0.1)).toBe(true);
});

test('local detailed balance of parameters is missed by O(ε^3/2) a move', () => {
  const rms = (rate: number) => {
    const { ledger } = seatColumns(inBath({ rate, steps: 1, ramp: 0, prior: 1 }), 4000, 'theta');
    return Math.sqrt(moments(ledger.logRatio.map((v, i) => (v - ledger.bathEntropy[i]) ** 2)).mean);
  };
  expect(Math.log(rms(0.1) / rms(0.025)) / Math.log(4)).toBeCloseTo(1.5, 1);
});

test.each(['fresh', 'heat-bath'] as const)(
  'the kernel of the sampler %s is a law: chances to all pictures sum to one, where it stays included',
  (sampler) => {
    const { model, made } = build({ sampler });
    const { pixels, parameters } = made.layout;
    const n = 2 ** pixels;
    const theta = batch(n, parameters);
    randomStream(4).fillNormal(theta.data.subarray(0, parameters));
    for (let i = 1; i < n; i++) theta.data.copyWithin(i * parameters, 0, parameters);
    const to = batch(n, pixels + 1);
    for (let s = 0; s < n; s++) for (let o = 0; o < pixels; o++) to.data[s * (pixels + 1) + 1 + o] = (s >> o) & 1;
    const from = { ...to, data: to.data.slice() };
    const start = 5;
    for (let s = 0; s < n; s++) from.data.copyWithin(s * to.dim, start * to.dim, (start + 1) * to.dim);
    const bath = make(ideal).open(n, randomStream(1), { subsystem: model.subsystems.x, state: from });
    const out = new Float64Array(n);
    model.subsystems.x.kernel.logDensity(from, to, { partner: theta, control: new Float64Array(0), bath }, out);
    const own = new Float64Array(n);
    made.logDensity(to, theta, own);
    // Drawn afresh, a picture that comes out the same is written as a stay, which is its own reverse.
    const stay = sampler === 'fresh' ? Math.exp(own[start]) : Math.exp(out[start]);
    const moved = out.reduce((sum, lnK, s) => sum + (s === start ? 0 : Math.exp(lnK)), 0);
    expect(moved + stay).toBeCloseTo(1, 12);
    // Neither are grey pixels nor another data set ever reached.
    const grey = { ...to, data: to.data.map((v, at) => (at % to.dim === 2 ? 0.5 : v)) };
    model.subsystems.x.kernel.logDensity(from, grey, { partner: theta, control: new Float64Array(0), bath }, out);
    expect(out.every((v) => v === Number.NEGATIVE_INFINITY)).toBe(true);
    const other = { ...to, data: to.data.map((v, at) => (at % to.dim === 0 ? 1 : v)) };
    model.subsystems.x.kernel.logDensity(from, other, { partner: theta, control: new Float64Array(0), bath }, out);
    expect(out.every((v) => v === Number.NEGATIVE_INFINITY)).toBe(true);
  },
);

describe('data sets', () => {
  test('ride along frozen, are equally likely at the start, and steer the parameters', () => {
    const experiment = inBath({ sources: 3, resampling: 'disjoint', temperature: 1e-4, prior: 0.3, steps: 30, ramp: 0, rate: 1 });
    const { given, made, loss, sets } = build({ sources: 3, resampling: 'disjoint' });
    const { pixels } = made.layout;
    const run = simulate(experiment, { trajectories: 300, rng: randomStream(1), record: { x: recordState('x', pixels + 1, 60) } });
    const label = (frame: number) =>
      Array.from({ length: 300 }, (_, i) => run.records.x.data[(i * run.records.x.steps + frame) * (pixels + 1)]);
    expect(label(1)).toEqual(label(0));
    for (let s = 0; s < 3; s++) {
      const share = moments(label(0).map((v) => (v === s ? 1 : 0)));
      expect({ value: share.mean, stderr: share.stderr }).toAgreeWith(1 / 3);
    }
    expect(new Set(sets.flatMap(({ rows }) => [...rows])).size).toBe(3 * 40);
    // Parameters fit their own data set better than others do, on average over those that learned it.
    const all = Array.from({ length: 40 }, (_, i) => i);
    const fit = [0, 1, 2].map((s) => loss(run.theta, s, all).loss);
    const gap = label(0).map((own, i) => fit[(own + 1) % 3][i] + fit[(own + 2) % 3][i] - 2 * fit[own][i]);
    expect(moments(gap).mean / moments(gap).stderr).toBeGreaterThan(4);
    const x = batch(5, pixels + 1);
    given(2).start.sample(randomStream(1).trajectories(0, 5), x, batch(5, made.layout.parameters));
    expect(Array.from({ length: 5 }, (_, i) => x.data[i * (pixels + 1)])).toEqual([2, 2, 2, 2, 2]);
    expect(() => given(3)).toThrow(/given: expected a data set from 0 to 2, got 3/);
  });

  test('are refused where they do not fit', () => {
    expect(() => make(madeDigits)).toThrow(/^\[ppm\/made\] expected the service digits, got none/);
    expect(() => build({ resampling: 'disjoint', sources: 20 })).toThrow(
      /size: expected 20 data sets of 40 out of 480 rows, which are too few/,
    );
    expect(() => build({ threshold: 1 })).toThrow(/threshold: expected a finite number above 0 and below 1, got 1/);
    expect(() => build({ rate: 2 })).toThrow(/rate: expected below prior²\/temperature/);
    expect(() => build({ batch: 50, replacement: false })).toThrow(
      /batch: expected at most the 40 training samples without replacement, got 50/,
    );
    expect(() => build({ hidden: [2.5] })).toThrow(/hidden/);
  });
});

test('the ledger of a small learner: informations in order, residuals 0, the engine agrees', () => {
  const params = paramsOf(madeDigits, {
    sources: 3,
    resampling: 'disjoint',
    temperature: 2e-3,
    rate: 0.5,
    steps: 8,
    ramp: 0,
    size: 15,
    batch: 15,
  });
  const learner = madeModel(params, { digits });
  const bath = make(ideal);
  const { pixels, parameters } = learner.made.layout;
  const runs = [0, 1, 2].map((s) =>
    simulate(
      { ...learner.given(s), reservoirs: { x: bath, theta: bath } },
      {
        trajectories: 60,
        rng: randomStream(1).fork(s),
        record: { x: recordState('x', pixels + 1), theta: recordState('theta', parameters) },
      },
    ),
  );
  const every = learningRecord(runs);
  const alternate = ({ trajectories, steps, dim, data }: typeof every.x) => {
    const kept = (steps + 1) / 2;
    const out = new Float64Array(trajectories * kept * dim);
    for (let i = 0; i < trajectories; i++)
      for (let t = 0; t < kept; t++) out.set(data.subarray((i * steps + 2 * t) * dim, (i * steps + 2 * t + 1) * dim), (i * kept + t) * dim);
    return { trajectories, steps: kept, dim, data: out };
  };
  const record = { ...every, x: alternate(every.x), theta: alternate(every.theta) };
  const { made } = learner;
  const ledger = learningLedger(
    {
      logDensity: made.logDensity,
      logDensities: made.logDensities,
      sample(theta, rng, x) {
        const chance = new Float64Array(x.n * pixels);
        rng.fillUniform(chance);
        made.draw(theta, chance, x);
      },
    },
    record,
    { rng: randomStream(1).fork('look'), probes: 2 },
  );
  const last = ledger.frames[params.steps];
  const { information } = last;
  const low = ({ value, stderr }: { value: number; stderr: number }) => value - 4 * stderr;
  expect(low(information!.learned!.lower)).toBeLessThan(information!.together.upper.value);
  expect(information!.learned!.upper.value).toBeLessThan(Math.log(3));
  const path = pathInformation({ ...learner.model, reservoirs: { x: bath, theta: bath } }, every, { component: 0, labels: [0, 1, 2] });
  expect(low(information!.memorised!)).toBeLessThan(path[params.steps].value);
  expect(path[params.steps].value).toBeLessThanOrEqual(Math.log(3) + 1e-12);
  // It remembers what its samples do not show.
  expect(information!.memorised!.value).toBeGreaterThan(information!.learned!.upper.value);
  for (const { information: here, B2, step } of ledger.frames.slice(1)) {
    expect(here!.B1).toAgreeWith(0);
    expect(B2).toAgreeWith(0);
    expect(step!.integral).toAgreeWith(1);
  }
  const heat = runs.flatMap(({ ledger: { heat: column, ticks, trajectories } }) =>
    Array.from({ length: trajectories }, (_, i) =>
      column.subarray(i * ticks, (i + 1) * ticks).reduce((sum, q, t) => sum + (t % 2 ? q : 0), 0),
    ),
  );
  expect(last.heat.value).toBeCloseTo(heat.reduce((a, b) => a + b) / heat.length, 10);
});
