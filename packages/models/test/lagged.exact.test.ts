// Cases V11, V11p, V17 of docs/theory.md 7: lagged pairs. Digits by formula and by the exact back-ends, then by simulation.
import {
  type BipartiteEntropies,
  bipartiteEntropies,
  type Experiment,
  entropyProduction,
  enumerateProcess,
  exactProcess,
  integralFluctuation,
  linearGaussianProcess,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  type PathFunctional,
  randomStream,
  recordState,
  simulate,
  type TickOrder,
  tickOrders,
  total,
} from '@szilard/core';
import { bernoulliLearner, bernoulliPair, gaussianPair, listedSeat, pairRound } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const near = (value: number, truth: number, digits = 1e-9) =>
  expect(Math.abs(value - truth)).toBeLessThan(1.01 * digits * Math.max(1, Math.abs(truth)));
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const worst = (values: Float64Array) => values.reduce((far, v) => Math.max(far, Math.abs(v)), 0);
const touch = <P extends object>(model: ModelPlugin<P>, params: Partial<P>, [from, to] = [1, 1]): Experiment => {
  const bath = from === to ? make(ideal, { beta: 1 / from }) : make(gradient, { from, to });
  return { ...make(model, params), reservoirs: { x: bath, theta: bath } };
};
const recorded = (e: Experiment, seed: number, trajectories: number) =>
  simulate(e, {
    trajectories,
    rng: randomStream(seed),
    record: { x: recordState('x', e.subsystems.x.dim), theta: recordState('theta', e.subsystems.theta.dim) },
  });
const columns = ({ total: all, partial, apparent, conditional, informationFlow }: BipartiteEntropies) =>
  [
    ['total', all],
    ...(['x', 'theta'] as const).flatMap((seat) => [
      [`partial.${seat}`, partial[seat]] as const,
      [`apparent.${seat}`, apparent[seat]] as const,
      [`conditional.${seat}`, conditional[seat]] as const,
      [`information-flow.${seat}`, informationFlow[seat]] as const,
    ]),
  ] as readonly (readonly [PathFunctional, Float64Array])[];
/** σ^X + σ^Θ = Σ, Δi^X + Δi^Θ = σ_app − σ_cond of either seat, nostalgia = −Δi^Θ; trajectory by trajectory. */
function telescopes({ total: all, partial, informationFlow: flow, apparent, conditional, nostalgia }: BipartiteEntropies) {
  expect(worst(all.map((s, i) => s - partial.x[i] - partial.theta[i]))).toBeLessThan(1e-11);
  for (const seat of ['x', 'theta'] as const)
    expect(worst(apparent[seat].map((s, i) => s - conditional[seat][i] - flow.x[i] - flow.theta[i]))).toBeLessThan(1e-11);
  expect(worst(nostalgia.map((v, i) => v + flow.theta[i]))).toBe(0);
}
/** Means of every functional, and ⟨e^−S⟩ wherever its second moment exists, within four exact errors of the back-end's. */
function agrees(e: Experiment, seed: number, trajectories: number, options = {}) {
  const { laws, means, paths } = exactProcess(e, options);
  const run = recorded(e, seed, trajectories);
  const entropies = bipartiteEntropies(run, e, laws);
  telescopes(entropies);
  for (const [name, values] of columns(entropies)) {
    const { mean: truth, integral, second } = paths!.averages[name];
    expect(mean(values), name).toAgreeWith(truth);
    if (name.startsWith('information') || second === Number.POSITIVE_INFINITY) continue;
    const weight = moments(values.map((s) => Math.exp(-s))).mean;
    const stderr = Math.sqrt((second - integral ** 2) / trajectories);
    expect({ value: weight, stderr }, `⟨e^−S⟩ of ${name}`).toAgreeWith(integral);
  }
  return { run, entropies, means, averages: paths!.averages };
}

describe('V17: one energy, two temperatures', () => {
  const [warm, swapped] = [
    { sampleTemperature: 1, parameterTemperature: 2 },
    { sampleTemperature: 2, parameterTemperature: 1 },
  ];
  const exact = (params: object, temperatures: [number, number]) =>
    linearGaussianProcess(touch(gaussianPair, { steps: 1, ...params }, temperatures)).means;

  test('one cycle at (1, 2): covariances, heat, Σ, flows, both second laws', () => {
    const { covariances } = pairRound({ ...gaussianPair.defaults, ...warm });
    for (const [k, v] of [2.763636364, 1.790909091, 1.790909091, 1.872727273].entries()) near(covariances[0].to1DArray()[k], v);
    near(covariances[1].get(0, 1), 1.709090909);
    const { heat, total: sigma, informationFlow, partial, mutualInformation, nostalgia } = exact(warm, [1, 2]);
    near(heat.x, 0.08181818182);
    near(heat.theta, -0.08181818182);
    near(sigma, 0.04090909091);
    near(informationFlow.x, 0.06791909936);
    near(nostalgia, 0.06791909936);
    near(partial.x, 0.01389908246);
    near(partial.theta, 0.02701000845);
    near(mutualInformation[0], 0.4834164785);
    near(mutualInformation[1], 0.4154973791);
  });

  test('swapped: heat the other way, the same Σ; equal temperatures: nothing', () => {
    const { heat, total: sigma, informationFlow } = exact(swapped, [2, 1]);
    near(heat.x, -0.08181818182);
    near(sigma, 0.04090909091);
    near(informationFlow.x, -0.04911251338);
    const equal = exact({ sampleTemperature: 1.3, parameterTemperature: 1.3 }, [1.3, 1.3]);
    for (const v of [equal.heat.x, equal.total, equal.informationFlow.x, equal.partial.x, equal.partial.theta]) near(v, 0, 1e-12);
  });

  test('continuum: Σ/dt → 1/6, flow/dt → 4/19', () => {
    const at = (dt: number) =>
      pairRound({ ...gaussianPair.defaults, ...warm, sampleMemory: Math.exp(-dt), parameterMemory: Math.exp(-2 * dt) });
    near(at(0.1).entropyProduction / 0.1, 0.1659762706);
    near(at(0.1).informationFlow.x / 0.1, 0.2098449375);
    const limit = (f: (dt: number) => number) => {
      let row = [1, 2, 4, 8, 16].map((part) => f(0.02 / part));
      for (let order = 1; row.length > 1; order++) row = row.slice(1).map((v, j) => (2 ** order * v - row[j]) / (2 ** order - 1));
      return row[0];
    };
    expect(limit((dt) => at(dt).entropyProduction / dt)).toBeCloseTo(1 / 6, 8);
    expect(limit((dt) => at(dt).informationFlow.x / dt)).toBeCloseTo(4 / 19, 8);
  });

  test.each([1, 3])('order moves the start, not the round; closed form and back-end agree, lag %i', (lag) => {
    const [first, second] = (['theta-first', 'x-first'] as const).map((order) => {
      const params = { ...gaussianPair.defaults, ...warm, lag, order, steps: 2 };
      const [round, means] = [pairRound(params), exact(params, [1, 2])];
      near(means.total, 2 * round.entropyProduction, 1e-12);
      near(means.heat.x, 2 * round.heat.x, 1e-12);
      near(means.informationFlow.x, 2 * round.informationFlow.x, 1e-12);
      near(means.mutualInformation[0], gaussianPair.exact!['mutual-information'](params), 1e-12);
      return round;
    });
    near(first.entropyProduction, second.entropyProduction, 1e-12);
    expect(first.covariances[0].get(0, 1) - second.covariances[0].get(0, 1)).toBeGreaterThan(0.01);
    near(first.covariances[0].get(0, 1), second.covariances[lag].get(0, 1), 1e-12);
  });

  test.each([1, 2, 3].flatMap((seed) => (['theta-first', 'x-first'] as const).map((order) => [seed, order] as const)))(
    'seed %i, %s: means, ⟨e^−S⟩ and identities by simulation',
    (seed, order) => {
      const e = touch(gaussianPair, { ...warm, order, steps: 3 }, [1, 2]);
      const { run, entropies, averages } = agrees(e, seed, 10_000);
      const sigma = entropyProduction(run);
      expect(worst(entropies.total.map((s, i) => s - sigma[i]))).toBeLessThan(1e-11);
      expect(integralFluctuation(sigma, { secondMoment: averages.total.second }).holds).toBe('yes');
      expect(localDetailedBalance(run).holds).toBe('yes');
      expect(averages['apparent.x'].integral).toBeGreaterThan(1.01);
    },
  );

  test.each([1, 2, 3])('random scan, seed %i: Σ and heat from the covariance that repeats', (seed) => {
    const params = { ...gaussianPair.defaults, ...warm, order: 'random-scan' as const, steps: 5, lag: 2 };
    const run = simulate(touch(gaussianPair, params, [1, 2]), { trajectories: 10_000, rng: randomStream(seed) });
    expect(mean(entropyProduction(run))).toAgreeWith(gaussianPair.exact!['entropy-production'](params));
    const square = (values: Float64Array) => mean(values.map((v) => v * v));
    const { covariances } = pairRound(params);
    expect(square(run.x.data)).toAgreeWith(covariances[0].get(0, 0));
    expect(square(run.theta.data)).toAgreeWith(covariances[0].get(1, 1));
  });

  test('control: baths that the boundary was not made for', () => {
    const run = simulate(touch(gaussianPair, { ...warm, steps: 3 }, [3, 1]), { trajectories: 10_000, rng: randomStream(1) });
    expect(localDetailedBalance(run).holds).toBe('yes');
    expect(mean(entropyProduction(run))).not.toAgreeWith(
      gaussianPair.exact!['entropy-production']({ ...gaussianPair.defaults, ...warm, steps: 3 }),
    );
  });
});

describe('V11p: every path of the Bernoulli pair', () => {
  const digits = {
    alone: {
      total: 0.5249791755,
      'partial.x': 0.06485752247,
      'partial.theta': 0.4601216531,
      'conditional.x': 0.166595567,
      'marginal.x': 0.04140481388,
      'marginal.theta': 0.3583836085,
      'apparent.x': 0.1377193668,
    },
    feedback: {
      total: 1.04544761,
      'partial.x': 0.03965829126,
      'partial.theta': 1.005789319,
      'conditional.x': 0.04663300785,
      'marginal.x': 0.08602763034,
      'marginal.theta': 0.9209317542,
      'apparent.x': 0.04131699481,
      'ito-sagawa.x': 0.1612634146,
      'transfer-entropy.x-to-theta': 0.1229690375,
      'final-information.x': 0.07104259366,
      'crooks-still.x': 0.1245158556,
    },
  } as const;
  const fails = { alone: { 'apparent.x': 1.061130573 }, feedback: { 'apparent.x': 1.157321407, 'conditional.x': 1.105218467 } };
  test.each([
    ['alone', 0],
    ['feedback', 1],
  ] as const)('%s: means, and which ⟨e^−S⟩ is 1', (which, feedback) => {
    const { paths, autonomous } = enumerateProcess(touch(bernoulliPair, { feedback }));
    expect(autonomous).toEqual({ x: false, theta: feedback === 0 });
    const known: Partial<Record<PathFunctional, number>> = fails[which];
    for (const [name, truth] of Object.entries(digits[which]) as [PathFunctional, number][]) {
      near(paths!.averages[name].mean, truth);
      near(paths!.averages[name].integral, known[name] ?? 1);
    }
  });

  test('information without feedback: both ends, nostalgia', () => {
    const { means } = enumerateProcess(touch(bernoulliPair, { feedback: 0 }));
    near(means.mutualInformation[0], 0.06801997595);
    near(means.mutualInformation[6], 0.03914377573);
    near(means.nostalgia, 0.1017380445);
    near(bernoulliPair.exact!['mutual-information']({ ...bernoulliPair.defaults, feedback: 0 }), 0.03914377573);
    near(bernoulliPair.exact!['entropy-production']({ ...bernoulliPair.defaults, feedback: 0 }), 0.5249791755);
  });

  test.each(tickOrders.flatMap((order) => [1, 2].map((lag) => [order, lag] as const)))(
    '%s, lag %i: closed forms are those of the back-end',
    (order, lag) => {
      const params = { ...bernoulliPair.defaults, order, lag, feedback: 0.7 };
      const { means } = enumerateProcess(touch(bernoulliPair, params));
      near(bernoulliPair.exact!['entropy-production'](params), means.total, 1e-12);
      near(bernoulliPair.exact!['mutual-information'](params), means.mutualInformation.at(-1)!, 1e-12);
    },
  );

  test('random scan in its steady state: Σ a tick', () => {
    const { partial } = enumerateProcess(touch(bernoulliPair, { order: 'random-scan', steps: 400 })).means.ticks;
    near(partial.x[799] + partial.theta[799], 0.006967203448);
  });

  test('temperature of θ in its energy, or in its bath: the same process', () => {
    const own = enumerateProcess(touch(bernoulliPair, { temperature: 0.5 })).means;
    const bath = enumerateProcess({ ...touch(bernoulliPair, { temperature: 1 }, [1, 0.5]), end: make(bernoulliPair).end }).means;
    near(own.total, bath.total, 1e-12);
    near(own.heat.theta, 2 * bath.heat.theta, 1e-12);
  });

  test.each(
    [1, 2, 3].flatMap((seed) =>
      [
        ['theta-first', 0],
        ['theta-first', 1],
        ['x-first', 1],
      ].map(([order, feedback]) => [seed, order as TickOrder, feedback as number] as const),
    ),
  )('seed %i, %s, feedback %i: means, ⟨e^−S⟩ and identities by simulation', (seed, order, feedback) => {
    const e = touch(bernoulliPair, { order, feedback });
    const { run, entropies } = agrees(e, seed, 12_000);
    const sigma = entropyProduction(run);
    expect(worst(entropies.total.map((s, i) => s - sigma[i]))).toBeLessThan(1e-11);
    expect(integralFluctuation(entropies.apparent.x).holds).toBe('no');
    expect(integralFluctuation(entropies.partial.x).holds).toBe('yes');
    if (order === 'theta-first') expect(integralFluctuation(entropies.conditional.x).holds).toBe(feedback === 0 ? 'yes' : 'no');
  });
});

describe('V11: a learner of bits', () => {
  const at = (temperature: number, steps: number) => ({ ...bernoulliLearner.defaults, temperature, steps, prior: 0, rate: 1 });
  test.each([
    [1, 0.2969331465, 0.02561128638],
    [2, 0.4179918057, 0.06117886927],
    [5, 0.5384141413, 0.1085173105],
    [10, 0.5644254965, 0.1178007304],
  ])('after %i steps at T = 0.1: M and L', (steps, memorised, learned) => {
    near(bernoulliLearner.exact!['m-info'](at(0.1, steps)), memorised);
    near(bernoulliLearner.exact!['l-info'](at(0.1, steps)), learned);
  });

  test.each([
    [1, 1.601352742, 0.05070680461, 0.01420122056, 0.1589565912, 0.1447553706],
    [0.1, 1.559596263, 0.566072156, 0.1182916496, 0.1576474126, 0.03935576303],
    [0.05, 1.36429442, 0.6546796508, 0.1300312283, 0.1496644163, 0.01963318799],
    [0.02, 0.8701277223, 0.6921422633, 0.1166403576, 0.1194017654, 0.002761407814],
    [0.005, 0.6931877116, Math.LN2, 0.1109445136, 0.1109447117, 1.98e-7],
  ])(
    'at rest at T = %f: S(Θ), M, L, I(X;Θ), I(X;Θ|B); L has its maximum between',
    (temperature, entropy, memorised, learned, both, given) => {
      const params = at(temperature, 400);
      const { exact } = bernoulliLearner;
      near(exact!['m-info'](params), memorised);
      near(exact!['l-info'](params), learned);
      near(exact!['mutual-information'](params), both);
      near(exact!['mutual-information'](params) - exact!['l-info'](params), given, 2e-9);
      const { means } = enumerateProcess(touch(bernoulliLearner, params), { labels: bernoulliLearner.labels! });
      near(means.entropy.theta.at(-1)!, entropy);
      near(means.mutualInformation.at(-1)!, both);
    },
  );

  test('T → 0: M = S(Θ) = ln 2 and L = I(X;Θ), what does not vary is known', () => {
    const params = at(1e-4, 400);
    const [one, other] = [1 / (1 + Math.exp(-1)), 1 / (1 + Math.E)];
    near(bernoulliLearner.exact!['m-info'](params), Math.LN2, 1e-12);
    near(bernoulliLearner.exact!['l-info'](params), Math.LN2 + one * Math.log(one) + other * Math.log(other), 1e-12);
    near(bernoulliLearner.exact!['l-info'](params), 0.1109440717, 1e-9);
  });

  test('closed forms are those of the back-end, which sees the label or averages over it', () => {
    const params = { ...bernoulliLearner.defaults, steps: 3 };
    const e = touch(bernoulliLearner, params);
    const seen = enumerateProcess(e).means;
    const unseen = enumerateProcess(e, { labels: bernoulliLearner.labels! });
    near(bernoulliLearner.exact!['entropy-production'](params), seen.total, 1e-12);
    near(bernoulliLearner.exact!['mutual-information'](params), unseen.means.mutualInformation.at(-1)!, 1e-12);
    expect(unseen.paths!.size).toBeGreaterThan(1);
    expect(unseen.paths!.averages['marginal.x'].mean).toBeNaN();
    // Hidden data make the rest no Markov process: partial entropy productions do not sum into a theorem, the total still does.
    near(unseen.paths!.averages.total.integral, 1, 1e-12);
    expect(Math.abs(unseen.paths!.averages['partial.x'].integral - 1)).toBeGreaterThan(1e-5);
    near(enumerateProcess(e).paths!.averages['partial.x'].integral, 1, 1e-12);
  });

  test.each([1, 2, 3])('seed %i: means, ⟨e^−S⟩ and identities, the label unseen', (seed) => {
    const e = touch(bernoulliLearner, { steps: 3 });
    const { run, entropies } = agrees(e, seed, 12_000, { labels: bernoulliLearner.labels! });
    const { heat } = enumerateProcess(e).means;
    expect(integralFluctuation(entropies.conditional.x).holds).toBe('yes');
    expect(mean(total(run.ledger.heat, run.ledger.ticks))).toAgreeWith(heat.x + heat.theta);
    for (let i = 0; i < 50; i++) expect(run.records.x.data[i * run.records.x.steps * 2 + 1]).toBe(run.x.data[2 * i + 1]);
  });

  test('a start that is certain cannot be met again: ⟨e^−σ⟩ falls short of 1', () => {
    const { averages } = enumerateProcess(touch(bernoulliLearner, { prior: 0, steps: 2 })).paths!;
    expect(averages.total.integral).toBeLessThan(0.9);
  });
});

describe('refused', () => {
  test('data sets that are the same, or none', () => {
    expect(() => make(bernoulliLearner, { data: [0.3, 0.3] })).toThrow(/data: expected one or more different shares, got 0.3, 0.3/);
    expect(() => make(bernoulliLearner, { data: [] })).toThrow(/got none/);
    expect(() => make(bernoulliLearner, { data: [0.3, 1] })).toThrow(/data\[1\]: expected a finite number above 0 and below 1/);
    expect(() => make(gaussianPair, { sampleMemory: 0 })).toThrow(/sampleMemory/);
  });
  test('a state that is not listed', () => {
    const seat = listedSeat({ states: [[0], [1]], chance: () => 0.5, energy: () => 0, where: '[mine] x' });
    expect(() => seat.energy({ n: 1, dim: 1, data: Float64Array.of(2) }, {} as never, new Float64Array(1))).toThrow(
      /\[mine\] x: expected one of 2 states, got \(2\)/,
    );
  });
});
