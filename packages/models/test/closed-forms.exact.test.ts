// Cases V1-V3, V6, V10, V13, V15, V18 of the closed-form list in docs/theory.md 7: numbers by formula to 1e-9, simulations within 4 standard errors.
import {
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  normalCdf,
  randomStream,
  reverse,
  simulate,
} from '@szilard/core';
import {
  breathingTrap,
  draggedTrap,
  driftedParticle,
  drivenRing,
  eulerMaruyama,
  eulerTrap,
  gaussianMean,
  quadraticLoss,
  trapControl,
  trapModel,
  twoLevel,
} from '@szilard/models';
import { ideal, minibatch } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const touch = <P extends object>(model: ModelPlugin<P>, params: Partial<P> = {}): Experiment => ({
  ...make(model, params),
  reservoirs: { x: bath, theta: bath },
});
const run = (e: Experiment, seed: number, trajectories = 20_000) =>
  simulate(e, { trajectories, rng: randomStream(seed), ledger: 'totals' });
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const variance = (values: Float64Array) => ({
  value: moments(values).variance,
  stderr: moments(values).variance * Math.sqrt(2 / values.length),
});
const work = (r: ReturnType<typeof run>) => r.ledger.work;

describe.each([1, 2, 3])('seed %i', (seed) => {
  test.each([
    [5, 1.173368323],
    [20, 1.137721866],
    [200, 1.135359155],
  ])('V1 dragged trap in %i jumps: ⟨W⟩, Var W = 2⟨W⟩, P(W < 0), ⟨e^−W⟩ = 1', (ticks, truth) => {
    expect(draggedTrap.exact!.work({ ...draggedTrap.defaults, dt: 2 / ticks, ticks })).toBeCloseTo(truth, 8);
    const w = work(run(touch(draggedTrap, { dt: 2 / ticks, ticks }), seed));
    expect(mean(w)).toAgreeWith(truth);
    expect(variance(w)).toAgreeWith(2 * truth);
    const below = normalCdf(-Math.sqrt(truth / 2));
    expect({ value: w.filter((v) => v < 0).length / w.length, stderr: Math.sqrt((below * (1 - below)) / w.length) }).toAgreeWith(below);
    expect(integralFluctuation(w).holds).toBe('yes');
  });

  test.each([
    [0.2, 1.085899346, 2.324578452, 0.07638988009],
    [0.1, 1.109418989, 2.295006947, 0.03808448433],
  ])('V2 the same by Euler-Maruyama, dt = %f: ⟨W⟩, Var W and the miss ln⟨e^−W⟩ = Var/2 − ⟨W⟩', (dt, truth, spread, miss) => {
    const ticks = Math.round(2 / dt);
    expect(eulerTrap.exact!.work({ ...eulerTrap.defaults, dt, ticks })).toBeCloseTo(truth, 8);
    expect(spread / 2 - truth).toBeCloseTo(miss, 8);
    const w = work(run(touch(eulerTrap, { dt, ticks }), seed));
    expect(mean(w)).toAgreeWith(truth);
    expect(variance(w)).toAgreeWith(spread);
  });

  test('V2 with the shadow stiffness k(1 − k dt/2) in start law and energy the integral theorem is exact', () => {
    const dt = 0.1;
    const k = 1 - dt / 2;
    const model = trapModel(
      eulerMaruyama({ force: (x, centre) => centre - x, dt }),
      undefined,
      1,
      trapControl(0, k),
      Array.from({ length: 20 }, (_, n) => trapControl(dt * (n + 1), k)),
      trapControl(2, k),
    );
    const r = run({ ...model, reservoirs: { x: bath, theta: bath } }, seed);
    expect(mean(work(r))).toAgreeWith(1.05394804);
    expect(variance(work(r))).toAgreeWith(2.107896079);
    expect(integralFluctuation(work(r)).holds).toBe('yes');
    expect(
      localDetailedBalance(simulate({ ...model, reservoirs: { x: bath, theta: bath } }, { trajectories: 50, rng: randomStream(seed) }))
        .holds,
    ).toBe('yes');
  });

  test('V3 stiffness quench 1 → 3: ⟨W⟩ = 1, Var W = 2, ⟨e^−W⟩ = √(1/3), dissipation 0.4507', () => {
    const r = run(touch(breathingTrap, { jumps: 1 }), seed);
    expect(mean(work(r))).toAgreeWith(1);
    // Var of W² of a Gaussian's square: fourth cumulant 48 (λ/2)⁴ with λ = 2.
    const { variance: v, n } = moments(work(r));
    expect({ value: v, stderr: Math.sqrt((60 - 4) / n) }).toAgreeWith(2);
    expect(mean(work(r).map((w) => Math.exp(-w)))).toAgreeWith(0.5773502692);
    expect(mean(entropyProduction(r))).toAgreeWith(0.4506938557);
  });

  test('V6 driven ring: entropy production rates, affinity, trinomial law of net jumps', () => {
    const uniform = touch(drivenRing, { slope: 0, affinity: 3 * Math.log(2), rate: Math.SQRT2, dt: 0.1, ticks: 20 });
    expect(mean(entropyProduction(run(uniform, seed)).map((s) => s / 2))).toAgreeWith(Math.log(2));
    const discrete = touch(drivenRing, { slope: 0, affinity: 3 * Math.log(2), rate: 0.5 / Math.SQRT2, dt: 1, ticks: 10 });
    const sigma = entropyProduction(run(discrete, seed));
    expect(mean(sigma.map((s) => s / 10))).toAgreeWith(0.1732867951);
    const share = (jumps: number) => sigma.filter((s) => Math.abs(s / Math.log(2) - jumps) < 1e-6).length / sigma.length;
    const p = 0.1483154297;
    expect({ value: share(3), stderr: Math.sqrt((p * (1 - p)) / sigma.length) }).toAgreeWith(p);
    expect({ value: share(3) / share(-3), stderr: 8 * Math.sqrt((1 / p + 8 / p) / sigma.length) }).toAgreeWith(8);
    expect(
      mean(entropyProduction(run(touch(drivenRing), seed)).map((s) => s / (drivenRing.defaults.dt * drivenRing.defaults.ticks))),
    ).toAgreeWith(0.2290980083);
  });

  test('V10 conditional entropy production Σ_{X|Θ} and its integral theorem, run-by-run, in the Monte-Carlo-safe set', () => {
    const r = simulate(touch(gaussianMean, safe), { trajectories: 20_000, rng: randomStream(seed) });
    const { heat, ticks } = r.ledger;
    // ln p(x₀|θ₀) − ln p(x_N|θ_N) + Σ heat of the x seat: the x seat moves at odd ticks.
    const flow = Float64Array.from({ length: r.x.n }, (_, i) => {
      let q = 0;
      for (let t = 1; t < ticks; t += 2) q += heat[i * ticks + t];
      return q;
    });
    expect(mean(flow)).toAgreeWith(0.04279838244);
    const data = { x: component(r, 0), m: component(r, 1), theta: r.theta.data };
    expect(information(data.m, data.theta)).toAgreeWith(2.238038907);
    expect(information(data.m, data.x)).toAgreeWith(0.2840287109);
    expect(information(data.x, data.theta)).toAgreeWith(0.2884494029);
  });

  test('V15 drifted particle: flow N(v²t/D, 2v²t/D), P(flow < 0), saturated uncertainty relation', () => {
    const flow = run(touch(driftedParticle, { force: 1, dt: 0.2 }), seed).ledger.bathEntropy;
    expect(mean(flow)).toAgreeWith(2);
    expect(variance(flow)).toAgreeWith(4);
    const p = 0.1586552539;
    expect({ value: flow.filter((s) => s < 0).length / flow.length, stderr: Math.sqrt((p * (1 - p)) / flow.length) }).toAgreeWith(p);
    const { mean: m, variance: v, n } = moments(flow);
    expect({ value: (v / (m * m)) * m, stderr: 2 * Math.sqrt(2 / n + v / (m * m * n)) }).toAgreeWith(2);
  });

  test('V18 anisotropic mini-batch noise: entropy production per step, whatever the batch size', () => {
    for (const batch of [10, 1000]) {
      const e: Experiment = { ...make(quadraticLoss, { batch, steps: 5 }), reservoirs: { x: bath, theta: make(minibatch, { batch }) } };
      const sigma = entropyProduction(run(e, seed));
      expect(quadraticLoss.exact!['entropy-production-per-step'](quadraticLoss.defaults)).toBeCloseTo(0.1956521739, 9);
      expect(mean(sigma.map((s) => s / 5))).toAgreeWith(0.1956521739);
      expect(localDetailedBalance(simulate(e, { trajectories: 50, rng: randomStream(seed) })).holds).toBe('no');
    }
  });
});

const safe = { learningRate: 0.1, prior: 0.5, dataSpread: 1, sampleVariance: 1, batch: 10, width: 1, steps: 20 };
const component = ({ x }: ReturnType<typeof run>, k: number) => Float64Array.from({ length: x.n }, (_, i) => x.data[2 * i + k]);
const information = (a: Float64Array, b: Float64Array) => {
  const [ma, mb] = [moments(a), moments(b)];
  const rho = moments(a.map((v, i) => (v - ma.mean) * (b[i] - mb.mean))).mean / Math.sqrt(ma.variance * mb.variance);
  return { value: -0.5 * Math.log1p(-rho * rho), stderr: Math.abs(rho) / Math.sqrt(a.length) };
};

test.each([
  [1, 0.02407203723, 0.01850349905, 0.7412566094, 0.102],
  [2, 0.0992134615, 0.07379888597, 0.7186410544, 0.18502],
  [10, 1.335207345, 0.8533347458, 1.057664659, 0.482894047],
  [50, 3.309655962, 1.401904195, 1.412372989, 0.6310109658],
  [200, 3.317316678, 1.40680844, 1.417225483, 0.9468144044],
])('V10 closed forms after %i steps: M, L, I(X;Θ), Σ_{X|Θ}', (steps, m, l, i, sigma) => {
  const params = { ...gaussianMean.defaults, learningRate: 0.1, prior: 1, dataSpread: 2, sampleVariance: 1, batch: 10, width: 0.5, steps };
  const exact = gaussianMean.exact!;
  expect(exact['m-info'](params)).toBeCloseTo(m, 8);
  expect(exact['l-info'](params)).toBeCloseTo(l, 8);
  expect(exact['mutual-information'](params)).toBeCloseTo(i, 8);
  expect(exact['heat-of-samples'](params)).toBeCloseTo(sigma, 8);
  expect(exact['work-on-samples'](params)).toBeCloseTo(sigma, 8);
  expect(exact['l-info'](params)).toBeLessThan(exact['m-info'](params));
});

test.each([
  [2, 0.1827446632],
  [4, 0.08284188157],
  [10, 0.03130972584],
  [100, 0.003028452559],
])('V3 in %i geometric jumps dissipates %f', (jumps, truth) => {
  expect(breathingTrap.exact!['entropy-production']({ ...breathingTrap.defaults, jumps })).toBeCloseTo(truth, 9);
});

test('V3 linear ramps', () => {
  const at = (jumps: number) => breathingTrap.exact!['entropy-production']({ ...breathingTrap.defaults, protocol: 'linear', jumps });
  expect(at(10)).toBeCloseTo(0.03480835228, 9);
  expect(at(100)).toBeCloseTo(0.00334814749, 9);
});

test('V13 Landauer erasure in n jumps: quasi-static work and its 1/n correction', () => {
  const params = { ...twoLevel.defaults, gap: 10 };
  const excess = (jumps: number) => twoLevel.exact!.work({ ...params, jumps }) - twoLevel.exact!['free-energy-difference'](params);
  expect(twoLevel.exact!['free-energy-difference'](params)).toBeCloseTo(0.6931017817, 9);
  expect(excess(10)).toBeCloseTo(0.2709899149, 9);
  expect(excess(100)).toBeCloseTo(0.02520604299, 9);
  expect(excess(1000)).toBeCloseTo(0.002501855967, 9);
});

test('state-dependent mini-batch noise: no local detailed balance, yet the fluctuation theorem holds', () => {
  const e: Experiment = {
    ...make(quadraticLoss, { growth: 20, steps: 3 }),
    reservoirs: { x: bath, theta: make(minibatch, { batch: 10, floor: 0.1 }) },
  };
  const [f, b] = [run(e, 1), run(reverse(e), 2)];
  expect(detailedFluctuation(entropyProduction(f), entropyProduction(b)).holds).toBe('yes');
  expect(detailedFluctuation(entropyProduction(f, 'bathEntropy'), entropyProduction(b, 'bathEntropy')).holds).toBe('no');
});
