import {
  batch,
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
import { drawDigits, loadDigits } from '@szilard/models/digits';
import { resolveTensors, type Tensors } from '@szilard/models/tensors';
import { ideal } from '@szilard/reservoirs';
import { beforeAll, describe, expect, test } from 'vitest';
import { softmaxClassifier } from '../src/ppm/softmax-classifier.ts';
import { lossOf } from '../src/ppm/softmax-loss.ts';
import { type SoftmaxParams, softmaxModel } from '../src/ppm/softmax-model.ts';

const drawn = drawDigits(600, randomStream('digits'));
let tensors: Tensors;
beforeAll(async () => {
  tensors = await resolveTensors();
});

/** Ten parameters, so that many trajectories are cheap. */
const small: Partial<SoftmaxParams> = { pool: 14, batch: 40, probes: 20, gradients: 'plain' };
const build = (overrides: Partial<SoftmaxParams> = small) =>
  softmaxModel(paramsOf(softmaxClassifier, { probes: 20, ...overrides }), { digits: drawn, tensors });
const inBath = (overrides: Partial<SoftmaxParams> = small, beta = 1): Experiment => {
  const bath = make(ideal, { beta });
  return { ...build(overrides).model, reservoirs: { x: bath, theta: bath } };
};
const bothWays = (experiment: Experiment, trajectories: number, seed: number, back = reverse(experiment)) => {
  const options = { trajectories, ledger: 'totals' } as const;
  const forward = simulate(experiment, { ...options, rng: randomStream(seed).fork('forward') });
  const backward = simulate(back, { ...options, rng: randomStream(seed).fork('backward') });
  return { forward, backward, sigma: [entropyProduction(forward), entropyProduction(backward)] as const };
};

describe('laws', () => {
  test.each([1, 2, 3])('seed %i: fluctuation theorems and second law hold', (seed) => {
    const { sigma } = bothWays(inBath(), 10_000, seed);
    expect(detailedFluctuation(...sigma)).toMatchObject({ holds: 'yes' });
    for (const s of sigma) {
      expect(integralFluctuation(s).holds).toBe('yes');
      expect(secondLaw(s).holds).toBe('yes');
      expect(moments(s).mean).toBeGreaterThan(0.1);
    }
  });

  test.each(['x-first', 'random-scan'] as const)('they hold with ticks in the order %s, and in a colder bath', (order) => {
    const { sigma } = bothWays(inBath({ ...small, order, lag: 2 }, 1.3), 5000, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(integralFluctuation(sigma[0]).holds).toBe('yes');
  });

  test('the default parameters, by tensors: σ of order 1, laws decided, digits learnt', () => {
    const params = paramsOf(softmaxClassifier, { probes: 50 });
    const { model, accuracy } = softmaxModel(params, { digits: drawDigits(2000, randomStream('digits')), tensors });
    const bath = make(ideal);
    const { forward, sigma } = bothWays({ ...model, reservoirs: { x: bath, theta: bath } }, 1500, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(integralFluctuation(sigma[0]).holds).toBe('yes');
    expect(moments(sigma[0]).mean).toBeGreaterThan(0.5);
    expect(moments(sigma[0]).mean).toBeLessThan(1.6);
    // Two classes: chance is one half.
    const { mean, stderr } = moments(accuracy(forward.theta));
    expect((mean - 0.7) / stderr).toBeGreaterThan(4);
  });

  test('a slow ramp dissipates less than a quench', () => {
    const mean = (ramp: number) =>
      moments(entropyProduction(simulate(inBath({ ...small, steps: 12, ramp }), { trajectories: 4000, rng: randomStream(1) })));
    const [slow, quench] = [mean(1), mean(0)];
    expect((quench.mean - slow.mean) / Math.hypot(slow.stderr, quench.stderr)).toBeGreaterThan(4);
  });
});

describe('negative controls', () => {
  test('σ × 1.1 breaks the detailed theorem', () => {
    const { sigma } = bothWays(inBath({ ...small, temperature: 0.02, rate: 1 }), 10_000, 1);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    const [forward, backward] = sigma.map((column) => column.map((s) => 1.1 * s));
    expect(detailedFluctuation(forward, backward).holds).toBe('no');
  });

  test('a reversed run whose protocol is not reversed breaks it', () => {
    const experiment = inBath({ ...small, temperature: 0.02, rate: 1, steps: 3 });
    const wrong = { ...reverse(experiment), ticks: experiment.ticks };
    const { sigma } = bothWays(experiment, 10_000, 1, wrong);
    expect(detailedFluctuation(...sigma).holds).toBe('no');
  });
});

describe('local detailed balance', () => {
  test('is exact for labels, at any temperature', () => {
    const experiment = inBath({ ...small, prior: 1, temperature: 1, lag: 3 }, 2.5);
    const { ledger } = simulate(experiment, { trajectories: 200, rng: randomStream(1) });
    const labels = experiment.ticks.flatMap(({ mover }, t) => (mover === 'x' ? [t] : []));
    const pick = (column: Float64Array) =>
      Float64Array.from(
        { length: 200 * labels.length },
        (_, at) => column[Math.floor(at / labels.length) * ledger.ticks + labels[at % labels.length]],
      );
    expect(
      localDetailedBalance({ ledger: { ...ledger, logRatio: pick(ledger.logRatio), bathEntropy: pick(ledger.bathEntropy) } }).holds,
    ).toBe('yes');
    expect(pick(ledger.bathEntropy).some((gain) => Math.abs(gain) > 0.1)).toBe(true);
  });

  test('is exact for parameters where no data act', () => {
    const hot = inBath({ ...small, temperature: 1e12, rate: 2e-14, lag: 1 }, 0.7);
    expect(localDetailedBalance(simulate(hot, { trajectories: 200, rng: randomStream(1) })).holds).toBe('yes');
  });

  test.each(['plain', 'tensors'] as const)(
    'with %s gradients every move misses it by O(ε^3/2), so a run of fixed length by O(ε)',
    (gradients) => {
      const rms = (rate: number) => {
        const { ledger } = simulate(inBath({ ...small, prior: 1, temperature: 0.3, rate, steps: 1, ramp: 0, gradients }), {
          trajectories: 4000,
          rng: randomStream(1),
        });
        return Math.sqrt(
          moments(Float64Array.from({ length: 4000 }, (_, i) => (ledger.logRatio[2 * i] - ledger.bathEntropy[2 * i]) ** 2)).mean,
        );
      };
      const [long, short] = [rms(0.2), rms(0.05)];
      expect(Math.log(long / short) / Math.log(4)).toBeCloseTo(1.5, 1);
      expect(long).toBeGreaterThan(1e-3);
    },
  );
});

describe('the model', () => {
  test('keeps the first law on every trajectory, also where seats are picked at random', () => {
    for (const order of ['theta-first', 'random-scan'] as const) {
      const { ledger, energy } = simulate(inBath({ ...small, order }), { trajectories: 50, rng: randomStream(2) });
      for (let i = 0; i < 50; i++) {
        let gained = 0;
        for (let t = 0; t < ledger.ticks; t++) gained += ledger.work[i * ledger.ticks + t] - ledger.heat[i * ledger.ticks + t];
        expect(Math.abs(energy.end[i] - energy.start[i] - gained)).toBeLessThan(1e-10 * Math.max(1, Math.abs(gained)));
      }
    }
  });

  test('gives the same bits for any block size, tensors included', () => {
    const experiment = inBath({ steps: 2, batch: 10 });
    const [whole, small] = [
      simulate(experiment, { trajectories: 45, rng: randomStream(1) }),
      simulate(experiment, { trajectories: 45, rng: randomStream(1), block: 7 }),
    ];
    expect(small.theta.data).toEqual(whole.theta.data);
    expect(small.ledger).toEqual(whole.ledger);
    expect(small.boundary).toEqual(whole.boundary);
  });

  test('learns the same by tensors as by plain float64, to single precision', () => {
    const theta = (gradients: 'plain' | 'tensors') =>
      simulate(inBath({ gradients, pool: 7 }), { trajectories: 20, rng: randomStream(1) }).theta.data;
    const [a, b] = [theta('plain'), theta('tensors')];
    expect(a.reduce((worst, v, k) => Math.max(worst, Math.abs(v - b[k])), 0)).toBeLessThan(1e-5);
    expect(a).not.toEqual(b);
  });

  test('remembers its last two losses, and that changes no number', () => {
    const { train } = build();
    const [remembering, dim] = [lossOf(train, 2, tensors), 10];
    const partner = { n: 2, dim: 0, data: new Float64Array(0) };
    const rng = randomStream(1);
    const thetas = Array.from({ length: 3 }, () => ({ n: 2, dim, data: Float64Array.from({ length: 2 * dim }, () => rng.normal()) }));
    const batches = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5)];
    for (let call = 0; call < 60; call++) {
      const [theta, rows] = [thetas[Math.floor(3 * rng.uniform())], batches[Math.floor(2 * rng.uniform())]];
      const [known, fresh] = [remembering(theta, rows, partner), lossOf(train, 2, tensors)(theta, rows, partner)];
      expect(known.loss).toEqual(fresh.loss);
      expect(known.gradient()).toEqual(fresh.gradient());
      if (call % 10 === 9) theta.data[3] += 1; // the caller's buffer moves on
    }
  });

  test('draws batches as it says: a protocol of its own, in epochs without replacement', () => {
    const n = build().train.n;
    const rows = (overrides: Partial<SoftmaxParams>) =>
      build({ ...small, ...overrides })
        .model.ticks.filter(({ mover }) => mover === 'theta')
        .map(({ control }) => Array.from(control.subarray(1)));
    const epochs = rows({ replacement: false, batch: Math.floor(n / 3), steps: 6 });
    for (const epoch of [epochs.slice(0, 3), epochs.slice(3)]) expect(new Set(epoch.flat()).size).toBe(3 * Math.floor(n / 3));
    expect(epochs[0]).not.toEqual(epochs[3]);
    const free = rows({ steps: 30 }).flat();
    expect(free.every((row) => Number.isInteger(row) && row >= 0 && row < n)).toBe(true);
    expect(rows({ batchSeed: 1 })).toEqual(rows({}));
    expect(rows({ batchSeed: 2 })).not.toEqual(rows({}));
    expect(
      build({ ...small, steps: 4 })
        .model.ticks.filter(({ mover }) => mover === 'theta')
        .map(({ control }) => control[0]),
    ).toEqual([0.25, 0.5, 0.75, 1]);
  });

  test('knows its conditional: probabilities of all labels sum to one, and its boundaries agree with them', () => {
    const { model, logConditional } = build({ ...small, classes: 3, prior: 2, temperature: 1 });
    const [x, theta] = [batch(30, 2), batch(30, model.subsystems.theta.dim)];
    model.start.sample(randomStream(1).trajectories(0, 30), x, theta);
    const sum = new Float64Array(30);
    const lnP = new Float64Array(30);
    for (let label = 0; label < 3; label++) {
      logConditional({ ...x, data: x.data.map((v, at) => (at % 2 === 0 ? label : v)) }, theta, lnP);
      for (let i = 0; i < 30; i++) sum[i] += Math.exp(lnP[i]);
    }
    for (const total of sum) expect(total).toBeCloseTo(1, 12);
    const density = new Float64Array(30);
    model.start.logDensity(x, theta, density);
    logConditional(x, theta, lnP);
    const { dim } = theta;
    for (let i = 0; i < 30; i++) {
      const square = theta.data.subarray(i * dim, (i + 1) * dim).reduce((s, v) => s + v * v, 0);
      expect(density[i]).toBeCloseTo(lnP[i] - Math.log(20) - square / 8 - (dim / 2) * Math.log(2 * Math.PI * 4), 10);
    }
  });

  test('has no density for what is no state', () => {
    const { model } = build();
    const theta = batch(4, 10);
    const [from, to] = [
      { n: 4, dim: 2, data: Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1) },
      { n: 4, dim: 2, data: Float64Array.of(0, 2, 2, 1, 0.5, 1, 1, 1) },
    ];
    const bath = make(ideal).open(4, randomStream(1), { subsystem: model.subsystems.x, state: from });
    const out = new Float64Array(4);
    model.subsystems.x.kernel.logDensity(from, to, { partner: theta, control: new Float64Array(0), bath }, out);
    expect(Array.from(out.subarray(0, 3))).toEqual([-Infinity, -Infinity, -Infinity]);
    expect(out[3]).toBeCloseTo(-Math.LN2, 12);
  });

  test('refuses what it cannot do, in one line', () => {
    expect(() => make(softmaxClassifier)).toThrow(/^\[ppm\/softmax-classifier\] expected the services digits and tensors, got no digits\./);
    expect(() => make(softmaxClassifier, {}, { digits: drawn })).toThrow(/got no tensors/);
    expect(() => build({ rate: 1 })).toThrow(/rate: expected below prior²\/temperature = 0\.8/);
    expect(() => build({ probes: 1000 })).toThrow(/probes: expected at most the \d+ test inputs, got 1000/);
    expect(() => build({ batch: 5000, replacement: false })).toThrow(/batch: expected at most the \d+ training samples/);
    expect(() => build({ classes: 11 })).toThrow(/classes: expected a whole number at least 2 and at most 10/);
    const large = build({ classes: 10, pool: 2, gradients: 'plain' }).model.subsystems.theta;
    expect(large.dim).toBe(1970);
    expect(() => large.gradientNoise!.covariance(batch(1, large.dim), new Float64Array(0))).toThrow(SzilardError);
    const { theta } = build().model.subsystems;
    const tensorBath = { ...make(ideal).open(1, randomStream(1), { subsystem: theta, state: batch(1, 10) }), temperature: () => {} };
    const given = { partner: batch(1, 2), control: Float64Array.of(0, 1), bath: tensorBath };
    expect(() => theta.kernel.step(batch(1, 10), given, randomStream(1), batch(1, 10))).toThrow(/expected a bath with one temperature/);
  });
});

test('cold and long, it is training: ten classes', () => {
  const digits = process.env.SZILARD_MNIST ? loadDigits() : drawDigits(2000, randomStream('digits'));
  const overrides = {
    classes: 10,
    pool: 4,
    prior: 0.2,
    temperature: 1e-4,
    rate: 1,
    batch: 50,
    steps: 250,
    ramp: 0,
    gradients: 'plain',
  } as const;
  const { model, accuracy } = softmaxModel(paramsOf(softmaxClassifier, overrides), { digits, tensors });
  const bath = make(ideal);
  const { theta } = simulate(
    { ...model, reservoirs: { x: bath, theta: bath } },
    { trajectories: 12, rng: randomStream(1), ledger: 'totals' },
  );
  const { mean, stderr } = moments(accuracy(theta));
  expect((mean - (process.env.SZILARD_MNIST ? 0.8 : 0.9)) / stderr).toBeGreaterThan(4);
});
