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
  total,
} from '@szilard/core';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { gaussLegendre } from '../src/langevin/quadrature.ts';
import { ebm } from '../src/ppm/ebm.ts';
import { drawFrom } from '../src/ppm/ebm-draw.ts';
import { networkEnergy } from '../src/ppm/ebm-energy.ts';
import { type EbmLearnerParams, ebmLearner } from '../src/ppm/ebm-learner.ts';
import { freeEnergyDifference, type QuenchParams } from '../src/ppm/ebm-quench.ts';
import { ebmUnadjusted } from '../src/ppm/ebm-unadjusted.ts';

const normals = (n: number, seed: number, width = 1) => {
  const rng = randomStream(seed);
  return Float64Array.from({ length: n }, () => width * rng.normal());
};
const inBath = (model: Omit<Experiment, 'reservoirs'>): Experiment => ({ ...model, reservoirs: { x: make(ideal), theta: make(ideal) } });
const bothWays = (experiment: Experiment, trajectories: number, seed: number) => {
  const forward = simulate(experiment, { trajectories, rng: randomStream(seed).fork('forward') });
  const backward = simulate(reverse(experiment), { trajectories, rng: randomStream(seed).fork('backward') });
  return { forward, backward, sigma: [entropyProduction(forward), entropyProduction(backward)] as const };
};
const shapes = [
  { dim: 1, hidden: [4], confinement: 1.5 },
  { dim: 2, hidden: [5, 3], confinement: 1 },
] as const;

describe.each(shapes)('the energy in $dim dimensions', (shape) => {
  const energy = networkEnergy('test', shape);
  const { dim, parameters } = energy;
  const theta = normals(parameters, 1, 0.8);

  test('its force and its pull are its derivatives', () => {
    const x = normals(5 * dim, 2);
    const h = 1e-5;
    const moved = (values: Float64Array, k: number, by: number) => values.map((v, j) => (j === k ? v + by : v));
    const force = energy.force(theta, x, 5);
    force.forEach((slope, k) => {
      const [up, down] = [h, -h].map((by) => energy.energy(theta, moved(x, k, by), 5)[Math.floor(k / dim)]);
      expect(slope).toBeCloseTo((up - down) / (2 * h), 8);
    });
    const weights = normals(5, 3);
    const pull = new Float64Array(parameters);
    energy.pull(theta, x, weights, pull);
    const sum = (at: Float64Array) => energy.energy(at, x, 5).reduce((all, phi, i) => all + weights[i] * phi, 0);
    pull.forEach((slope, k) => {
      expect(slope).toBeCloseTo((sum(moved(theta, k, h)) - sum(moved(theta, k, -h))) / (2 * h), 8);
    });
  });

  test('ln Z by quadrature: Gaussian where there is no network, as by another rule elsewhere, ∂ ln Z = −⟨∂φ⟩', () => {
    expect(energy.quadrature(new Float64Array(parameters)).lnZ).toBeCloseTo(dim * Math.log(shape.confinement * Math.sqrt(2 * Math.PI)), 12);
    const { nodes, weights } = gaussLegendre(200);
    const [side, reach] = [nodes.map((u) => (2 * u - 1) * 9 * shape.confinement), 18 * shape.confinement];
    let Z = 0;
    for (let a = 0; a < 200; a++) {
      if (dim === 1) Z += reach * weights[a] * Math.exp(-energy.energy(theta, Float64Array.of(side[a]), 1)[0]);
      else {
        const row = Float64Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? side[a] : side[(at - 1) / 2]));
        const phi = energy.energy(theta, row, 200);
        for (let b = 0; b < 200; b++) Z += reach ** 2 * weights[a] * weights[b] * Math.exp(-phi[b]);
      }
    }
    const { lnZ, chances } = energy.quadrature(theta);
    expect(lnZ).toBeCloseTo(Math.log(Z), 10);
    const mean = new Float64Array(parameters);
    energy.pull(theta, energy.nodes, chances, mean);
    const h = 1e-4;
    for (const k of [0, 3, parameters - 1]) {
      const at = (by: number) => energy.quadrature(theta.map((v, j) => (j === k ? v + by : v))).lnZ;
      expect(mean[k]).toBeCloseTo(-(at(h) - at(-h)) / (2 * h), 7);
    }
  });

  test('draws are of its law', () => {
    const { lnZ, chances } = energy.quadrature(theta);
    const draw = drawFrom('test', energy, theta, lnZ);
    const n = 4000;
    const [rng, x] = [randomStream(1), new Float64Array(dim)];
    const values = Array.from({ length: n }, () => {
      draw(rng, x);
      return [x[0], x[0] ** 2, Math.cos(x[dim - 1]), x[0] * x[dim - 1]];
    });
    const observe = [
      (at: number) => energy.nodes[at * dim],
      (at: number) => energy.nodes[at * dim] ** 2,
      (at: number) => Math.cos(energy.nodes[at * dim + dim - 1]),
      (at: number) => energy.nodes[at * dim] * energy.nodes[at * dim + dim - 1],
    ];
    observe.forEach((of, k) => {
      const { mean, stderr } = moments(Float64Array.from(values, (row) => row[k]));
      expect({ value: mean, stderr }).toAgreeWith(chances.reduce((sum, chance, at) => sum + chance * of(at), 0));
    });
  });
});

describe('quench and relaxation', () => {
  const build = (overrides: Partial<QuenchParams> = {}) => inBath(make(ebm, overrides));

  test.each([1, 2, 3])('seed %i: laws hold, σ = W − ΔF, and Jarzynski finds ΔF', (seed) => {
    const params = paramsOf(ebm, { jumps: 3, relaxation: 2 });
    const { forward, backward, sigma } = bothWays(build(params), 4000, seed);
    expect(localDetailedBalance(forward).holds).toBe('yes');
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(integralFluctuation(sigma[0], { backward: sigma[1] }).holds).toBe('yes');
    const difference = freeEnergyDifference('test', params);
    const work = total(forward.ledger.work, forward.ledger.ticks);
    work.forEach((w, i) => {
      expect(sigma[0][i]).toBeCloseTo(w - difference, 9);
    });
    const weight = moments(work.map((w) => Math.exp(-w)));
    expect({ value: weight.mean, stderr: weight.stderr }).toAgreeWith(Math.exp(-difference));
    expect(moments(entropyProduction(backward)).mean).toBeGreaterThan(0);
  });

  test('two dimensions, two hidden layers', () => {
    const params = paramsOf(ebm, { dim: 2, hidden: [5, 3], confinement: 1, jumps: 2, initial: 2 });
    const { forward, sigma } = bothWays(build(params), 2000, 1);
    expect(localDetailedBalance(forward).holds).toBe('yes');
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    const weight = moments(total(forward.ledger.work, forward.ledger.ticks).map((w) => Math.exp(-w)));
    expect({ value: weight.mean, stderr: weight.stderr }).toAgreeWith(Math.exp(-freeEnergyDifference('test', params)));
  });

  test('in many jumps it dissipates less than in one, which costs D(p_0 ‖ p_1)', () => {
    const mean = (overrides: Partial<QuenchParams>) =>
      moments(entropyProduction(simulate(build(overrides), { trajectories: 2000, rng: randomStream(1) })));
    const [quench, slow] = [mean({ jumps: 1 }), mean({ jumps: 10, relaxation: 3 })];
    expect((quench.mean - slow.mean) / Math.hypot(quench.stderr, slow.stderr)).toBeGreaterThan(4);
    expect({ value: quench.mean, stderr: quench.stderr }).toAgreeWith(ebm.exact!['entropy-production'](paramsOf(ebm)));
  });

  test('negative control: without acceptance local detailed balance is missed, and Jarzynski finds a wrong ΔF', () => {
    const params = paramsOf(ebm, { jumps: 4, relaxation: 5, dt: 0.9 });
    const run = (experiment: Experiment) => simulate(experiment, { trajectories: 8000, rng: randomStream(1) });
    const [exact, missed] = [run(build(params)), run(inBath(make(ebmUnadjusted, params)))];
    expect(localDetailedBalance(exact).holds).toBe('yes');
    expect(localDetailedBalance(missed).holds).toBe('no');
    const weight = ({ ledger }: typeof exact) => {
      const { mean, stderr } = moments(total(ledger.work, ledger.ticks).map((w) => Math.exp(-w)));
      return { value: mean, stderr };
    };
    const truth = Math.exp(-freeEnergyDifference('test', params));
    expect(weight(exact)).toAgreeWith(truth);
    expect(weight(missed)).not.toAgreeWith(truth);
    // The path ratio is its own, so the theorems hold for it all the same.
    expect(integralFluctuation(entropyProduction(missed)).holds).toBe('yes');
    expect(integralFluctuation(entropyProduction(missed, 'bathEntropy')).holds).toBe('no');
  });
});

describe('the learner', () => {
  const build = (overrides: Partial<EbmLearnerParams> = {}) => inBath(make(ebmLearner, overrides));

  test.each([1, 2, 3])('seed %i: fluctuation theorems hold though parameters feel their samples', (seed) => {
    const { sigma } = bothWays(build(), 1500, seed);
    expect(detailedFluctuation(...sigma).holds).toBe('yes');
    expect(integralFluctuation(sigma[0], { backward: sigma[1] }).holds).toBe('yes');
    expect(secondLaw(sigma[0]).holds).toBe('yes');
    const [forward, backward] = sigma.map((column) => column.map((s) => 1.4 * s));
    expect(detailedFluctuation(forward, backward).holds).toBe('no');
  });

  test('x moves in exact local detailed balance, Θ misses it', () => {
    const { ledger } = simulate(build(), { trajectories: 100, rng: randomStream(1) });
    const of = (seat: 'x' | 'theta') => {
      const ticks = build().ticks.flatMap(({ mover }, t) => (mover === seat ? [t] : []));
      const pick = (column: Float64Array) =>
        Float64Array.from(
          { length: 100 * ticks.length },
          (_, at) => column[Math.floor(at / ticks.length) * ledger.ticks + ticks[at % ticks.length]],
        );
      return localDetailedBalance({ ledger: { ...ledger, logRatio: pick(ledger.logRatio), bathEntropy: pick(ledger.bathEntropy) } }).holds;
    };
    expect([of('x'), of('theta')]).toEqual(['yes', 'no']);
  });

  test('cold and long, the data get likelier', () => {
    const params = paramsOf(ebmLearner, { temperature: 0.003, prior: 1, rate: 0.1, steps: 250, lag: 3, hidden: [6] });
    const experiment = inBath(make(ebmLearner, params));
    const run = simulate(experiment, { trajectories: 40, rng: randomStream(1) });
    const start = { x: batch(40, 1), theta: batch(40, run.theta.dim) };
    experiment.start.sample(randomStream(1).fork('start').trajectories(0, 40), start.x, start.theta);
    const energy = networkEnergy('test', params);
    // Where the data are thick and where they are thin: ln p(1)p(−1)/p(0)².
    const contrast = (data: Float64Array) =>
      Float64Array.from({ length: 40 }, (_, i) => {
        const [a, b, c] = energy.energy(data.subarray(i * run.theta.dim, (i + 1) * run.theta.dim), Float64Array.of(-1, 0, 1), 3);
        return 2 * b - a - c;
      });
    const [before, after] = [moments(contrast(start.theta.data)), moments(contrast(run.theta.data))];
    expect((after.mean - before.mean) / Math.hypot(after.stderr, before.stderr)).toBeGreaterThan(4);
  });
});

test('refuse what they cannot do', () => {
  const say = (act: () => unknown) => {
    expect(act).toThrow(SzilardError);
    return expect(act);
  };
  say(() => make(ebm, { dim: 3 })).toThrow(/dim: expected one of 1, 2, got 3/);
  say(() => networkEnergy('test', { dim: 3, hidden: [2], confinement: 1 })).toThrow(/dim: expected 1 or 2/);
  say(() => make(ebm, { hidden: [] })).toThrow(/hidden: expected at least one hidden layer/);
  say(() => ebm.exact!.work(paramsOf(ebm, { jumps: 2 }))).toThrow(/jumps: expected 1 for a closed form, got 2/);
  say(() => make(ebm, { initial: 12, hidden: [60] })).toThrow(/expected weights whose law can be drawn .* would be taken/);
  say(() => make(ebm, { initial: 60 })).toThrow(/expected weights smooth enough for a quadrature of 513 nodes an axis/);
  say(() => make(ebmLearner, { batch: 100, replacement: false })).toThrow(/batch: expected at most the 64 training samples/);
});
