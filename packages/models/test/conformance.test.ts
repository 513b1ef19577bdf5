import {
  type Batch,
  component,
  type Experiment,
  entropyProduction,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  type ReservoirPlugin,
  type Run,
  randomStream,
  total,
} from '@szilard/core';
import { checksModule, createLab } from '@szilard/core/compose';
import { modelConformance, type Observable } from '@szilard/core/testing';
import { gaussianMutualInformation } from '@szilard/estimators';
import { models } from '@szilard/models/catalog';
import { modelsModule } from '@szilard/models/module';
import { reservoirs } from '@szilard/reservoirs/catalog';
import { describe, test } from 'vitest';

const lab = createLab(checksModule, modelsModule);
const work = ({ ledger }: Run) => total(ledger.work, ledger.ticks);
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });

/** Covariances of (θ, x, m) in the final states of ppm/gaussian-mean. */
function gaussianMeanData({ x, theta }: Run) {
  const column = (k: number) => Float64Array.from({ length: x.n }, (_, i) => (k === 2 ? theta.data[i] : x.data[2 * i + k]));
  return { x: column(0), m: column(1), theta: column(2) };
}
const information = (a: Float64Array, b: Float64Array) => {
  const [ma, mb] = [moments(a), moments(b)];
  const rho = moments(a.map((v, i) => (v - ma.mean) * (b[i] - mb.mean))).mean / Math.sqrt(ma.variance * mb.variance);
  return { value: -0.5 * Math.log1p(-rho * rho), stderr: Math.abs(rho) / Math.sqrt(a.length) };
};
/** Columns from … to − 1 of a batch. */
const columns = ({ n, dim, data }: Batch, from: number, to: number): Batch => ({
  n,
  dim: to - from,
  data: Float64Array.from({ length: n * (to - from) }, (_, at) => data[Math.floor(at / (to - from)) * dim + from + (at % (to - from))]),
});
const normalInformation = (x: Batch, y: Batch) => make(gaussianMutualInformation).estimate({ x, y }, randomStream(1));
/** Plug-in I of two columns of symbols: the mean of ln p(a, b)/p(a)p(b). */
const countedInformation = (a: Float64Array, b: Float64Array) => {
  const share = (key: (i: number) => string) => {
    const counts = new Map<string, number>();
    for (let i = 0; i < a.length; i++) counts.set(key(i), (counts.get(key(i)) ?? 0) + 1 / a.length);
    return (i: number) => counts.get(key(i))!;
  };
  const [both, one, other] = [share((i) => `${a[i]} ${b[i]}`), share((i) => `${a[i]}`), share((i) => `${b[i]}`)];
  return mean(a.map((_, i) => Math.log(both(i) / (one(i) * other(i)))));
};
/** Sum of a ledger column over the ticks of one seat. */
const seatTotal = ({ ledger }: Run, { ticks }: Experiment, column: 'work' | 'heat', seat: string) =>
  Float64Array.from({ length: ledger.trajectories }, (_, i) =>
    ticks.reduce((sum, { mover }, t) => sum + (mover === seat ? ledger[column][i * ledger.ticks + t] : 0), 0),
  );

/** Readings of closed forms that only one model has. */
const own: Readonly<Record<string, Readonly<Record<string, Observable>>>> = {
  'langevin/euler-trap': { 'local-detailed-balance-miss': (run) => ({ value: localDetailedBalance(run).statistic[0], stderr: 1e-12 }) },
  'langevin/breathing-trap': {
    // Jarzynski: ΔF = −ln⟨e^−W⟩ at β = 1.
    'free-energy-difference': ({ ledger }) => {
      const weight = moments(total(ledger.work, ledger.ticks).map((w) => Math.exp(-w)));
      return { value: -Math.log(weight.mean), stderr: weight.stderr / weight.mean };
    },
  },
  'jump/two-level': {
    'free-energy-difference': ({ ledger }) => {
      const weight = moments(total(ledger.work, ledger.ticks).map((w) => Math.exp(-w)));
      return { value: -Math.log(weight.mean), stderr: weight.stderr / weight.mean };
    },
  },
  'langevin/drifted-particle': {
    'entropy-flow-variance': ({ ledger }) => {
      const { variance, n } = moments(total(ledger.bathEntropy, ledger.ticks));
      return { value: variance, stderr: variance * Math.sqrt(2 / n) };
    },
  },
  'langevin/linear-sensor': { 'mutual-information': (run) => information(run.x.data, run.theta.data) },
  'langevin/feedback-engine': {
    // The outcome stays where it was measured; x before the relaxation is not in the run, so i is read from σ = βW + i.
    'measured-information': (run) => {
      const w = work(run);
      return mean(entropyProduction(run).map((sigma, i) => sigma - w[i]));
    },
    efficacy: (run) => mean(work(run).map((w) => Math.exp(-w))),
  },
  'jump/driven-ring': {
    // Net jumps times affinity/N is the entropy flow up to the energy difference; turns per unit time = jumps/(N time).
    current: ({ ledger }, { ticks }) => {
      const { affinity, dt } = lab.model('jump/driven-ring').defaults;
      return mean(total(ledger.work, ledger.ticks).map((w) => w / (affinity * dt * ticks.length)));
    },
  },
  'jump/continuous-ring': {
    current: ({ ledger }, { ticks }) => {
      const { affinity, interval } = lab.model('jump/continuous-ring').defaults;
      return mean(total(ledger.work, ledger.ticks).map((w) => w / (affinity * interval * ticks.length)));
    },
  },
  'jump/two-state-sensor': { agreement: ({ x, theta }) => mean(x.data.map((v, i) => (v === theta.data[i] ? 1 : 0))) },
  'jump/lagged-sensor': { correlation: ({ x, theta }) => mean(x.data.map((v, i) => (2 * v - 1) * (2 * theta.data[i] - 1))) },
  'spin/ising-heat-bath': {
    'free-energy-difference': (run) => {
      const weight = moments(work(run).map((w) => Math.exp(-w)));
      return { value: -Math.log(weight.mean), stderr: weight.stderr / weight.mean };
    },
  },
  'lagged/gaussian-pair': {
    'mutual-information': (run) => information(run.x.data, run.theta.data),
    'heat-of-samples': (run, e) => mean(seatTotal(run, e, 'heat', 'x')),
  },
  'lagged/bernoulli-pair': { 'mutual-information': ({ x, theta }) => countedInformation(x.data, theta.data) },
  'lagged/bernoulli-learner': {
    'mutual-information': ({ x, theta }) => countedInformation(component(x, 0), theta.data),
    'm-info': ({ x, theta }) => countedInformation(theta.data, component(x, 1)),
    'l-info': ({ x }) => countedInformation(component(x, 0), component(x, 1)),
  },
  'ppm/bernoulli': {
    'mutual-information': ({ x, theta }) => countedInformation(component(x, 0), theta.data),
    'm-info': ({ x, theta }) => countedInformation(theta.data, component(x, 1)),
    'l-info': ({ x }) => countedInformation(component(x, 0), component(x, 1)),
  },
  'ppm/gaussian-linear': {
    'mutual-information': ({ x, theta }) => normalInformation(columns(x, 2, 4), theta),
    'm-info': ({ x, theta }) => normalInformation(columns(x, 0, 2), theta),
    'l-info': ({ x }) => normalInformation(columns(x, 0, 2), columns(x, 2, 4)),
    'work-on-samples': (run, e) => mean(seatTotal(run, e, 'work', 'x')),
    'heat-of-samples': (run, e) => mean(seatTotal(run, e, 'heat', 'x')),
  },
  'ppm/sgld-quadratic': {
    variance: ({ theta }) => mean(theta.data.map((v) => v * v)),
    'heat-of-parameters': (run, e) => mean(seatTotal(run, e, 'heat', 'theta')),
  },
  'ppm/teacher-student-hebbian': { 'heat-of-weights': (run, e) => mean(seatTotal(run, e, 'heat', 'theta')) },
  'ppm/gaussian-mean': {
    'mutual-information': (run) => information(gaussianMeanData(run).x, gaussianMeanData(run).theta),
    'm-info': (run) => information(gaussianMeanData(run).m, gaussianMeanData(run).theta),
    'l-info': (run) => information(gaussianMeanData(run).m, gaussianMeanData(run).x),
    'work-on-samples': (run, e) => mean(seatTotal(run, e, 'work', 'x')),
    'heat-of-samples': (run, e) => mean(seatTotal(run, e, 'heat', 'x')),
  },
};
/** Closed forms that hold in another reservoir than the naive one; their tests stand by themselves. */
const elsewhere: Readonly<Record<string, readonly string[]>> = { 'ppm/quadratic-loss': ['entropy-production-per-step'] };

describe.each((models as readonly ModelPlugin[]).map((plugin) => [plugin.id, plugin] as const))('%s', (id, plugin) => {
  const exact = Object.fromEntries(Object.entries(plugin.exact ?? {}).filter(([name]) => !elsewhere[id]?.includes(name)));
  const cases = modelConformance({
    plugin: { ...plugin, exact },
    build: () => lab.build(plugin, plugin.quick),
    reservoir: make((reservoirs as readonly ReservoirPlugin[]).find((reservoir) => reservoir.id === plugin.claims.reservoirs[0])!),
    observables: own[id] ?? {},
    trajectories: Math.min(4000, plugin.trajectories ?? 4000),
  });
  for (const { name, run } of cases) test(name, run);
});
