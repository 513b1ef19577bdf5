// Case V5 of docs/theory.md 7: beads and springs between baths. Numbers by formula, by sweeps of moves, by simulation.
import {
  type Experiment,
  entropyProduction,
  linearGaussianProcess,
  linearLangevin,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  randomStream,
  simulate,
} from '@szilard/core';
import { beadChain, chainStiffness, chainSweep, chainTemperatures, linear } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
import { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';

const touch = <P extends object>(model: ModelPlugin<P>, params: Partial<P>, from: number, to: number): Experiment => {
  const bath = make(gradient, { from, to });
  return { ...make(model, params), reservoirs: { x: bath, theta: bath } };
};
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
/** The limit dt → 0 of what misses it by a power series in dt. */
const limit = (f: (dt: number) => number, dt = 0.02) => {
  let row = [1, 2, 4, 8, 16].map((part) => f(dt / part));
  for (let order = 1; row.length > 1; order++) row = row.slice(1).map((v, j) => (2 ** order * v - row[j]) / (2 ** order - 1));
  return row[0];
};
const close = (a: readonly number[], b: readonly number[], digits: number) => {
  for (const [k, v] of a.entries()) expect(v).toBeCloseTo(b[k], digits);
};

describe('V5 bead chains', () => {
  const continuous = (beads: number, hot: number, cold: number) =>
    linearLangevin({
      drift: chainStiffness({ beads, stiffness: 1 }).to2DArray(),
      diffusion: Matrix.diag(chainTemperatures({ beads, hot, cold })).to2DArray(),
    });

  test('two beads: (Th − Tc)²/(4 Th Tc); five: rate, shares, flows', () => {
    expect(continuous(2, 10, 1).entropyProductionRate).toBeCloseTo(2.025, 12);
    const { entropyProductionRate, components } = continuous(5, 2, 1);
    expect(entropyProductionRate).toBeCloseTo(0.04083694084, 11);
    close(components!.partial, [0.002012219568, 0.007302614393, 0.011109656, 0.01463910691, 0.005773343966], 9);
    close(components!.entropyFlow, [-0.03737373737, -0.008658008658, 0, 0.01212121212, 0.07474747475], 10);
    close(components!.informationFlow, [-0.03938595694, -0.01596062305, -0.011109656, -0.002517894787, 0.06897413078], 9);
  });

  test.each([
    [2, 10],
    [5, 2],
    [5, 10],
  ])('sweeps of %i beads from T = %i to 1 tend to the continuous process: covariance, heats, Σ', (beads, hot) => {
    const truth = continuous(beads, hot, 1);
    const at = (dt: number) => chainSweep({ ...beadChain.defaults, beads, hot, cold: 1, dt });
    expect(limit((dt) => at(dt).entropyProduction / dt)).toBeCloseTo(truth.entropyProductionRate, 7);
    const temperatures = chainTemperatures({ beads, hot, cold: 1 });
    for (let k = 0; k < beads; k++) {
      expect(limit((dt) => at(dt).heat[k] / (dt * temperatures[k]))).toBeCloseTo(truth.components!.entropyFlow[k], 6);
      for (let l = 0; l < beads; l++) expect(limit((dt) => at(dt).covariances[0].get(k, l))).toBeCloseTo(truth.covariance[k][l], 7);
    }
  });

  test('the exact back-end meets every bead in its own bath', () => {
    const e = touch(beadChain, { sweeps: 4 }, 2, 1);
    expect(linearGaussianProcess(e).means.total).toBeCloseTo(
      beadChain.exact!['entropy-production']({ ...beadChain.defaults, sweeps: 4 }),
      11,
    );
  });

  test.each([1, 2, 3])('two beads at 10 : 1, simulated, seed %i', (seed) => {
    const params = { beads: 2, hot: 10, cold: 1, dt: 0.05, sweeps: 10 };
    const run = simulate(touch(beadChain, params, 10, 1), { trajectories: 10_000, rng: randomStream(seed) });
    expect(mean(entropyProduction(run))).toAgreeWith(beadChain.exact!['entropy-production']({ ...beadChain.defaults, ...params }));
    expect(localDetailedBalance(run).holds).toBe('yes');
  });

  test('controls: one temperature everywhere produces nothing; one common bath for a chain made for many is a quench', () => {
    expect(chainSweep({ ...beadChain.defaults, hot: 1, cold: 1 }).entropyProduction).toBeCloseTo(0, 13);
    const bath = make(ideal);
    const run = simulate(
      { ...make(beadChain, { hot: 1 }), reservoirs: { x: bath, theta: bath } },
      { trajectories: 50, rng: randomStream(1) },
    );
    expect(entropyProduction(run).every((s) => Math.abs(s) < 1e-9)).toBe(true);
  });

  test('control: a kernel that moves all beads at once has one bath to give to, and misses local detailed balance', () => {
    const e = touch(beadChain, { beads: 2, sweeps: 5 }, 2, 1);
    const { component: _one, ...kernel } = e.subsystems.x.kernel;
    const blind = simulate(
      { ...e, subsystems: { ...e.subsystems, x: { ...e.subsystems.x, kernel } } },
      { trajectories: 50, rng: randomStream(1) },
    );
    // Without `component` the engine takes the bath as a whole, at the mean temperature: still consistent, but not this system.
    expect(localDetailedBalance(blind).holds).toBe('yes');
    const all = linear({
      drift: chainStiffness({ beads: 2, stiffness: 1 }).to2DArray(),
      diffusion: [
        [2, 0],
        [0, 1],
      ],
      dt: 0.1,
    });
    const bath = make(ideal);
    const joint = simulate(
      { ...e, subsystems: { ...e.subsystems, x: { ...e.subsystems.x, kernel: all } }, reservoirs: { x: bath, theta: bath } },
      { trajectories: 50, rng: randomStream(1) },
    );
    expect(localDetailedBalance(joint).holds).toBe('no');
  });
});
