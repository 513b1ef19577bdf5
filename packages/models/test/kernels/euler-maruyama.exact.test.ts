// Cases V2 and V23 of docs/theory.md 8: what Euler-Maruyama misses, without statistical error, through the engine's own books.
import {
  batch,
  type Experiment,
  integralFluctuation,
  type Landscape,
  localDetailedBalance,
  logGamma,
  make,
  randomStream,
  simulate,
  total,
} from '@szilard/core';
import { givenAt, kernelCases, missOf, scriptedStream } from '@szilard/core/testing';
import { eulerMaruyamaKernel, landscape, system, thermal } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const trap = (k: number): Landscape =>
  landscape({
    dim: 1,
    energy: ([x], [centre]) => 0.5 * k * (x - centre) ** 2,
    gradient: ([x], out, [centre]) => out.fill(k * (x - centre)),
    stiffness: () => Float64Array.of(k),
  });
/** A trap of stiffness 1 dragged from 0 to 2 in time 2; with `shadow`, energy, start and end are those of the shadow trap. */
const dragged = (dt: number, shadow = false): Experiment => {
  const controls = Array.from({ length: Math.round(2 / dt) }, (_, t) => Float64Array.of(dt * (t + 1)));
  const rest = (centre: number) => thermal(trap(shadow ? 1 - dt / 2 : 1), { beta: 1, control: Float64Array.of(centre) });
  const model = system({ landscape: trap(1), kernel: make(eulerMaruyamaKernel, { dt }), controls, start: rest(0), end: rest(2) });
  const { x } = model.subsystems;
  const energy = shadow ? x.kernel.claims!.shadowEnergy! : x.energy;
  return { ...model, subsystems: { ...model.subsystems, x: { ...x, energy } }, reservoirs: { x: bath, theta: bath } };
};

/** W is linear in the normals: its mean is W without noise, its variance the sum of squared responses to each draw alone. */
function gaussianWork(e: Experiment) {
  const rng = scriptedStream({
    normal: (path, trajectory, draw) => ((path.endsWith('/start') ? 0 : 1 + draw) === trajectory - 1 ? 1 : 0),
  });
  const { work } = simulate(e, { trajectories: e.ticks.length + 2, rng, ledger: 'totals' }).ledger;
  return { mean: work[0], variance: work.subarray(1).reduce((sum, w) => sum + (w - work[0]) ** 2, 0) };
}

describe('V2: a trap dragged by Euler-Maruyama', () => {
  test.each([
    [0.2, 1.085899346, 2.324578452, 0.07638988009],
    [0.1, 1.109418989, 2.295006947, 0.03808448433],
    [0.05, 1.122086549, 2.282241868, 0.01903438508],
    [0.025, 1.12863936, 2.276313489, 0.009517384473],
  ])('dt = %f: ⟨W⟩, Var W and the miss ln⟨e^−W⟩ = Var/2 − ⟨W⟩', (dt, mean, variance, miss) => {
    const w = gaussianWork(dragged(dt));
    expect(w.mean).toBeCloseTo(mean, 8);
    expect(w.variance).toBeCloseTo(variance, 8);
    expect(w.variance / 2 - w.mean).toBeCloseTo(miss, 8);
  });

  test('the miss is 0.3807 dt in the limit', () => {
    const w = gaussianWork(dragged(0.002));
    expect((w.variance / 2 - w.mean) / 0.002).toBeCloseTo(0.3807, 4);
  });

  test('with its shadow energy, β Var W = 2⟨W⟩ and every move obeys local detailed balance', () => {
    const w = gaussianWork(dragged(0.1, true));
    expect(w.mean).toBeCloseTo(1.05394804, 8);
    expect(w.variance).toBeCloseTo(2 * w.mean, 10);
    for (const seed of [1, 2, 3]) {
      const run = simulate(dragged(0.1, true), { trajectories: 8000, rng: randomStream(seed) });
      expect(localDetailedBalance(run).holds).toBe('yes');
      expect(integralFluctuation(total(run.ledger.work, run.ledger.ticks)).holds).toBe('yes');
    }
    expect(localDetailedBalance(simulate(dragged(0.1), { trajectories: 50, rng: randomStream(1) })).holds).toBe('no');
  });

  test.each([
    [0.01, 1.0050251256281393, 0.99],
    [0.1, 1.0526315789473688, 0.9],
    [0.5, 1.3333333333333333, 0.5],
    [1, 2, 0],
  ])('dt = %f: stationary variance %f and correlation from step to step %f', (dt, variance, correlation) => {
    const kernel = make(eulerMaruyamaKernel, { dt })(trap(1));
    const move = (at: number, z: number) => {
      const next = batch(1, 1);
      kernel.step(
        { n: 1, dim: 1, data: Float64Array.of(at) },
        { ...givenAt(1, 1), control: Float64Array.of(0) },
        scriptedStream({ normal: () => z }),
        next,
      );
      return next.data[0];
    };
    const [a, s] = [move(1, 0), move(0, 1)];
    expect(a).toBeCloseTo(correlation, 12);
    expect((s * s) / (1 - a * a)).toBeCloseTo(variance, 10);
  });
});

describe('V23: Euler-Maruyama in U = x⁴/4', () => {
  const quartic = { ...kernelCases.positions[2], beta: 1 };
  const miss = (dt: number) => missOf(make(eulerMaruyamaKernel, { dt }), quartic);
  test.each([
    [0.01, 6.804739],
    [0.0025, 6.877771],
    [1e-4, 6.902334],
  ])('dt = %f: rms (ln K/K_rev + βΔU) is %f dt^1.5', (dt, rms) => expect(miss(dt).balance / dt ** 1.5).toBeCloseTo(rms, 6));

  test('the limit is √(141 Γ(3/4)/Γ(1/4)); the mean, by the integral theorem, is half the mean square', () => {
    const limit = Math.sqrt(141 * Math.exp(logGamma(0.75) - logGamma(0.25)));
    expect(limit).toBeCloseTo(6.903366, 6);
    expect(miss(1e-5).balance / 1e-5 ** 1.5).toBeCloseTo(limit, 3);
    expect(miss(0.01).meanBalance / 0.01 ** 3).toBeCloseTo(23.1403, 4);
    expect(miss(1e-3).meanBalance / 1e-3 ** 3).toBeCloseTo(limit ** 2 / 2, 0);
  });

  test('Γ distrusts a mistake of a tenth in the force', () => {
    const wrong = {
      ...quartic,
      landscape: {
        ...quartic.landscape,
        gradient: (x: { data: Float64Array }, _g: unknown, out: { data: Float64Array }) =>
          void out.data.set(x.data.map((v) => 1.1 * v ** 3)),
      },
    };
    expect(missOf(make(eulerMaruyamaKernel, { dt: 1e-4 }), wrong).balance / 1e-4 ** 1.5).toBeGreaterThan(50);
  });
});
