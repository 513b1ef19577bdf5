// Bead-spring chains of Kim, Bae, Lee, Jeong (2020): exact rates, covariances, and entropy production along recorded trajectories.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ensemble, linearLangevin, moments, SzilardError } from '@szilard/core';
import { chainStiffness, chainTemperatures, trajectoryEntropyProduction } from '@szilard/models';
import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

interface Case {
  readonly n: number;
  readonly Tc: number;
  readonly Th: number;
  readonly k: number;
  readonly epr_lyapunov: number;
  readonly cov: readonly (readonly number[])[];
}
const dynamics = (n: number, cold: number, hot: number, k = 1) => ({
  drift: chainStiffness({ beads: n, stiffness: k }).to2DArray(),
  diffusion: Matrix.diag(chainTemperatures({ beads: n, hot: cold, cold: hot })).to2DArray(),
});

describeReference('neep', (folder) => {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const cases = (JSON.parse(read('bead_spring_exact.json')) as Case[]).filter(({ cov }) => cov);

  test('there are chains of 2 and 5 beads, at equilibrium and not', () => {
    expect([...new Set(cases.map(({ n }) => n))]).toEqual([2, 5]);
    expect(cases.length).toBeGreaterThanOrEqual(10);
  });

  test.each(cases)('$n beads, Th = $Th: rate and covariance', ({ n, Tc, Th, k, epr_lyapunov, cov }) => {
    const { entropyProductionRate, covariance } = linearLangevin(dynamics(n, Tc, Th, k));
    expect(Math.abs(entropyProductionRate - epr_lyapunov)).toBeLessThan(1e-9);
    expect(Math.max(...covariance.flat().map((v, at) => Math.abs(v - cov.flat()[at])))).toBeLessThan(1e-9);
  });

  const numbers = (name: string) =>
    read(name)
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
  const rows = numbers('bead_spring_n2_Tc1_Th10_dt0.01.csv');
  const trajectories = rows[rows.length - 1][0] + 1;
  const frames: Ensemble = {
    trajectories,
    steps: rows.length / trajectories,
    dim: 2,
    data: Float64Array.from(rows.flatMap(([, a, b]) => [a, b])),
  };
  const truth = numbers('bead_spring_n2_Tc1_Th10_total_ep_per_traj.csv').map(([, sigma]) => sigma);

  test('σ of each of 20 recorded trajectories to 1e-6, and their mean rate', () => {
    expect([frames.trajectories, frames.steps]).toEqual([20, 2500]);
    const { total } = trajectoryEntropyProduction(frames, dynamics(2, 1, 10));
    for (const [i, sigma] of truth.entries()) expect(Math.abs(total[i] / sigma - 1)).toBeLessThan(1e-6);
    const { mean, stderr } = moments(total.map((s) => s / (0.01 * (frames.steps - 1))));
    expect({ value: mean, stderr }).toAgreeWith(2.025);
  });

  test('controls: baths the wrong way round, or a spring of another stiffness, miss every one of them', () => {
    for (const wrong of [dynamics(2, 10, 1), dynamics(2, 1, 10, 1.01)]) {
      const { total } = trajectoryEntropyProduction(frames, wrong);
      for (const [i, sigma] of truth.entries()) expect(Math.abs(total[i] / sigma - 1)).toBeGreaterThan(1e-4);
    }
  });

  test('frames of another dimension are refused', () => {
    expect(() => trajectoryEntropyProduction(frames, dynamics(3, 1, 2))).toThrow(SzilardError);
    expect(() => trajectoryEntropyProduction(frames, dynamics(3, 1, 2))).toThrow(
      'expected frames of 3 components, as the drift has rows, got 2',
    );
  });
});
