// Cases V18, V19 of docs/theory.md 22: SGD and Langevin gradient descent in a parabola. Digits by formula and by the exact back-ends, then by simulation.
import {
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  exactProcess,
  integralFluctuation,
  linearMap,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  normalCdf,
  randomStream,
  recordState,
  reverse,
  secondLaw,
  simulate,
} from '@szilard/core';
import { quadraticLoss, quadraticSteadyState, type SgldQuadratic, sgldPosterior, sgldQuadratic, sgldSteadyState } from '@szilard/models';
import { ideal, minibatch } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const near = (value: number, truth: number, digits = 1e-9) =>
  expect(Math.abs(value - truth)).toBeLessThan(1.01 * digits * Math.max(1, Math.abs(truth)));
const bath = make(ideal);
const touch = <P extends object>(model: ModelPlugin<P>, params: Partial<P> = {}): Experiment => ({
  ...make(model, params),
  reservoirs: { x: bath, theta: bath },
});
const run = (e: Experiment, seed: number | string, trajectories = 10_000) => simulate(e, { trajectories, rng: randomStream(seed) });
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });

const three = {
  curvatures: [1, 2, 5],
  noise: [
    [2, 0.6, 0.3],
    [0.6, 1, -0.2],
    [0.3, -0.2, 1.5],
  ],
};

describe('V18: SGD with anisotropic noise', () => {
  const at = (params: object) => quadraticSteadyState({ ...quadraticLoss.defaults, ...params });

  test('covariance, mode temperatures, circulation, entropy production', () => {
    const { covariance, temperatures, circulation, entropyProductionPerStep } = at({});
    near(covariance[0][0], 0.01052631579, 1e-11);
    near(covariance[0][1], 0.002173913043, 1e-11);
    near(covariance[1][1], 0.0015625, 1e-11);
    near(temperatures[0], 0.01052631579, 1e-11);
    near(temperatures[1], 0.00625, 1e-11);
    // T_i = εC_ii/(2|b|(1 − εh_i/2))
    near(temperatures[1], 0.1 / (20 * (1 - 0.2)), 1e-14);
    near(circulation[0][1], 0.1 * (1 - 4) * 0.002173913043, 1e-11);
    near(circulation[1][0], -circulation[0][1], 1e-15);
    near(entropyProductionPerStep, 0.1956521739);
  });

  test.each([
    [0.1, 0.1956521739],
    [0.05, 0.09375],
    [0.01, 0.01814516129],
  ])('at the learning rate %f: %f nats a step', (learningRate, truth) => {
    for (const batch of [1, 10, 1000]) near(at({ learningRate, batch }).entropyProductionPerStep, truth);
  });

  test('the same by the covariance that steps leave', () => {
    for (const params of [{}, three]) {
      const { learningRate, curvatures, noise, batch } = { ...quadraticLoss.defaults, ...params };
      const { covariance, entropyProductionPerStep } = linearMap({
        map: curvatures.map((h, i) => curvatures.map((_, j) => (i === j ? 1 - learningRate * h : 0))),
        noise: noise.map((row) => row.map((c) => (learningRate ** 2 * c) / batch)),
      });
      const found = at(params);
      near(found.entropyProductionPerStep, entropyProductionPerStep, 1e-12);
      for (const [i, row] of covariance.entries()) for (const [j, s] of row.entries()) near(found.covariance[i][j], s, 1e-15);
    }
  });

  test('1.8 a unit of time in the continuum; three dimensions; nothing where HC = CH', () => {
    near(at({ learningRate: 1e-6 }).entropyProductionPerStep / 1e-6, 1.8, 5e-6);
    for (const batch of [10, 1000]) near(at({ ...three, batch }).entropyProductionPerStep, 0.03364561498);
    near(quadraticLoss.exact!['entropy-production-per-step']({ ...quadraticLoss.defaults, ...three }), 0.03364561498);
    near(
      at({
        noise: [
          [2, 0],
          [0, 1],
        ],
      }).entropyProductionPerStep,
      0,
      1e-14,
    );
    near(at({ curvatures: [3, 3] }).entropyProductionPerStep, 0, 1e-14);
    expect(
      at({
        noise: [
          [2, 0],
          [0, 1],
        ],
      }).temperatures[0],
    ).not.toBeCloseTo(
      at({
        noise: [
          [2, 0],
          [0, 1],
        ],
      }).temperatures[1],
      4,
    );
  });

  describe.each([1, 2, 3])('seed %i', (seed) => {
    test.each([
      ['two dimensions', {}, 10, 0.1956521739],
      ['two dimensions', {}, 1000, 0.1956521739],
      ['three dimensions', three, 10, 0.03364561498],
      ['three dimensions', three, 1000, 0.03364561498],
    ])('%s, %j, batches of %i', (_what, params, batch, truth) => {
      const steps = 5;
      const lent = make(minibatch, { batch });
      const e: Experiment = { ...make(quadraticLoss, { ...params, batch, steps }), reservoirs: { x: bath, theta: lent } };
      expect(mean(entropyProduction(run(e, seed)).map((s) => s / steps))).toAgreeWith(truth);
    });

    test('covariance and circulation of a run', () => {
      const e: Experiment = { ...make(quadraticLoss, { steps: 4 }), reservoirs: { x: bath, theta: make(minibatch) } };
      const { records } = simulate(e, { trajectories: 10_000, rng: randomStream(seed), record: { theta: recordState('theta', 2) } });
      const { data, steps } = records.theta;
      const value = (i: number, t: number, k: number) => data[(i * steps + t) * 2 + k];
      const { covariance, circulation } = at({});
      const over = (f: (i: number) => number) => mean(Float64Array.from({ length: 10_000 }, (_, i) => f(i)));
      expect(over((i) => value(i, 4, 0) * value(i, 4, 1))).toAgreeWith(covariance[0][1]);
      expect(over((i) => value(i, 4, 1) ** 2)).toAgreeWith(covariance[1][1]);
      const turned = over((i) => value(i, 0, 0) * (value(i, 4, 1) - value(i, 0, 1)) - value(i, 0, 1) * (value(i, 4, 0) - value(i, 0, 0)));
      // Over four steps: ((1 − εh₂)⁴ − (1 − εh₁)⁴) S₁₂.
      expect(turned).toAgreeWith((0.6 ** 4 - 0.9 ** 4) * covariance[0][1]);
      expect(Math.sign(turned.value)).toBe(Math.sign(circulation[0][1]));
    });
  });

  test.each([
    [{ learningRate: 0.5 }, /learningRate: expected below 0.5 \(2\/curvature\), got 0.5. SGD diverges there/],
    [{ curvatures: [1, 2, 5] }, /noise: expected 3 rows of 3 numbers, got 2 rows/],
    [
      {
        noise: [
          [1, 1],
          [1, 1],
        ],
      },
      /noise: expected a positive definite matrix/,
    ],
    [
      {
        noise: [
          [1, 0],
          [1, 1],
        ],
      },
      /noise: expected a symmetric matrix/,
    ],
    [{ noise: [[1, 0], [0]] }, /noise: expected 2 rows of 2 numbers, got a row of 1/],
    [{ curvatures: [], noise: [] }, /curvatures: expected one or more numbers/],
    [{ curvatures: [1, -4] }, /curvatures\[1\]: expected a finite number above 0, got -4/],
  ])('refuses %j', (wrong, why) => {
    expect(() => make(quadraticLoss, wrong)).toThrow(why);
  });
});

describe('V19: one run, two views', () => {
  const params = (over: Partial<SgldQuadratic> = {}): SgldQuadratic => ({ ...sgldQuadratic.defaults, ...over });

  test('Gaussian batches: variance, heat, entropy production, by formula and by the back-end', () => {
    const { variance, heatPerStep, entropyProductionPerStep } = sgldSteadyState(params());
    near(variance, 0.5421052632);
    near(heatPerStep, 0.03, 1e-15);
    near(entropyProductionPerStep.protocol, 0.057, 1e-15);
    expect(entropyProductionPerStep.reservoir).toBe(0);
    const given = exactProcess(touch(sgldQuadratic, { steps: 3 })).means;
    near(given.total, 3 * 0.057, 1e-12);
    near(given.logRatio.theta, 3 * 0.057, 1e-12);
    near(given.heat.theta, (3 * 0.03) / 0.5, 1e-12);
    near(given.work.theta, (3 * 0.03) / 0.5, 1e-12);
    const averaged = exactProcess(touch(sgldQuadratic, { steps: 3, view: 'reservoir' })).means;
    near(averaged.total, 0, 1e-13);
    near(averaged.heat.theta, 0, 1e-13);
  });

  test.each([
    [0.2, 0.0256711991, 1.875],
    [0.05, 0.4814664514, 7.5],
    [0.01, 3.82236798, 37.5],
  ])('batches of ±1 at ε = ½, T = %f: averaged over %f, given %f', (temperature, averaged, given) => {
    const { entropyProductionPerStep } = sgldSteadyState(params({ batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature }));
    near(entropyProductionPerStep.reservoir, averaged);
    near(entropyProductionPerStep.protocol, given);
  });

  test('the views come together where batches hardly matter, and part for ever as the injected noise goes to zero', () => {
    const views = (temperature: number) =>
      sgldSteadyState(params({ batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature })).entropyProductionPerStep;
    let last = 0;
    for (const temperature of [5, 1, 0.2, 0.05, 0.01, 0.002]) {
      const { protocol, reservoir } = views(temperature);
      expect(reservoir).toBeGreaterThan(last);
      expect(reservoir).toBeLessThan(protocol);
      last = reservoir;
    }
    expect(views(0)).toEqual({ protocol: Number.POSITIVE_INFINITY, reservoir: Number.POSITIVE_INFINITY });
    expect(() => views(1e-12)).toThrow(/temperature: expected injected noise above .* Estimate it instead/);
  });

  describe.each([1, 2, 3])('seed %i', (seed) => {
    test.each([
      ['gaussian', 'protocol', 0.057],
      ['gaussian', 'reservoir', 0],
    ] as const)('%s batches, %s', (batches, view, truth) => {
      const steps = 10;
      const e = touch(sgldQuadratic, { batches, view, steps });
      const r = run(e, seed);
      expect(mean(entropyProduction(r).map((s) => s / steps))).toAgreeWith(truth);
      expect(mean(r.theta.data.map((v) => v * v))).toAgreeWith(0.5421052632);
      const b = run(reverse(e), `${seed} back`);
      expect(detailedFluctuation(entropyProduction(r), entropyProduction(b)).holds).not.toBe('no');
      expect(localDetailedBalance(r).holds).toBe('no');
    });

    test.each([0.2, 0.05])('batches of ±1 averaged over, T = %f', (temperature) => {
      const steps = 4;
      const e = touch(sgldQuadratic, { batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature, view: 'reservoir', steps });
      const r = run(e, seed);
      const rate = sgldSteadyState(params({ batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature }));
      expect(mean(entropyProduction(r).map((s) => s / steps))).toAgreeWith(rate.entropyProductionPerStep.reservoir);
      if (temperature === 0.2) expect(integralFluctuation(entropyProduction(r)).holds).toBe('yes');
    });

    test('batches of ±1 given: the theorem and the rate, whatever the law of the batches', () => {
      const steps = 3;
      const binary = { batches: 'binary', batchVariance: 0.3, learningRate: 0.3, temperature: 0.5, steps } as const;
      const r = run(touch(sgldQuadratic, binary), seed, 20_000);
      const { protocol } = sgldSteadyState(params(binary)).entropyProductionPerStep;
      expect(mean(entropyProduction(r).map((s) => s / steps))).toAgreeWith(protocol);
      expect(integralFluctuation(entropyProduction(r)).holds).toBe('yes');
    });

    test('the start of binary batches is a law: ⟨1/p; within⟩ is the width, and its variance is that at rest', () => {
      const { start } = make(sgldQuadratic, {
        batches: 'binary',
        batchVariance: 1,
        learningRate: 0.5,
        temperature: 0.05,
        view: 'reservoir',
      });
      const theta = { n: 20_000, dim: 1, data: new Float64Array(20_000) };
      const none = { n: 20_000, dim: 0, data: new Float64Array(0) };
      start.sample(randomStream(seed).trajectories(0, 20_000), none, theta);
      const density = new Float64Array(20_000);
      start.logDensity(none, theta, density);
      const inside = theta.data.map((v, i) => (Math.abs(v) < 1 ? Math.exp(-density[i]) : 0));
      expect(mean(inside)).toAgreeWith(2);
      const { variance } = sgldSteadyState(params({ batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature: 0.05 }));
      expect(mean(theta.data.map((v) => v * v))).toAgreeWith(variance);
    });
  });

  test('at ε = ½ binary batches make a uniform law, smoothed by the injected noise: the start is it', () => {
    const [temperature, points] = [0.05, [-1.5, -0.7, 0, 0.2, 1, 1.3]];
    const { start } = make(sgldQuadratic, { batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature, view: 'reservoir' });
    const out = new Float64Array(points.length);
    const none = { n: points.length, dim: 0, data: new Float64Array(0) };
    start.logDensity(none, { n: points.length, dim: 1, data: Float64Array.from(points) }, out);
    const width = Math.sqrt((2 * 0.5 * temperature) / 0.75);
    for (const [k, at] of points.entries()) near(Math.exp(out[k]), (normalCdf((at + 1) / width) - normalCdf((at - 1) / width)) / 2, 1e-7);
  });

  test.each(['reservoir', 'protocol'] as const)('raw SGD, %s: accepted, and every check says undecided and why', (view) => {
    const e = touch(sgldQuadratic, { batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature: 0, view, steps: 5 });
    const [f, b] = [run(e, 1, 500), run(reverse(e), 2, 500)];
    expect(entropyProduction(f).every((s) => s === Number.POSITIVE_INFINITY)).toBe(true);
    const verdicts = [
      localDetailedBalance(f),
      secondLaw(entropyProduction(f)),
      integralFluctuation(entropyProduction(f)),
      detailedFluctuation(entropyProduction(f), entropyProduction(b)),
    ];
    for (const { holds, because } of verdicts) {
      expect(holds).toBe('undecided');
      expect(because).toMatch(/absolute/);
    }
    // With a little noise the same run is reversible: what was impossible is improbable.
    const noisy = touch(sgldQuadratic, { batches: 'binary', batchVariance: 1, learningRate: 0.5, temperature: 0.2, view, steps: 2 });
    expect(entropyProduction(run(noisy, 1, 500)).every(Number.isFinite)).toBe(true);
  });

  test('posterior: N data, with and without replacement', () => {
    const at = (learningRate: number, replacement: boolean) =>
      100 *
      sgldSteadyState({ ...params(), ...sgldPosterior({ observations: 100, spread: 1, batch: 10, replacement, learningRate }) }).variance;
    // N V = (1 + ½ ε N s_b²)/(1 − ½ ε N), s_b² = (s²/|b|)(N − |b|)/(N − 1) without replacement.
    near(at(1e-3, true), (1 + ((0.5 * 1e-3 * 100 * 100 * 0.1) / 100) * 100) / (1 - 0.05), 1e-12);
    near(at(1e-3, false), (1 + 0.05 * 100 * 0.1 * (90 / 99)) / (1 - 0.05), 1e-12);
    near(at(1e-9, true), 1, 1e-5);
    // Without replacement and with the whole batch only the discretisation is left.
    near(
      100 *
        sgldSteadyState({
          ...params(),
          ...sgldPosterior({ observations: 100, spread: 1, batch: 100, replacement: false, learningRate: 1e-3 }),
        }).variance,
      1 / 0.95,
      1e-12,
    );
  });

  test.each([
    [{ learningRate: 2 }, /\[ppm\/sgld-quadratic\] learningRate: expected below 2 \(2\/curvature\), got 2. SGD diverges there/],
    [{ temperature: -1 }, /temperature: expected a finite number at least 0/],
    [{ batches: 'uniform' as never }, /batches: expected one of gaussian, binary/],
  ])('refuses %j', (wrong, why) => {
    expect(() => make(sgldQuadratic, wrong)).toThrow(why);
  });
});
