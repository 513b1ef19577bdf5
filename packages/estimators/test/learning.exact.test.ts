import { type Batch, batch, batchOf, type Ensemble, type Estimate, make, type RandomStream, randomStream } from '@szilard/core';
import {
  entropyAtResolution,
  gaussianStepBound,
  type LearningEnsemble,
  learnedInformation,
  memorisedInformation,
  withUncertainty,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { normals } from './samples.ts';

/** SGD on the mean of a Gaussian: docs/theory.md 6, in closed form. */
const [rate, prior, spread, noise, width] = [0.1, 0.25, 1, 0.1, 1];
const keep = 1 - rate;
const memory = (n: number) => keep ** n;
const varianceGiven = (n: number) => keep ** (2 * n) * prior + rate ** 2 * noise * ((1 - keep ** (2 * n)) / (1 - keep ** 2));
const variance = (n: number) => varianceGiven(n) + (1 - memory(n)) ** 2 * spread;
const memorised = (n: number) => 0.5 * Math.log(variance(n) / varianceGiven(n));
const learned = (n: number, samples = 1) => 0.5 * Math.log((variance(n) + width / samples) / (varianceGiven(n) + width / samples));

const normal = (x: Batch, y: Batch, out: Float64Array, slope: number, square: number) => {
  for (let i = 0; i < out.length; i++)
    out[i] = -0.5 * Math.log(2 * Math.PI * square) - (0.5 * (x.data[i] - slope * y.data[i]) ** 2) / square;
};

interface Learner extends Required<LearningEnsemble> {
  readonly path: Ensemble;
}

/** Runs of `steps` steps; `trials` runs on each data set. */
function learn(runs: number, steps: number, rng: RandomStream, trials = 1): Learner {
  const means = normals(runs / trials, 1, rng.fork('source')).data;
  const source = batchOf(Float64Array.from({ length: runs }, (_, r) => Math.sqrt(spread) * means[Math.floor(r / trials)]));
  const kicks = normals(runs, steps, rng.fork('batches')).data;
  const theta = batchOf(normals(runs, 1, rng.fork('start')).data.map((z) => Math.sqrt(prior) * z));
  const path = new Float64Array(runs * steps);
  for (let r = 0; r < runs; r++) {
    for (let t = 0; t < steps; t++) {
      path[r * steps + t] = theta.data[r];
      theta.data[r] = keep * theta.data[r] + rate * (source.data[r] + Math.sqrt(noise) * kicks[r * steps + t]);
    }
  }
  const x = batchOf(normals(runs, 1, rng.fork('x')).data.map((z, r) => theta.data[r] + Math.sqrt(width) * z));
  const squares = path.map((value, at) => (value - source.data[Math.floor(at / steps)]) ** 2);
  return {
    source,
    theta,
    x,
    path: { trajectories: runs, steps, dim: 1, data: path },
    logModel: (a, b, out) => normal(a, b, out, 1, width),
    logLearner: (a, b, out) => normal(a, b, out, 1 - memory(steps), varianceGiven(steps)),
    steps: { learningRate: new Float64Array(steps).fill(rate), noise: new Float64Array(steps).fill(rate * Math.sqrt(noise)), dim: 1 },
    squaredGradients: { trajectories: runs, steps, dim: 1, data: squares },
  };
}

const steps = 20;

test('the closed forms are those of the theory', () => {
  expect(memorised(20)).toBeCloseTo(2.238038907, 8);
  expect(learned(20)).toBeCloseTo(0.2840287109, 8);
  expect(learned(50)).toBeCloseTo(0.3426912742, 8);
});

describe.each([1, 2, 3])('seed %i', (seed) => {
  const ensemble = learn(3000, steps, randomStream(seed));
  const rng = randomStream(seed);

  test('M-info by three estimators agrees with the closed form', () => {
    for (const estimator of ['gaussian', 'ksg1', 'mixture'])
      expect(make(memorisedInformation, { estimator }).estimate(ensemble, rng)).toAgreeWith(memorised(steps));
  });

  test('L-info agrees with the closed form and stays below M-info', () => {
    for (const estimator of ['mutual-information/gaussian', 'ksg1']) {
      const result = make(learnedInformation, { estimator }).estimate(ensemble, rng);
      expect(result).toAgreeWith(learned(steps));
      expect(result.value).toBeLessThan(memorised(steps));
    }
  });

  test('negative control: with data sets given to the wrong runs nothing is known of them', () => {
    const wrong = { ...ensemble, source: { ...ensemble.source, data: ensemble.source.data.slice().reverse() } };
    expect(make(learnedInformation, { estimator: 'gaussian' }).estimate(wrong, rng)).toAgreeWith(0);
    expect(make(memorisedInformation, { estimator: 'gaussian' }).estimate(wrong, rng)).toAgreeWith(0);
  });

  test('several samples of a run tell more: L-info of 10 and of 100 samples, by their mean, rises towards M-info', () => {
    let last = learned(steps);
    for (const samples of [10, 100]) {
      const noisy = normals(3000, 1, rng.fork(samples)).data.map((z, r) => ensemble.theta.data[r] + Math.sqrt(width / samples) * z);
      const result = make(learnedInformation, { estimator: 'gaussian' }).estimate({ ...ensemble, x: batchOf(noisy) }, rng);
      expect(result).toAgreeWith(learned(steps, samples));
      expect(learned(steps, samples)).toBeGreaterThan(last);
      last = learned(steps, samples);
    }
    expect(last).toBeLessThan(memorised(steps));
  });

  test('I(X;Θ) − I(X;Θ|B) from runs that share data sets, with the error of data sets', () => {
    const shared = learn(600, steps, randomStream(seed).fork('shared'), 15);
    const result = make(learnedInformation, { estimator: 'mixture', route: 'difference' }).estimate(shared, rng);
    expect(result).toAgreeWith(learned(steps));
    expect(result.details!.sources).toBe(40);
    expect(result.details!['I(X;Θ)']).toBeCloseTo(result.value + result.details!['I(X;Θ|B)'], 12);
    const direct = make(learnedInformation, { estimator: 'gaussian' }).estimate(shared, rng);
    expect(direct).toAgreeWith(learned(steps));
    expect(direct.stderr).toBeGreaterThan(1.3 * direct.details!.ownStderr);
  });

  test('the step bound holds, tightens where what θ knows is left out, and fails for noise that was not there', () => {
    const bound = (given: LearningEnsemble): Estimate => make(gaussianStepBound).estimate(given, rng);
    const plain = bound(ensemble);
    expect(plain.bound).toBe('upper');
    const truth = (square: (t: number) => number) =>
      Array.from({ length: steps }, (_, t) => 0.5 * Math.log1p(square(t) / noise)).reduce((a, b) => a + b, 0);
    expect(plain).toAgreeWith(truth((t) => varianceGiven(t) + memory(t) ** 2 * spread));
    // Of m given θ_t only this is unknown.
    const slope = (t: number) => ((1 - memory(t)) * spread) / variance(t);
    const unknown = ensemble.path.data.map((value, at) => (ensemble.source.data[Math.floor(at / steps)] - slope(at % steps) * value) ** 2);
    const tight = bound({ ...ensemble, squaredGradients: { ...ensemble.squaredGradients, data: unknown } });
    expect(tight).toAgreeWith(truth((t) => spread - slope(t) ** 2 * variance(t)));
    expect(tight.value).toBeLessThan(plain.value);
    expect(tight.value).toBeGreaterThan(memorised(steps));
    const louder = { ...ensemble.steps, noise: ensemble.steps.noise.map((s) => 10 * s) };
    expect(bound({ ...ensemble, steps: louder }).value).toBeLessThan(memorised(steps));
  });
});

describe('limits are said', () => {
  const rng = randomStream(1);

  test('few data sets: the ceiling ln R', () => {
    const few = learn(12, 5, randomStream(1));
    const theta = batchOf(few.source.data.map((m, r) => m + 1e-3 * few.theta.data[r]));
    const sharp: LearningEnsemble = { ...few, theta, logLearner: (a, b, out) => normal(a, b, out, 1, 1e-6) };
    const { value, cautions } = make(memorisedInformation, { estimator: 'mixture' }).estimate(sharp, rng);
    expect(value).toBeCloseTo(Math.log(12), 6);
    expect(cautions.join('\n')).toMatch(/within .* nat of the ceiling ln R = 2\.485 of R = 12 data sets/);
  });

  test('one data set is refused', () => {
    const one = learn(40, 5, randomStream(1), 40);
    for (const estimator of [make(memorisedInformation), make(learnedInformation)])
      expect(() => estimator.estimate(one, rng)).toThrow(/source: expected runs on at least two data sets, got one.*I\(X;Θ\|B\)/);
  });

  test('one run on a data set is not enough for the difference', () => {
    expect(() => make(learnedInformation, { route: 'difference' }).estimate(learn(40, 5, randomStream(1)), rng)).toThrow(
      /at least two runs/,
    );
  });

  test('an unknown estimator is named, with those there are', () => {
    expect(() => make(memorisedInformation, { estimator: 'ksg11' })).toThrow(/expected one of .*got "ksg11"\. Did you mean/);
  });

  test('a coarse machine remembers less: rounding θ can only lose information', () => {
    const ensemble = learn(2000, steps, randomStream(1));
    const fine = make(memorisedInformation, { estimator: 'gaussian' }).estimate(ensemble, rng);
    const coarse = make(memorisedInformation, { estimator: 'gaussian', resolution: 2 }).estimate(ensemble, rng);
    expect(fine.value).toBeGreaterThan(coarse.value + 4 * coarse.stderr);
    expect(coarse.cautions[0]).toBe('θ rounded to multiples of 2');
  });

  test('steps: refused without noise; bounds given without error; error bars by resampling run by run', () => {
    const ensemble = learn(50, 5, randomStream(1));
    const silent = { ...ensemble, steps: { ...ensemble.steps, noise: new Float64Array(5) } };
    expect(() => make(gaussianStepBound).estimate(silent, rng)).toThrow(/without noise there is no bound/);
    const { steps: _, ...without } = ensemble;
    expect(() => make(gaussianStepBound).estimate(without, rng)).toThrow(/steps: expected .* got none/);
    const bounds = { trajectories: 1, steps: 5, dim: 1, data: new Float64Array(5).fill(1) };
    const given = make(gaussianStepBound).estimate({ ...ensemble, squaredGradients: bounds }, rng);
    expect(given).toMatchObject({ stderr: 0 });
    expect(given.value).toBeCloseTo(2.5 * Math.log1p(1 / noise), 12);
    const own = make(gaussianStepBound).estimate(ensemble, rng).stderr;
    const again = withUncertainty(make(gaussianStepBound), { method: 'jackknife' }).estimate(ensemble, rng).stderr;
    expect(again / own).toBeGreaterThan(0.8);
    expect(again / own).toBeLessThan(1.25);
  });

  test('x of several columns', () => {
    const ensemble = learn(400, steps, randomStream(1));
    const wide = batch(400, 2);
    ensemble.x.data.forEach((value, r) => {
      wide.data.set([value, -value + ensemble.theta.data[r]], 2 * r);
    });
    // The two columns together give θ away: L = M.
    expect(make(learnedInformation, { estimator: 'gaussian' }).estimate({ ...ensemble, x: wide }, rng)).toAgreeWith(memorised(steps));
  });
});

/** Two coins B ∈ {¼, ¾}, θ ∈ {−2 … 2} from e^−U/T with U = −Bθ + ln(1 + e^θ), x a throw of the coin that θ models. */
describe.each([
  [1, 1.601352742, 0.05070680461, 0.01420122056],
  [0.1, 1.559596263, 0.566072156, 0.1182916496],
  [0.02, 0.8701277223, 0.6921422633, 0.1166403576],
  [0.005, 0.6931877116, Math.LN2, 0.1109445136],
])('coins at temperature %f', (temperature, entropy, memory, lesson) => {
  const n = 6000;
  const throws = (rng: RandomStream): LearningEnsemble => {
    const uniform = new Float64Array(3 * n);
    rng.fillUniform(uniform);
    const [source, theta, x] = [batch(n, 1), batch(n, 1), batch(n, 1)];
    for (let r = 0; r < n; r++) {
      const bias = uniform[3 * r] < 0.5 ? 0.25 : 0.75;
      const weights = [-2, -1, 0, 1, 2].map((t) => Math.exp((bias * t - Math.log1p(Math.exp(t))) / temperature));
      let left = uniform[3 * r + 1] * weights.reduce((a, b) => a + b, 0);
      const pick = weights.findIndex((w) => (left -= w) < 0);
      source.data[r] = bias;
      theta.data[r] = pick - 2;
      x.data[r] = uniform[3 * r + 2] < 1 / (1 + Math.exp(2 - pick)) ? 1 : 0;
    }
    return { source, theta, x };
  };

  test.each([1, 2, 3])('seed %i: S(Θ), M-info and L-info; in the cold M-info is S(Θ)', (seed) => {
    const [ensemble, rng] = [throws(randomStream(seed)), randomStream(seed)];
    const coins = { estimator: 'mutual-information/discrete', independent: 'runs' } as const;
    const bound = make(entropyAtResolution).estimate(ensemble, rng);
    expect(bound).toAgreeWith(entropy);
    expect(bound.bound).toBe('upper');
    const memorised = make(memorisedInformation, coins).estimate(ensemble, rng);
    expect(memorised).toAgreeWith(memory);
    expect(make(learnedInformation, coins).estimate(ensemble, rng)).toAgreeWith(lesson);
    expect(memorised.value).toBeLessThan(bound.value + 4 * bound.stderr);
    expect(make(entropyAtResolution, { resolution: 100 }).estimate(ensemble, rng).value).toBeCloseTo(0, 12);
  });
});
