// Linear-Gaussian propagation against published digits, closed forms of the catalogue, simulation and refusals.
import {
  type Experiment,
  entropyProduction,
  exactProcess,
  integralFluctuation,
  linearGaussianProcess,
  make,
  moments,
  randomStream,
  simulate,
} from '@szilard/core';
import { breathingTrap, draggedTrap, gaussianMean, quadraticLoss } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { autoregressiveSeat, bernoulliPair, gaussianPairBoundary, twoTemperaturePair } from './bernoulli-pair.ts';

const near = (value: number, truth: number, digits = 1e-9) =>
  expect(Math.abs(value - truth)).toBeLessThan(1.01 * digits * Math.max(1, Math.abs(truth)));
const bath = make(ideal);
const touch = (model: any): Experiment => ({ ...model, reservoirs: { x: bath, theta: bath } });

/** The law after the x-step that a cycle gives back: any start forgets itself. */
function steady(options: { temperature?: readonly [number, number]; decay?: readonly [number, number] }) {
  let law: [number, number, number, number] = [1, 0, 0, 1];
  const [ax, at] = options.decay ?? [0.5, 0.8];
  const [tx, tt] = options.temperature ?? [1, 2];
  for (let k = 0; k < 4000; k++) {
    const theta = at * at * law[3] + at * (1 - at) * law[1] + 0.25 * (1 - at) ** 2 * law[0] + ((1 - at * at) * tt) / 2;
    const cross = at * law[1] + 0.5 * (1 - at) * law[0];
    const next = ax * cross + (1 - ax) * theta;
    law = [ax * ax * law[0] + 2 * ax * (1 - ax) * cross + (1 - ax) ** 2 * theta + (1 - ax * ax) * tx, next, next, theta];
  }
  return law;
}

describe('V17: two temperatures, one cycle of the lagged pair', () => {
  test.each([
    [[1, 2], { heat: 0.08181818182, flow: 0.06791909936 }],
    [[2, 1], { heat: -0.08181818182, flow: -0.04911251338 }],
  ] as const)('T = %j', (temperature, truth) => {
    const { means } = linearGaussianProcess(twoTemperaturePair({ temperature, law: steady({ temperature }) }));
    near(means.heat.x, truth.heat);
    near(means.heat.theta, -truth.heat);
    near(means.total, 0.04090909091);
    near(means.informationFlow.x, truth.flow);
    near(means.work.x + means.work.theta, 0);
  });

  test('partial entropy productions, information, the covariance itself', () => {
    const law = steady({});
    for (const [k, value] of [2.763636364, 1.790909091, 1.790909091, 1.872727273].entries()) near(law[k], value);
    const { means } = linearGaussianProcess(twoTemperaturePair({ law }));
    near(means.partial.x, 0.01389908246);
    near(means.partial.theta, 0.02701000845);
    near(means.mutualInformation[0], 0.4834164785);
    near(means.mutualInformation[1], 0.4154973791);
  });

  test('one temperature: all 0; the continuum', () => {
    const equal = linearGaussianProcess(twoTemperaturePair({ temperature: [1, 1], law: steady({ temperature: [1, 1] }) })).means;
    for (const v of [equal.total, equal.partial.x, equal.heat.x, equal.informationFlow.x]) near(v, 0, 1e-12);
    const dt = 0.1;
    const decay = [Math.exp(-dt), Math.exp(-2 * dt)] as const;
    const slow = linearGaussianProcess(twoTemperaturePair({ decay, law: steady({ decay }) })).means;
    near(slow.total / dt, 0.1659762706);
    near(slow.informationFlow.x / dt, 0.2098449375);
  });
});

describe('V10: ppm/gaussian-mean, the label m averaged over', () => {
  const table: [number, number, number, number, number, number][] = [
    [1, 0.7412566094, 0.102, 0.01388411855, 0.08811588145, 0.03853765321],
    [2, 0.7186410544, 0.18502, 0.02012497562, 0.1648950244, 0.0989420982],
    [5, 0.8137961435, 0.3529662938, 0.04534261391, 0.3076236799, 0.3620434811],
    [10, 1.057664659, 0.482894047, 0.0977728053, 0.3851212417, 0.7358397501],
    [20, 1.298593068, 0.5600958128, 0.1354633721, 0.4246324407, 1.053969925],
    [50, 1.412372989, 0.6310109658, 0.1417977961, 0.4892131697, 1.238664999],
    [200, 1.417225483, 0.9468144044, 0.1425034026, 0.8043110019, 1.559320932],
  ];
  test.each(table)('%i steps', (steps, information, conditional, partial, nostalgia, apparent) => {
    const model = make(gaussianMean, { steps, width: 0.5, prior: 1, dataSpread: 2, memory: 0, batch: 10, learningRate: 0.1 });
    const { means, paths } = linearGaussianProcess(touch(model), { labels: { x: [1] } });
    if (steps > 100) expect(paths).toBeUndefined();
    else near(paths!.averages['conditional.x'].mean, conditional);
    near(means.mutualInformation[2 * steps], information);
    near(means.conditional.x, conditional);
    near(means.partial.x, partial);
    near(means.nostalgia, nostalgia);
    near(means.apparent.x, apparent);
    near(means.mutualInformation[0], 0.8047189562);
    near(means.heat.x, conditional);
  });
});

describe('the catalogue by moments', () => {
  test('dragged and breathing traps: σ between equilibria, by paths and by closed form', () => {
    const drag = exactProcess(touch(make(draggedTrap)));
    near(drag.means.work.x, draggedTrap.exact!.work(draggedTrap.defaults), 1e-12);
    near(drag.paths!.averages.total.integral, 1);
    const breath = exactProcess(touch(make(breathingTrap)));
    near(breath.means.work.x, breathingTrap.exact!.work(breathingTrap.defaults), 1e-12);
  });
  test('quadratic loss in an isotropic bath: affine, and its Σ by paths', () => {
    const { means, paths } = exactProcess(touch(make(quadraticLoss)));
    near(paths!.averages.total.mean, means.total);
    near(paths!.averages.total.integral, 1);
  });
  test('V19: Langevin gradient descent with the batch as protocol', () => {
    const [eps, t, s] = [0.1, 0.5, 0.3];
    const keep = 1 - eps;
    const v = (eps * eps * s + 2 * eps * t) / (1 - keep * keep);
    near(v, 0.5421052632);
    const sgld: Experiment = {
      ...touch({}),
      subsystems: {
        x: autoregressiveSeat({ decay: 0, follow: 0, variance: s, energy: () => 0 }),
        theta: autoregressiveSeat({
          decay: keep,
          follow: 1,
          variance: (2 * eps * t) / (1 - keep * keep),
          energy: (theta, b) => 0.5 * (theta - b) ** 2,
        }),
      },
      ticks: ['x', 'theta'].map((mover) => ({ mover: mover as 'x' | 'theta', control: new Float64Array(0) })),
      start: gaussianPairBoundary([0, 0], [s, eps * s, eps * s, v]),
      end: gaussianPairBoundary([0, 0], [s, eps * s, eps * s, v]),
    };
    const { means } = linearGaussianProcess(sgld);
    near(means.heat.theta, 0.03);
    near(means.logRatio.theta, 0.057);
    near(means.total, 0.057);
  });
});

describe('Gaussian path integrals', () => {
  const drift: Experiment = {
    ...twoTemperaturePair({ law: [2.6, 1.7, 1.7, 1.8], steps: 2 }),
    start: gaussianPairBoundary([0.2, -0.1], [2.6, 1.7, 1.7, 1.8]),
  };
  const exact = linearGaussianProcess(drift);
  test('means by moments are those by paths, with a mean that drifts', () => {
    const { means, paths } = exact;
    for (const seat of ['x', 'theta'] as const)
      for (const [name, value] of [
        ['partial', means.partial],
        ['apparent', means.apparent],
        ['conditional', means.conditional],
        ['information-flow', means.informationFlow],
      ] as const)
        near(paths!.averages[`${name}.${seat}`].mean, value[seat], 1e-11);
    near(paths!.averages.total.mean, means.total, 1e-11);
  });

  test.each([1, 2, 3])('seed %i: simulation agrees with ⟨σ⟩, ⟨e^−σ⟩ and ⟨e^−2σ⟩ of the total', (seed) => {
    const end = { ...drift.end, logDensity: (x: any, theta: any, out: any) => exact.laws.at[4].logJoint(x, theta, out) };
    const sigma = entropyProduction(simulate({ ...drift, end }, { trajectories: 40_000, rng: randomStream(seed) }));
    const { mean, second } = exact.paths!.averages.total;
    expect(moments(sigma)).toMatchObject({ n: 40_000 });
    const agree = (f: (s: number) => number, truth: number) => {
      const m = moments(sigma.map(f));
      expect({ value: m.mean, stderr: m.stderr }).toAgreeWith(truth);
    };
    agree((s) => s, mean);
    agree((s) => Math.exp(-s), 1);
    expect(second).toBeLessThan(2);
    agree((s) => Math.exp(-2 * s), second);
    expect(integralFluctuation(sigma, { secondMoment: second }).holds).toBe('yes');
  });

  test('an infinite second moment is named: V10 at its defaults from four steps on, not before, and not in the safe set', () => {
    const learn = (params: object) =>
      linearGaussianProcess(touch(make(gaussianMean, params)), { labels: { x: [1] } }).paths!.averages['conditional.x'];
    const wide = { width: 0.5, prior: 1, dataSpread: 2, memory: 0 };
    for (const steps of [4, 5, 20]) {
      expect(learn({ ...wide, steps }).second).toBe(Number.POSITIVE_INFINITY);
      near(learn({ ...wide, steps }).integral, 1, 1e-8);
    }
    expect(learn({ ...wide, steps: 3 }).second).toBeLessThan(100);
    expect(learn({ width: 1, prior: 0.5, dataSpread: 1, memory: 0, steps: 20 }).second).toBeLessThan(2);
  });
});

describe('refusals', () => {
  const good = twoTemperaturePair({ law: [1.2, 0.3, 0.3, 0.9] });
  const withX = (change: (kernel: any) => object): Experiment => ({
    ...good,
    subsystems: {
      ...good.subsystems,
      x: { ...good.subsystems.x, kernel: { ...good.subsystems.x.kernel, ...change(good.subsystems.x.kernel) } },
    },
  });
  const affine = (over: object) => withX(({ affine: by }) => ({ affine: (c: Float64Array, b: number) => ({ ...by(c, b), ...over }) }));
  test.each([
    ['no affine move', withX(() => ({ affine: undefined })), /affine: expected an affine move, got none/],
    ['an affine move that is not the density', affine({ own: Float64Array.of(0.6) }), /one kernel/],
    ['a wrong shape', affine({ other: new Float64Array(2) }), /affine\(\)\.other: expected \[1, 1\] numbers, got 2/],
    ['a move without noise', affine({ covariance: new Float64Array(1) }), /without noise/],
    ['a random scan', { ...good, ticks: [{ mover: 'random', control: new Float64Array(0) }] }, /got random/],
    ['a start that is not Gaussian', { ...good, start: { ...good.start, gaussian: undefined } }, /start\.gaussian: expected the moments/],
    ['no covariance', { ...good, start: gaussianPairBoundary([0, 0], [1, 2, 2, 1]) }, /positive definite/],
    ['finite states', bernoulliPair({ feedback: 0 }), /start\.gaussian/],
  ])('%s', (_name, experiment, message) => {
    expect(() => linearGaussianProcess(experiment as Experiment)).toThrow(message);
  });

  test('an energy that is not quadratic has no heat here, and NaN says so', () => {
    const quartic: Experiment = {
      ...good,
      subsystems: { ...good.subsystems, x: { ...good.subsystems.x, energy: (x, _given, out) => void out.set(x.data.map((v) => v ** 4)) } },
    };
    expect(linearGaussianProcess(quartic).means.heat.x).toBeNaN();
    expect(linearGaussianProcess(quartic).means.total).toBeCloseTo(linearGaussianProcess(good).means.total, 12);
  });
});
