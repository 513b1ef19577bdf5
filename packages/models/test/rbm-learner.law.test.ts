// Boltzmann machines that learn: what conditioning on the parameters may say, how it vanishes, and what replicas remember.
import {
  batchOf,
  type Experiment,
  exactProcess,
  integralFluctuation,
  make,
  moments,
  paramsOf,
  type Run,
  randomStream,
  simulate,
  type Tick,
} from '@szilard/core';
import { modelConformance } from '@szilard/core/testing';
import {
  bitStates,
  conditionalProduction,
  dissipationAlong,
  halfSteps,
  learnerRecords,
  listedBoundary,
  listedSeat,
  memorisedByDecoding,
  type NegativePhase,
  quasiStaticLearner,
  type RbmLearner,
  rbm,
  rbmLearner,
  rbmParameters,
  replicaInformation,
  restrictedBoltzmannMachine,
  smallMachine,
} from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const mean = (values: ArrayLike<number>) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const { defaults } = restrictedBoltzmannMachine;

function trained(params: Partial<RbmLearner>, trajectories: number, seed: number) {
  const learner = rbmLearner(paramsOf(restrictedBoltzmannMachine, params));
  const experiment: Experiment = { ...learner.model, reservoirs: { x: bath, theta: bath } };
  const run = simulate(experiment, { trajectories, rng: randomStream(seed), record: learnerRecords(experiment) });
  const { path } = run.records;
  const length = path.steps * path.dim;
  return { learner, run, path: (i: number) => path.data.subarray(i * length, (i + 1) * length) };
}

describe.each(['contrastive-divergence', 'persistent'] as const)('with the negative phase %s', (negative: NegativePhase) => {
  // A short chain has no energy, and a step that looks at x none of its own: only the exact phase claims order 1.
  const plugin = { ...restrictedBoltzmannMachine, claims: { localDetailedBalance: 'none', reservoirs: ['ideal'] } } as const;
  for (const { name, run } of modelConformance({
    plugin,
    build: () => make(restrictedBoltzmannMachine, { negative, steps: 3, chainSweeps: 2 }),
    reservoir: bath,
    trajectories: 2000,
  }))
    test(name, run);
});

describe.each([1, 2, 3])('entropy production of x given the path of θ, seed %i', (seed) => {
  test.each(['exact', 'contrastive-divergence'] as const)(
    'θ moves by itself (%s): ⟨e^−σ⟩ = 1, and the mean is that of its paths',
    (negative) => {
      const { learner, run, path } = trained({ negative, temperature: 0.05, steps: 6 }, 1500, seed);
      const sigma = conditionalProduction(learner, run);
      expect(integralFluctuation(sigma).holds).toBe('yes');
      // The same without the noise of x: each path of θ followed exactly.
      const given = Float64Array.from({ length: 300 }, (_, i) => dissipationAlong(learner.shape, path(i), defaults.lag));
      const rest = mean(sigma.slice(0, 300).map((value, i) => value - given[i]));
      expect(rest).toAgreeWith(0);
      expect(given.every((value) => value >= 0)).toBe(true);
    },
  );

  test('θ looks at x (persistent chain): it fails, as it must', () => {
    const { learner, run } = trained({ negative: 'persistent' }, 1500, seed);
    expect(integralFluctuation(conditionalProduction(learner, run)).holds).toBe('no');
  });
});

describe('every path counted: a machine whose weights are scaled by ½, 1 or 1½', () => {
  const shape = { visible: 2, hidden: 2 };
  const scales = [[0.5], [1], [1.5]];
  const machines = scales.map(([scale]) => rbmParameters(smallMachine, '[test]', scale));
  const states = bitStates(4);
  const rows = Array.from({ length: 16 }, (_, s) => [...states.data.subarray(4 * s, 4 * s + 4)]);
  const machine = rbm(shape);
  const data = batchOf(Float64Array.of(1, 1, 0, 0), 2);
  /** U of θ: its loss on the data, or with the chain for a negative phase. */
  const losses = (feedback: boolean, x: ArrayLike<number>) =>
    machines.map((theta) => {
      const free = machine.freeEnergy(theta, data).reduce((a, b) => a + b) / data.n;
      const chain = machine.energy(theta, batchOf(Float64Array.of(x[0], x[1]), 2), batchOf(Float64Array.of(x[2], x[3]), 2))[0];
      return (feedback ? free - chain : free + machine.logZ(theta)) / 0.3;
    });
  // Lazy: a θ that could not stay for some x would be absolutely irreversible for an observer of θ alone.
  const metropolis = (energy: readonly number[], from: number, to: number): number => {
    const go = (next: number) => (energy[next] === undefined ? 0 : 0.4 * Math.min(1, Math.exp(energy[from] - energy[next])));
    return from === to ? 1 - go(from - 1) - go(from + 1) : Math.abs(from - to) === 1 ? go(to) : 0;
  };
  const process = (feedback: boolean) => {
    const law = Float64Array.from({ length: 48 }, (_, s) => {
      const theta = machines[s % 3];
      const x = rows[Math.floor(s / 3)];
      const energy = machine.energy(theta, batchOf(Float64Array.of(x[0], x[1]), 2), batchOf(Float64Array.of(x[2], x[3]), 2))[0];
      return Math.exp(-energy - machine.logZ(theta)) / 3;
    });
    const ends = listedBoundary(law, rows, scales, '[test]');
    const tick = (mover: 'x' | 'theta', layer: number): Tick => ({ mover, control: Float64Array.of(1, layer) });
    const round = [tick('theta', 0), tick('x', 0), tick('x', 1)];
    return exactProcess({
      subsystems: {
        x: halfSteps({
          shape,
          machine: ({ partner }) => ({
            theta: Float64Array.from([...partner.data].flatMap((scale) => [...machines[2 * scale - 1]])),
            at: (row) => 8 * row,
            fixed: false,
          }),
        }),
        theta: listedSeat({
          states: scales,
          chance: (from, to, { partner }) => metropolis(losses(feedback, partner), from, to),
          energy: (s, { partner }) => losses(feedback, partner)[s],
          where: '[test]',
        }),
      },
      ticks: [...round, ...round],
      start: ends,
      end: ends,
      reservoirs: { x: bath, theta: bath },
    });
  };

  test('without feedback the conditional theorem holds to rounding, with a persistent chain it fails; the total holds in both', () => {
    const [alone, fed] = [process(false), process(true)];
    expect(alone.autonomous.theta).toBe(true);
    expect(fed.autonomous.theta).toBe(false);
    const integral = (of: typeof alone, name: 'total' | 'conditional.x' | 'ito-sagawa.x' | 'apparent.x') =>
      of.paths!.averages[name].integral;
    expect(integral(alone, 'conditional.x')).toBeCloseTo(1, 11);
    expect(Math.abs(integral(fed, 'conditional.x') - 1)).toBeGreaterThan(0.01);
    for (const each of [alone, fed]) {
      expect(integral(each, 'total')).toBeCloseTo(1, 11);
      expect(integral(each, 'ito-sagawa.x')).toBeCloseTo(1, 11);
      expect(Math.abs(integral(each, 'apparent.x') - 1)).toBeGreaterThan(1e-4);
    }
    // B1 of docs/theory.md 10: interval production = conditional production + what x learns of θ.
    const { apparent, conditional, mutualInformation } = alone.means;
    expect(apparent.x).toBeCloseTo(conditional.x + mutualInformation[mutualInformation.length - 1] - mutualInformation[0], 12);
  });
});

describe('finer and finer steps at a fixed time', () => {
  const shared = { ...defaults, prior: 1, sources: 1, resampling: 'one' as const, size: 4 };
  const production = (params: RbmLearner, seed: number) => {
    const { learner, path } = trained({ ...params, prior: 0.5 }, 60, seed);
    return mean(Float64Array.from({ length: 60 }, (_, i) => dissipationAlong(learner.shape, path(i), Number.POSITIVE_INFINITY)));
  };
  const ratio = (fine: ReturnType<typeof mean>, coarse: ReturnType<typeof mean>) => ({
    value: fine.value / coarse.value,
    stderr: (fine.value / coarse.value) * Math.hypot(fine.stderr / fine.value, coarse.stderr / coarse.value),
  });

  test.each([1, 2, 3])('conditional production halves with the learning rate where T does too; at a fixed T it stays; seed %i', (seed) => {
    const at = (rate: number) => quasiStaticLearner(shared, { rate, time: 2, noise: 0.2, lag: 2 });
    const [coarse, fine] = [production(at(1 / 16), seed), production(at(1 / 32), 10 + seed)];
    expect(ratio(fine, coarse)).toAgreeWith(0.5);
    const hot = production({ ...at(1 / 32), temperature: 0.2 / 16 }, 20 + seed);
    expect(Math.abs(ratio(hot, coarse).value - 0.5)).toBeGreaterThan(4 * ratio(hot, coarse).stderr);
  });

  test('an endless lag is what many half-steps come to, and both are Σ D(p‖p′) where x relaxes', () => {
    const { learner, path } = trained(quasiStaticLearner(shared, { rate: 0.25, time: 1, noise: 0.2, lag: 2 }), 1, 1);
    const relaxed = dissipationAlong(learner.shape, path(0), Number.POSITIVE_INFINITY);
    expect(dissipationAlong(learner.shape, path(0), 60)).toBeCloseTo(relaxed, 8);
    const machine = rbm(learner.shape);
    const frames = Array.from({ length: 5 }, (_, n) => path(0).subarray(n * machine.parameters, (n + 1) * machine.parameters));
    const { n, dim, data } = bitStates(5);
    const part = (from: number, width: number) =>
      batchOf(
        Float64Array.from({ length: n * width }, (_, at) => data[Math.floor(at / width) * dim + from + (at % width)]),
        width,
      );
    const logs = frames.map((theta) => {
      const logZ = machine.logZ(theta);
      return machine.energy(theta, part(0, 3), part(3, 2)).map((u) => -u - logZ);
    });
    const divergence = logs
      .slice(1)
      .reduce((sum, to, k) => sum + to.reduce((d, l, s) => d + Math.exp(logs[k][s]) * (logs[k][s] - l), 0), 0);
    expect(relaxed).toBeCloseTo(divergence, 10);
  });
});

describe.each([1, 2, 3])('replicas over data sets, seed %i', (seed) => {
  const long = { steps: 40, ramp: 0, temperature: 0.05, sources: 3, size: 3 };
  const halves = ({ x, theta }: Run) => {
    const half = (from: number, to: number) => ({
      x: { ...x, n: to - from, data: x.data.subarray(from * x.dim, to * x.dim) },
      theta: { ...theta, n: to - from, data: theta.data.subarray(from * theta.dim, to * theta.dim) },
    });
    return [half(0, x.n / 2), half(x.n / 2, x.n)] as const;
  };

  test('L-info by summing over v is L-info by counting v, and stays below M-info; the loss is 1/T in what decodes best', () => {
    const { learner, run } = trained(long, 1200, seed);
    const { both, learned, conditional, replicas } = replicaInformation(learner, run.x, run.theta);
    expect(replicas.reduce((a, b) => a + b)).toBe(1200);
    expect(both.value).toBeCloseTo(learned.value + conditional.value, 12);
    expect(counted(run)).toAgreeWith(learned.value);
    const memorised = memorisedByDecoding(learner, ...halves(run));
    expect(memorised.value - learned.value).toBeGreaterThan(4 * Math.hypot(memorised.stderr, learned.stderr));
    expect(memorised.value).toBeLessThan(Math.log(3) + 4 * memorised.stderr);
    // Nearly stationary, in steps that are not infinitely fine: 1/T = 20.
    expect(memorised.scale).toBeGreaterThan(12);
    expect(memorised.scale).toBeLessThan(28);
  });

  test('data sets that are all the same: nothing to learn of which it was', () => {
    const { learner, run } = trained({ ...long, resampling: 'one' }, 1200, seed);
    const { learned, both } = replicaInformation(learner, run.x, run.theta);
    // What is left is the bias of finitely many replicas, far below what there is to know.
    expect(learned.value).toBeLessThan(0.02 * both.value);
    const memorised = memorisedByDecoding(learner, ...halves(run));
    expect(memorised.value).toBeLessThan(4 * memorised.stderr + 0.01);
  });
});

/** I(v;b) of the final states by counting, corrected for its bias to first order; error by leaving out tenths. */
function counted({ x }: Run): { value: number; stderr: number } {
  const information = (keep: (i: number) => boolean) => {
    const [joint, v, b] = [0, 1, 2].map(() => new Map<string, number>());
    let n = 0;
    for (let i = 0; i < x.n; i++) {
      if (!keep(i)) continue;
      n++;
      const [set, ...units] = x.data.subarray(i * x.dim, (i + 1) * x.dim);
      const state = units.slice(0, 3).join('');
      for (const [map, key] of [
        [joint, `${state}/${set}`],
        [v, state],
        [b, `${set}`],
      ] as const)
        map.set(key, (map.get(key) ?? 0) + 1);
    }
    const entropy = (map: Map<string, number>) =>
      [...map.values()].reduce((s, k) => s - (k / n) * Math.log(k / n), 0) + (map.size - 1) / (2 * n);
    return entropy(v) + entropy(b) - entropy(joint);
  };
  const folds = Array.from({ length: 10 }, (_, f) => information((i) => i % 10 !== f));
  return { value: information(() => true), stderr: Math.sqrt(9 * 9 * 0.1 * moments(folds).variance) };
}

test('refused: pools that are no bits, machines too large, and runs that did not keep what is needed', () => {
  expect(() => make(restrictedBoltzmannMachine, { pool: [[0, 1], [1]] })).toThrow(/pool\[1\]: expected 2 units as in row 0, got 1/);
  expect(() => make(restrictedBoltzmannMachine, { pool: [[0, 0.3]], resampling: 'bootstrap' })).toThrow(
    /pool: expected zeros and ones, got 0.3/,
  );
  expect(() => make(restrictedBoltzmannMachine, { pool: [] })).toThrow(/visible: expected a whole number of units, at least 1, got 0/);
  const wide = Array.from({ length: 12 }, () => new Array(12).fill(1));
  expect(() => make(restrictedBoltzmannMachine, { pool: wide, hidden: 11 })).toThrow(
    /at most 10 units in the smaller layer.*got 12 visible and 11 hidden/,
  );
  expect(() => make(restrictedBoltzmannMachine, { resampling: 'disjoint' })).toThrow(/expected 4 data sets of 8 out of 4 rows/);
  expect(() => make(restrictedBoltzmannMachine, { rate: 3 })).toThrow(/rate: expected below prior²\/temperature/);
  expect(() => quasiStaticLearner(defaults, { rate: 0.3, time: 1, noise: 0.1, lag: 2 })).toThrow(
    /divides the time 1 into whole steps, got 0.3/,
  );
  const learner = rbmLearner(defaults);
  const experiment: Experiment = { ...learner.model, reservoirs: { x: bath, theta: bath } };
  expect(() => conditionalProduction(learner, simulate(experiment, { trajectories: 2, rng: randomStream(1) }))).toThrow(
    /learnerRecords, got another/,
  );
  expect(() => learnerRecords(rbmLearner({ ...defaults, order: 'random-scan' }).model)).toThrow(
    /expected ticks of theta, got a random scan/,
  );
  const few = simulate(experiment, { trajectories: 2, rng: randomStream(1) });
  expect(() => replicaInformation(learner, few.x, few.theta)).toThrow(/at least two replicas of every data set/);
  // Weights that run away are stopped by name, not passed on as numbers.
  const wild = rbmLearner({ ...defaults, rate: 1e6, temperature: 1e-9, prior: 4000 });
  expect(() => simulate({ ...wild.model, reservoirs: { x: bath, theta: bath } }, { trajectories: 300, rng: randomStream(1) })).toThrow(
    /exploded/,
  );
});
