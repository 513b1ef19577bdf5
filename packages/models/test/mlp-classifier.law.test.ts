import {
  batch,
  component,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  localDetailedBalance,
  make,
  moments,
  paramsOf,
  randomStream,
  reverse,
  SzilardError,
  secondLaw,
  simulate,
} from '@szilard/core';
import { drawDigits } from '@szilard/models/digits';
import { ideal, minibatch } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { accuracy, classifierOf } from '../src/ppm/classifier.ts';
import { mlpClassifier } from '../src/ppm/mlp-classifier.ts';
import { initialWeights, weightWidths } from '../src/ppm/mlp-initial.ts';
import { type MlpParams, mlpModel, mlpOn } from '../src/ppm/mlp-model.ts';

const digits = drawDigits(600, randomStream('digits'));
/** Eleven parameters, so that many trajectories are cheap. */
const small: Partial<MlpParams> = { pool: 14, hidden: [1], probes: 20, batch: 20, steps: 4, prior: 0.25, rate: 0.3 };
const params = (overrides: Partial<MlpParams> = {}) => paramsOf(mlpClassifier, { ...small, ...overrides });
const build = (overrides: Partial<MlpParams> = {}) => mlpModel(params(overrides), { digits });
const inBath = (overrides: Partial<MlpParams> = {}, beta = 1): Experiment => {
  const bath = make(ideal, { beta });
  return { ...build(overrides).model, reservoirs: { x: bath, theta: bath } };
};
const bothWays = (experiment: Experiment, trajectories: number, seed: number, back = reverse(experiment)) => {
  const options = { trajectories, ledger: 'totals' } as const;
  const forward = simulate(experiment, { ...options, rng: randomStream(seed).fork('forward') });
  const backward = simulate(back, { ...options, rng: randomStream(seed).fork('backward') });
  return { forward, sigma: [entropyProduction(forward), entropyProduction(backward)] as const };
};

describe('laws', () => {
  test.each([1, 2, 3])('seed %i: fluctuation theorems and second law hold', (seed) => {
    const { sigma } = bothWays(inBath(), 3000, seed);
    expect(detailedFluctuation(...sigma)).toMatchObject({ holds: 'yes' });
    for (const s of sigma) {
      expect(integralFluctuation(s).holds).toBe('yes');
      expect(secondLaw(s).holds).toBe('yes');
      expect(moments(s).mean).toBeGreaterThan(0.1);
    }
  });

  test.each(['x-first', 'random-scan'] as const)('they hold with ticks in the order %s, in a colder bath, in ntk scaling', (order) => {
    const { sigma } = bothWays(inBath({ order, lag: 2, scaling: 'ntk', activation: 'softplus' }, 1.3), 2000, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(integralFluctuation(sigma[0]).holds).toBe('yes');
  });

  test('at the defaults σ is of order 1, laws are decided, digits learnt', () => {
    const { model, accuracy } = mlpModel(paramsOf(mlpClassifier), { digits: drawDigits(2000, randomStream('digits')) });
    const bath = make(ideal);
    const { forward, sigma } = bothWays({ ...model, reservoirs: { x: bath, theta: bath } }, 800, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(moments(sigma[0]).mean).toBeGreaterThan(0.5);
    expect(moments(sigma[0]).mean).toBeLessThan(2);
    const start = { x: batch(800, 3), theta: batch(800, forward.theta.dim) };
    model.start.sample(randomStream(1).trajectories(0, 800), start.x, start.theta);
    const [before, after] = [moments(accuracy(start.theta)), moments(accuracy(forward.theta))];
    expect((after.mean - before.mean) / Math.hypot(after.stderr, before.stderr)).toBeGreaterThan(4);
  });

  test('σ × 1.1, and a reversed run whose protocol is not reversed, break the detailed theorem', () => {
    const experiment = inBath({ temperature: 0.03, rate: 0.7, steps: 3, batch: 5, initial: 2 });
    const { sigma } = bothWays(experiment, 8000, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    const [forward, backward] = sigma.map((column) => column.map((s) => 1.1 * s));
    expect(detailedFluctuation(forward, backward).holds).toBe('no');
    const wrong = bothWays(experiment, 8000, 1, { ...reverse(experiment), ticks: experiment.ticks }).sigma;
    expect(detailedFluctuation(...wrong).holds).toBe('no');
  });
});

describe('local detailed balance', () => {
  const ofLabels = ({ ticks }: Experiment) => ticks.flatMap(({ mover }, t) => (mover === 'x' ? [t] : []));

  test('is exact for labels, at any temperature', () => {
    const experiment = inBath({ prior: 2, temperature: 1, lag: 3 }, 2.5);
    const { ledger } = simulate(experiment, { trajectories: 200, rng: randomStream(1) });
    const labels = ofLabels(experiment);
    const pick = (column: Float64Array) =>
      Float64Array.from(
        { length: 200 * labels.length },
        (_, at) => column[Math.floor(at / labels.length) * ledger.ticks + labels[at % labels.length]],
      );
    const both = { ...ledger, logRatio: pick(ledger.logRatio), bathEntropy: pick(ledger.bathEntropy) };
    expect(localDetailedBalance({ ledger: both }).holds).toBe('yes');
    expect(both.bathEntropy.some((gain) => Math.abs(gain) > 0.1)).toBe(true);
  });

  test('is exact for weights where no data act, around whatever they start at', () => {
    const experiment = inBath({ initial: 2, temperature: 1e12, rate: 2e-14, lag: 1 }, 0.7);
    expect(localDetailedBalance(simulate(experiment, { trajectories: 200, rng: randomStream(1) })).holds).toBe('yes');
  });

  test('every move of the weights misses it by O(ε^3/2)', () => {
    const rms = (rate: number) => {
      const { ledger } = simulate(inBath({ prior: 1, temperature: 0.3, rate, steps: 1, ramp: 0, activation: 'tanh' }), {
        trajectories: 4000,
        rng: randomStream(1),
      });
      return Math.sqrt(
        moments(Float64Array.from({ length: 4000 }, (_, i) => (ledger.logRatio[2 * i] - ledger.bathEntropy[2 * i]) ** 2)).mean,
      );
    };
    expect(Math.log(rms(0.04) / rms(0.01)) / Math.log(4)).toBeCloseTo(1.5, 1);
    expect(rms(0.04)).toBeGreaterThan(1e-3);
  });
});

describe('data sets', () => {
  test('every trajectory keeps its own, and its weights feel that one', () => {
    const asked = { sources: 3, resampling: 'label-permutation' } as const;
    const { model, sets, train, classifier } = build(asked);
    expect(sets).toHaveLength(3);
    const [x, theta, energy] = [batch(9, 3), batch(9, model.subsystems.theta.dim), new Float64Array(9)];
    model.start.sample(randomStream(1).trajectories(0, 9), x, theta);
    expect(new Set(component(x, 2)).size).toBe(3);
    const { control } = model.ticks[2];
    const bath = make(ideal).open(9, randomStream(1), { subsystem: model.subsystems.theta, state: theta });
    model.subsystems.theta.energy(theta, { partner: x, control, bath }, energy);
    const { temperature, prior } = params(asked);
    const centre = initialWeights([4, 1, 2], 'tanh', params(asked));
    for (let i = 0; i < 9; i++) {
      const set = sets[x.data[3 * i + 2]];
      const own = theta.data.subarray(i * theta.dim, (i + 1) * theta.dim);
      const at = Array.from(control.subarray(1));
      const inputs = Float64Array.from(at.flatMap((k) => Array.from(train.features.subarray(4 * set.rows[k], 4 * set.rows[k] + 4))));
      const { mean } = classifier.crossEntropy(
        own,
        inputs,
        at.map((k) => set.labels![k]),
      );
      const square = own.reduce((sum, v, k) => sum + (v - centre[k]) ** 2, 0);
      expect(energy[i]).toBeCloseTo((control[0] * mean) / temperature + square / (2 * prior ** 2), 10);
    }
    const run = simulate(inBath(asked), { trajectories: 40, rng: randomStream(1) });
    const begun = batch(40, 3);
    model.start.sample(randomStream(1).fork('start').trajectories(0, 40), begun, batch(40, theta.dim));
    for (const k of [1, 2]) expect(component(run.x, k)).toEqual(component(begun, k));
  });

  /** Plug-in I(Y;B|U) of labels beside the number of the data set, and its bias (one degree of freedom a probe), nats. */
  const learned = (overrides: Partial<MlpParams>) => {
    const { x } = simulate(inBath({ sources: 2, probes: 8, ...overrides }), { trajectories: 2000, rng: randomStream(1), ledger: 'totals' });
    const [y, u, b] = [0, 1, 2].map((k) => component(x, k));
    const share = (key: (i: number) => string) => {
      const counts = new Map<string, number>();
      for (let i = 0; i < x.n; i++) counts.set(key(i), (counts.get(key(i)) ?? 0) + 1);
      return (i: number) => counts.get(key(i))!;
    };
    const [all, probe, label, set] = [
      share((i) => `${y[i]} ${u[i]} ${b[i]}`),
      share((i) => `${u[i]}`),
      share((i) => `${y[i]} ${u[i]}`),
      share((i) => `${b[i]} ${u[i]}`),
    ];
    const local = y.map((_, i) => Math.log((all(i) * probe(i)) / (label(i) * set(i))));
    return { value: moments(local).mean - 8 / (2 * x.n), stderr: moments(local).stderr + Math.sqrt(8 / 2) / x.n };
  };

  test('L-info: labels tell of the data set they were learnt from, and of nothing where all learn from one', () => {
    const cold = { temperature: 1e-3, prior: 0.5, rate: 3, steps: 20, ramp: 0, pool: 7, hidden: [4], size: 20, batch: 20 } as const;
    const { value, stderr } = learned({ ...cold, resampling: 'label-permutation' });
    expect(value / stderr).toBeGreaterThan(4);
    expect(value).toBeLessThan(Math.LN2);
    expect(learned({ ...cold, resampling: 'one' })).toAgreeWith(0);
  });
});

describe('noise', () => {
  test('none: raw descent is absolutely irreversible, and the checks say that they cannot decide', () => {
    const { sigma, forward } = bothWays(inBath({ noise: 'none' }), 200, 1);
    expect(sigma[0].every((s) => s === Number.POSITIVE_INFINITY)).toBe(true);
    for (const verdict of [detailedFluctuation(...sigma), integralFluctuation(sigma[0]), secondLaw(sigma[0])]) {
      expect(verdict.holds).toBe('undecided');
      expect(verdict.because).toMatch(/absolut/);
    }
    expect(localDetailedBalance(forward)).toMatchObject({ holds: 'undecided', because: expect.stringMatching(/absolutely irreversible/) });
  });

  test('none: a run from the centre ends where training without noise does', () => {
    const model = build({ noise: 'none', sources: 1, resampling: 'one' });
    const { theta } = model.model.subsystems;
    const bath = make(ideal).open(1, randomStream(1), { subsystem: theta, state: batch(1, theta.dim) });
    let now = { n: 1, dim: theta.dim, data: initialWeights([4, 1, 2], 'tanh', params()) };
    for (const { mover, control } of model.model.ticks) {
      if (mover !== 'theta') continue;
      const next = batch(1, theta.dim);
      theta.kernel.step(now, { partner: batch(1, 3), control, bath }, randomStream(1), next);
      now = next;
    }
    const trained = model.trained();
    now.data.forEach((v, k) => {
      expect(v).toBeCloseTo(trained[k], 12);
    });
  });

  test('view reservoir: batches averaged, noise lent by the bath of mini-batches; the theorems hold, local detailed balance does not', () => {
    const asked = { view: 'reservoir', sources: 1, resampling: 'one', ramp: 0, steps: 3, size: 16, batch: 4 } as const;
    const theta = make(minibatch, { batch: 4, floor: 0.5 });
    const experiment = { ...build(asked).model, reservoirs: { x: make(ideal), theta } };
    const { sigma, forward } = bothWays(experiment, 1000, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(secondLaw(sigma[0]).holds).toBe('yes');
    expect(localDetailedBalance(forward).holds).toBe('no');
  });

  test('view reservoir: by single-sample gradients, without a matrix of all weights, moves weigh the same', () => {
    const { model } = build({ view: 'reservoir', sources: 1, resampling: 'one', ramp: 0, steps: 1, hidden: [3] });
    const { theta } = model.subsystems;
    const [x, from, to] = [batch(6, 3), batch(6, theta.dim), batch(6, theta.dim)];
    model.start.sample(randomStream(1).trajectories(0, 6), x, from);
    const weigh = (covariance: 'state' | 'samples', step: boolean) => {
      const bath = make(minibatch, { batch: 4, floor: 0.3, covariance }).open(6, randomStream(1), { subsystem: theta, state: from });
      const given = { partner: x, control: model.ticks[0].control, bath };
      if (step) theta.kernel.step(from, given, randomStream(2).trajectories(0, 6), to);
      const out = new Float64Array(6);
      theta.kernel.logDensity(from, to, given, out);
      return out;
    };
    const [factors, full] = [weigh('samples', true), weigh('state', false)];
    factors.forEach((lnK, i) => {
      expect(lnK).toBeCloseTo(full[i], 9);
    });
  });

  test('view reservoir: one move scatters as the mean of a batch does, on top of the floor', () => {
    const asked = { view: 'reservoir', sources: 1, resampling: 'one', ramp: 0, steps: 1 } as const;
    const { model, train, sets, classifier } = build(asked);
    const { dim, kernel } = model.subsystems.theta;
    const [n, size, floor] = [2000, 4, 0.5];
    const own = initialWeights([4, 1, 2], 'tanh', params());
    const state = { n, dim, data: Float64Array.from({ length: n * dim }, (_, at) => own[at % dim]) };
    const bath = make(minibatch, { batch: size, floor }).open(n, randomStream(1), { subsystem: model.subsystems.theta, state });
    const next = batch(n, dim);
    kernel.step(state, { partner: batch(n, 3), control: model.ticks[0].control, bath }, randomStream(1).trajectories(0, n), next);
    const rows = Array.from(sets[0].rows);
    const each = new Float64Array(rows.length * dim);
    const inputs = Float64Array.from(rows.flatMap((row) => Array.from(train.features.subarray(4 * row, 4 * row + 4))));
    classifier
      .crossEntropy(
        own,
        inputs,
        rows.map((row) => train.labels[row]),
      )
      .gradients(each);
    const { rate, temperature } = params(asked);
    for (let k = 0; k < dim; k++) {
      const single = moments(Float64Array.from(rows, (_, i) => each[i * dim + k]));
      const population = (single.variance * (rows.length - 1)) / rows.length;
      const { variance } = moments(component(next, k));
      const expected = (rate ** 2 * population) / size + 2 * rate * temperature * floor;
      expect({ value: variance, stderr: variance * Math.sqrt(2 / n) }).toAgreeWith(expected);
    }
  });
});

describe('the start', () => {
  test('ntk scaling is standard scaling in other coordinates', () => {
    const layers = [4, 6, 3];
    const widths = weightWidths(layers, 'relu');
    const [ntk, standard] = [classifierOf({ layers, activation: 'relu' }, widths), classifierOf({ layers, activation: 'relu' })];
    const asked = { initial: 1.5, initialSeed: 3 };
    const a = initialWeights(layers, 'relu', { ...asked, scaling: 'ntk' });
    const b = initialWeights(layers, 'relu', { ...asked, scaling: 'standard' });
    a.forEach((v, k) => {
      expect(v * widths[k]).toBeCloseTo(b[k], 14);
    });
    const rng = randomStream(1);
    const inputs = Float64Array.from({ length: 20 }, () => rng.normal());
    const [p, q] = [ntk.logProbabilities(a, inputs, 5), standard.logProbabilities(b, inputs, 5)];
    p.forEach((v, k) => {
      expect(v).toBeCloseTo(q[k], 13);
    });
    const [g, h] = [new Float64Array(ntk.parameters), new Float64Array(ntk.parameters)];
    ntk.crossEntropy(a, inputs, [0, 1, 2, 0, 1]).gradient(g);
    standard.crossEntropy(b, inputs, [0, 1, 2, 0, 1]).gradient(h);
    g.forEach((v, k) => {
      expect(v).toBeCloseTo(h[k] * widths[k], 13);
    });
    const each = new Float64Array(5 * ntk.parameters);
    ntk.crossEntropy(a, inputs, [0, 1, 2, 0, 1]).gradients(each);
    g.forEach((v, k) => {
      expect([0, 1, 2, 3, 4].reduce((sum, i) => sum + each[i * g.length + k] / 5, 0)).toBeCloseTo(v, 13);
    });
  });

  test('weights are as wide as they should be', () => {
    const w = initialWeights([100, 200, 50], 'relu', { scaling: 'standard', initial: 1, initialSeed: 1 });
    const first = moments(w.subarray(0, 20_000));
    const second = moments(w.subarray(20_200, 30_200));
    expect({ value: first.variance, stderr: first.variance * Math.sqrt(2 / 20_000) }).toAgreeWith(2 / 100);
    expect({ value: second.variance, stderr: second.variance * Math.sqrt(2 / 10_000) }).toAgreeWith(1 / 200);
    expect(w.subarray(20_000, 20_200).every((bias) => bias === 0)).toBe(true);
  });
});

test('accuracy counts what is right', () => {
  const classifier = classifierOf({ layers: [1, 2], activation: 'relu' });
  const on = { n: 4, inputs: 1, features: Float64Array.of(-1, 1, 2, -2), labels: Uint8Array.of(0, 1, 1, 1) };
  // Logits (−u, u): label 1 where u > 0; and their opposite.
  const theta = { n: 2, dim: 4, data: Float64Array.of(-1, 1, 0, 0, 1, -1, 0, 0) };
  expect(Array.from(accuracy(classifier, theta, on))).toEqual([0.75, 0.25]);
});

test('refuses what it cannot do, in one line', () => {
  const say = (act: () => unknown) => {
    expect(act).toThrow(SzilardError);
    return expect(act);
  };
  say(() => make(mlpClassifier)).toThrow(/^\[ppm\/mlp-classifier\] expected the service digits, got none\./);
  say(() => build({ probes: 1000 })).toThrow(/probes: expected at most the \d+ test inputs, got 1000/);
  say(() => build({ size: 5000, resampling: 'one' })).toThrow(/size: expected 5000 rows out of \d+ rows/);
  say(() => build({ batch: 65, replacement: false })).toThrow(
    /batch: expected at most the 64 training samples without replacement, got 65/,
  );
  say(() => build({ batch: 1e9 })).toThrow(
    /batch: expected at most 100000000 samples in all batches together, got \d+ batches of 1000000000\./,
  );
  say(() => build({ hidden: [10000, 10000] })).toThrow(/hidden: expected at most 67108864 parameters, got \d+\. Take narrower layers\./);
  say(() => build({ rate: 10 })).toThrow(/rate: expected below prior²\/temperature = 0\.625/);
  say(() => build({ view: 'reservoir' })).toThrow(/expected one data set at full weight .* got sources=4, ramp=1 and noise=langevin/);
  say(() => params({ hidden: [4, 0] })).toThrow(/hidden\[1\]: expected a whole number at least 1/);
  say(() => params({ resampling: 'jackknife' as never })).toThrow(/resampling: expected one of one, bootstrap/);
  const data = { n: 2, inputs: 2, features: Float64Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1) };
  const on = (train: typeof data) => () => mlpOn(params({ size: 2, batch: 1, probes: 1 }), { train, test: data });
  expect(on(data)).not.toThrow();
  say(on({ ...data, labels: Uint8Array.of(0, 2) })).toThrow(/labels: expected whole numbers below classes = 2, got 2 in row 1/);
  say(on({ ...data, features: Float64Array.of(1, 2, 3) })).toThrow(/expected features \[2, 2\] and 2 labels, got 3 numbers/);
  say(on({ ...data, features: Float64Array.of(1, 2, Number.NaN, 0) })).toThrow(/features: expected finite numbers, got NaN in row 1/);
  const { theta } = build().model.subsystems;
  const tensorBath = { ...make(ideal).open(1, randomStream(1), { subsystem: theta, state: batch(1, theta.dim) }), temperature: () => {} };
  const given = { partner: batch(1, 3), control: Float64Array.of(0, 1), bath: tensorBath };
  say(() => theta.kernel.step(batch(1, theta.dim), given, randomStream(1), batch(1, theta.dim))).toThrow(
    /expected a bath with one temperature/,
  );
  expect(theta.gradientNoise).toBeUndefined();
  expect(build({ sources: 1 }).model.subsystems.theta.gradientNoise?.samples).toBe(64);
});

test('training that explodes is stopped by name, at its step, with what to lower', () => {
  // Raw features of absurd size: the first step throws the weights out of all numbers.
  const { train, test: held } = build();
  const wild = { ...train, features: train.features.map((v) => 1e155 * v) };
  const { model } = mlpOn(params({ noise: 'none', activation: 'relu' }), { train: wild, test: held });
  const hot = { ...model, reservoirs: { x: make(ideal), theta: make(ideal) } };
  const run = () => simulate(hot, { trajectories: 20, rng: randomStream(1) });
  expect(run).toThrow(SzilardError);
  expect(run).toThrow(
    /^\[ppm\/mlp-classifier\] loss at step [12] of 4: expected a finite number, got (NaN|Infinity) .* lower rate \(now 0\.3\)/,
  );
});
