// Enumeration of finite processes against published digits, against its own path sums, and against what it must refuse.
import { batchOf, type Experiment, enumerateProcess, exactProcess, lagged, make, type PathFunctional, type Subsystem } from '@szilard/core';
import { drivenRing, still, twoLevel } from '@szilard/models';
import { finite, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { bernoulliPair, finiteSeat, laggedSensor, tableBoundary } from './bernoulli-pair.ts';

const near = (value: number, truth: number) => expect(Math.abs(value - truth)).toBeLessThan(1.01e-9 * Math.max(1, Math.abs(truth)));

describe('V11p: every path of the Bernoulli pair', () => {
  test.each([
    [
      0,
      {
        total: 0.5249791755,
        x: 0.06485752247,
        theta: 0.4601216531,
        given: 0.166595567,
        app: 0.1377193668,
        mx: 0.04140481388,
        mt: 0.3583836085,
      },
    ],
    [
      1,
      {
        total: 1.04544761,
        x: 0.03965829126,
        theta: 1.005789319,
        given: 0.04663300785,
        app: 0.04131699481,
        mx: 0.08602763034,
        mt: 0.9209317542,
      },
    ],
  ] as const)('feedback %i: means', (feedback, truth) => {
    const { means, paths, autonomous } = enumerateProcess(bernoulliPair({ feedback }));
    expect(autonomous).toEqual({ x: false, theta: feedback === 0 });
    const { averages } = paths!;
    near(means.total, truth.total);
    near(means.partial.x, truth.x);
    near(means.partial.theta, truth.theta);
    near(means.conditional.x, truth.given);
    near(means.apparent.x, truth.app);
    near(averages['marginal.x'].mean, truth.mx);
    near(averages['marginal.theta'].mean, truth.mt);
  });

  test('information: at both ends, nostalgia, transfer entropy', () => {
    const alone = enumerateProcess(bernoulliPair({ feedback: 0 }));
    near(alone.means.mutualInformation[0], 0.06801997595);
    near(alone.means.mutualInformation[6], 0.03914377573);
    near(alone.means.nostalgia, 0.1017380445);
    expect(alone.paths!.averages['transfer-entropy.x-to-theta'].mean).toBeCloseTo(0, 12);
    const { averages } = enumerateProcess(bernoulliPair({ feedback: 1 })).paths!;
    near(averages['transfer-entropy.x-to-theta'].mean, 0.1229690375);
    near(averages['final-information.x'].mean, 0.07104259366);
    near(averages['ito-sagawa.x'].mean, 0.1612634146);
    near(averages['crooks-still.x'].mean, 0.1245158556);
  });
});

test.each([
  [0.5, { m: 0.1269323593, before: 0.2177304489, between: 0.1350978309, nostalgia: 0.082632618, partial: 0.04429974133 }],
  [1, { m: 0.1523188312, before: undefined, between: undefined, nostalgia: 0.1285717964, partial: 0.02374703477 }],
])('V7d: the lagged sensor, attempt %f', (attempt, { m, before, between, nostalgia, partial }) => {
  const { means, paths } = enumerateProcess(laggedSensor({ attempt }));
  near(means.work.x, m);
  near(means.heat.x, m);
  near(means.nostalgia, nostalgia);
  near(means.partial.x, partial);
  if (before !== undefined) near(means.mutualInformation[0], before);
  if (between !== undefined) near(means.mutualInformation[1], between);
  expect(paths!.averages['partial.x'].integral).toBeCloseTo(1, 12);
});

describe('means by recursion are those by paths', () => {
  const cases: [string, Experiment][] = [
    ['theta-first', bernoulliPair({ feedback: 1 })],
    ['x-first', bernoulliPair({ feedback: 1, order: 'x-first' })],
    ['random-scan', bernoulliPair({ feedback: 1, order: 'random-scan', steps: 2 })],
  ];
  test.each(cases)('%s', (_order, experiment) => {
    const { means, paths } = enumerateProcess(experiment);
    const averages = paths!.averages;
    const pairs: [PathFunctional, number][] = [
      ['total', means.total],
      ...(['x', 'theta'] as const).flatMap((seat): [PathFunctional, number][] => [
        [`partial.${seat}`, means.partial[seat]],
        [`information-flow.${seat}`, means.informationFlow[seat]],
        [`apparent.${seat}`, means.apparent[seat]],
        [`conditional.${seat}`, means.conditional[seat]],
      ]),
    ];
    for (const [name, mean] of pairs) expect(Math.abs(averages[name].mean - mean), name).toBeLessThan(1e-12);
  });

  test('a long run has means only, and says so', () => {
    const { means, paths, cautions } = enumerateProcess(bernoulliPair({ feedback: 1, steps: 40 }));
    expect(paths).toBeUndefined();
    expect(cautions.join()).toMatch(/means only/);
    expect(means.total).toBeGreaterThan(1);
  });
});

test('random scan in its steady state: Σ per tick; one ensemble is its own reverse', () => {
  const long = bernoulliPair({ feedback: 1, order: 'random-scan', steps: 400 });
  const { means } = enumerateProcess(long);
  const last = long.ticks.length - 1;
  near(means.ticks.partial.x[last] + means.ticks.partial.theta[last], 0.006967203448);
});

describe('models of the catalogue', () => {
  const bath = make(ideal);
  const touch = (model: ReturnType<typeof make<any, any>>) => ({ ...model, reservoirs: { x: bath, theta: bath } }) as Experiment;
  test('jump/driven-ring: Σ of a run in its steady state', () => {
    const { means, autonomous } = exactProcess(touch(make(drivenRing)));
    expect(means.total).toBeCloseTo(drivenRing.exact!['entropy-production'](drivenRing.defaults), 12);
    expect(means.partial.theta).toBe(0);
    expect(means.heat.x).toBeCloseTo(means.total, 12);
    expect(autonomous.x).toBe(true);
  });
  test('jump/two-level: work, and σ relaxes to β(W − ΔF)', () => {
    const params = { ...twoLevel.defaults, gap: 10, jumps: 10 };
    const { means } = enumerateProcess(touch(make(twoLevel, params)));
    expect(means.work.x).toBeCloseTo(twoLevel.exact!.work(params), 12);
    near(means.total, 0.2709899149);
  });
});

describe('labels are averaged over', () => {
  test('a frozen copy of θ that only kernels see changes nothing', () => {
    const plain = bernoulliPair({ feedback: 1 });
    const { x } = plain.subsystems;
    const doubled: Subsystem = {
      ...x,
      dim: 2,
      states: { n: 4, dim: 2, data: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1) },
      energy: (at, given, out) => x.energy(first(at), given, out),
      kernel: {
        step() {},
        logDensity(from, to, given, out) {
          x.kernel.logDensity(first(from), first(to), given, out);
          for (let i = 0; i < from.n; i++) if (from.data[2 * i + 1] !== to.data[2 * i + 1]) out[i] = Number.NEGATIVE_INFINITY;
        },
      },
    };
    const first = ({ n, data }: { n: number; data: Float64Array }) => batchOf(Float64Array.from({ length: n }, (_, i) => data[2 * i]));
    const theta: Subsystem = {
      ...plain.subsystems.theta,
      energy: (at, given, out) => plain.subsystems.theta.energy(at, { ...given, partner: first(given.partner) }, out),
      kernel: {
        step() {},
        logDensity: (from, to, given, out) =>
          plain.subsystems.theta.kernel.logDensity(from, to, { ...given, partner: first(given.partner) }, out),
      },
    };
    const labelled: Experiment = {
      ...plain,
      subsystems: { x: doubled, theta },
      start: {
        ...plain.start,
        logDensity(at, b, out) {
          plain.start.logDensity(first(at), b, out);
          for (let i = 0; i < at.n; i++) out[i] += Math.log(at.data[2 * i + 1] === 1 ? 0.3 : 0.7);
        },
      },
    };
    const [seen, averaged] = [enumerateProcess(plain).means, enumerateProcess(labelled, { labels: { x: [1] } }).means];
    for (const name of ['total', 'nostalgia'] as const) expect(averaged[name]).toBeCloseTo(seen[name], 12);
    for (const name of ['partial', 'apparent', 'conditional', 'heat', 'work'] as const) {
      expect(averaged[name].x).toBeCloseTo(seen[name].x, 12);
      expect(averaged[name].theta).toBeCloseTo(seen[name].theta, 12);
    }
    expect(enumerateProcess(labelled).means.entropy.x[0]).toBeCloseTo(seen.entropy.x[0] - 0.3 * Math.log(0.3) - 0.7 * Math.log(0.7), 12);
  });
});

describe('what cannot be undone, and what is refused', () => {
  const bits = [0, 1];
  const bath = make(ideal);
  const one = (seat: Subsystem, boundary = tableBoundary(bits, [0], () => 0.5)): Experiment => ({
    subsystems: { x: seat, theta: still },
    reservoirs: { x: bath, theta: bath },
    ticks: lagged({ steps: 1, lag: 1 }).filter(({ mover }) => mover === 'x'),
    start: { ...boundary, logDensity: (x, _theta, out) => void out.fill(-Math.log(seat.states?.n ?? 1), 0, x.n) },
    end: boundary,
  });
  const decay = finiteSeat({ states: bits, energy: () => 0, chances: (own) => (own === 1 ? [0.5, 0.5] : [1, 0]) });

  test('decay into a state that is never left: Σ = ∞, ⟨e^−σ⟩ < 1, and it says so', () => {
    const { means, paths, cautions } = enumerateProcess(one(decay));
    expect(means.total).toBe(Number.POSITIVE_INFINITY);
    // p₁ = (¾, ¼): the paths that can be undone weigh ¾ · 1 and ¼ · ½ the other way.
    expect(paths!.averages.total.integral).toBeCloseTo(0.875, 12);
    expect(cautions.join()).toMatch(/absolutely irreversible/);
  });

  test('0 ln 0 = 0: a start that is certain', () => {
    const sure = one(finiteSeat({ states: bits, energy: () => 0, chances: () => [0.5, 0.5] }));
    const start = { ...sure.start, logDensity: tableBoundary(bits, [0], (x) => x).logDensity };
    const { means } = enumerateProcess({ ...sure, start });
    expect(means.total).toBeCloseTo(Math.log(2), 12);
    expect(means.entropy.x[0]).toBe(0);
  });

  test.each([
    ['no states', one({ ...decay, states: undefined } as unknown as Subsystem), /states: expected a list/],
    ['a walk', one({ ...decay, kernel: { ...decay.kernel, walk() {} } }), /walk of events/],
    ['chances that do not sum to 1', one(finiteSeat({ states: bits, energy: () => 0, chances: () => [0.5, 0.4] })), /sum to 1, got 0.9/],
    ['a state too few', one({ ...decay, states: batchOf(Float64Array.of(1)) }), /kernel whose chances sum to 1, got 0.5/],
    ['a state twice', one({ ...decay, states: batchOf(Float64Array.of(0, 1, 1)) }), /every state once, got state 1 again as 2/],
    [
      'too many states',
      one({ ...decay, states: batchOf(Float64Array.from({ length: 3000 }, (_, i) => i)) }),
      /at most 4000000 transitions/,
    ],
    ['a finite bath', { ...one(decay), reservoirs: { x: make(finite), theta: bath } }, /additive bath/],
    [
      'a start that is not normalised',
      { ...one(decay), start: { ...one(decay).start, logDensity: (_x: any, _theta: any, out: any) => void out.fill(Math.log(0.4)) } },
      /start: expected probabilities/,
    ],
  ])('%s', (_name, experiment, message) => {
    expect(() => enumerateProcess(experiment as Experiment)).toThrow(message);
  });
});
