import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batch, make, type ReducedEnergies, randomStream } from '@szilard/core';
import {
  bar,
  crooksSlope,
  cumulant,
  detectEquilibration,
  effectiveSamples,
  jarzynski,
  mbar,
  mbarErrors,
  overlapMatrix,
  reweightedMean,
  solveMbar,
  statisticalInefficiency,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

interface Recorded {
  readonly df: number;
  readonly ddf: number;
}
interface Fit {
  readonly slope: number;
  readonly slope_se: number;
  readonly intercept: number;
  readonly z_vs_slope1: number;
}
interface TwoState {
  readonly id: string;
  readonly true_delta_f: number;
  readonly BAR: Recorded;
  readonly EXP_forward: Recorded;
  readonly EXP_reverse: Recorded;
  readonly GAUSS_forward: Recorded;
  readonly GAUSS_reverse: Recorded;
  readonly bar_overlap: number;
  readonly crooks_logistic_unconstrained: Fit;
  readonly 'crooks_negative_control_wR_times_1.2': Fit;
}
interface Multistate {
  readonly id: string;
  readonly N_k: number[];
  readonly true_f: number[];
  readonly mbar_f: number[];
  readonly mbar_df: number[];
  readonly mean_x: number[];
  readonly mean_x_sigma: number[];
  readonly mean_x2: number[];
  readonly mean_x2_sigma: number[];
  readonly true_mean_x: number[];
  readonly true_mean_x2: number[];
  readonly Delta_u: number[];
  readonly Delta_s: number[];
  readonly overlap_scalar: number;
  readonly n_eff: number[];
}
interface Series {
  readonly file: string;
  readonly tau: number;
  readonly true_g: number;
  readonly g: number;
  readonly g_fast: number;
  readonly int_act: number;
  readonly detect_equilibration: { readonly t0: number; readonly g: number; readonly Neff: number; readonly nskip: number };
}
interface Cases {
  readonly two_state: TwoState[];
  readonly mbar: Multistate[];
  readonly timeseries: Series[];
}

const rng = randomStream(1);
const numbers = (path: string) => Float64Array.from(readFileSync(path, 'utf8').trim().split('\n'), Number);

describeReference('pymbar', (path) => {
  const cases = JSON.parse(readFileSync(join(path, 'cases.json'), 'utf8')) as Cases;

  describe.each(cases.two_state.map((task) => [task.id, task] as const))('%s', (id, task) => {
    const samples = { forward: numbers(join(path, `${id}_wF.csv`)), backward: numbers(join(path, `${id}_wR.csv`)) };
    const truth = task.true_delta_f;

    test('implementation: exponential averages to 1e-9, their errors to the n/(n − 1) of the variance', () => {
      for (const [direction, recorded] of [
        ['forward', task.EXP_forward],
        ['backward', task.EXP_reverse],
      ] as const) {
        const { value, stderr, n } = make(jarzynski, { direction }).estimate(samples, rng);
        expect(Math.abs(value - recorded.df)).toBeLessThan(1e-9);
        expect(stderr * Math.sqrt((n - 1) / n)).toBeCloseTo(recorded.ddf, 9);
      }
    });

    test('implementation: the normal law’s answer, once with the divisor n of the variance', () => {
      for (const [direction, recorded, sign] of [
        ['forward', task.GAUSS_forward, 1],
        ['backward', task.GAUSS_reverse, -1],
      ] as const) {
        const { value, details, n } = make(cumulant, { direction }).estimate(samples, rng);
        expect(value + (sign * details!.variance) / (2 * n)).toBeCloseTo(recorded.df, 9);
      }
    });

    test('implementation: acceptance ratio to 1e-5, its error to 1 %, its overlap', () => {
      const { value, stderr, details } = make(bar).estimate(samples, rng);
      expect(Math.abs(value - task.BAR.df)).toBeLessThan(1e-5);
      expect(Math.abs(stderr / task.BAR.ddf - 1)).toBeLessThan(0.01);
      expect(details!.overlap).toBeCloseTo(task.bar_overlap, 5);
    });

    test('accuracy: acceptance ratio within four of its errors of the exact value', () => {
      expect(make(bar).estimate(samples, rng)).toAgreeWith(truth);
    });

    test('implementation: slope of ln P(w)/P(−w) to 1e-6', () => {
      const { value, stderr, details } = make(crooksSlope).estimate(samples, rng);
      const recorded = task.crooks_logistic_unconstrained;
      expect(Math.abs(value - recorded.slope)).toBeLessThan(1e-6);
      expect(Math.abs(stderr - recorded.slope_se)).toBeLessThan(1e-6);
      expect(Math.abs(details!.intercept - recorded.intercept)).toBeLessThan(1e-6);
    });

    test('accuracy: slope 1 where the relation holds, and not where reverse work is 1.2 times too large', () => {
      expect(make(crooksSlope).estimate(samples, rng)).toAgreeWith(1, 3);
      const wrong = make(crooksSlope).estimate({ ...samples, backward: samples.backward.map((w) => 1.2 * w) }, rng);
      const recorded = task['crooks_negative_control_wR_times_1.2'];
      expect(wrong.value).toBeCloseTo(recorded.slope, 6);
      expect(wrong.details!.z).toBeCloseTo(recorded.z_vs_slope1, 4);
      if (id.startsWith('gaussian_work_mu')) expect(wrong.details!.z).toBeLessThan(-6);
    });

    test('contract: a wrong number comes with a caution', () => {
      for (const result of [
        ...(['forward', 'backward'] as const).map((direction) => make(jarzynski, { direction }).estimate(samples, rng)),
        ...(['forward', 'backward'] as const).map((direction) => make(cumulant, { direction }).estimate(samples, rng)),
      ]) {
        expect(result).toMatchObject({ unit: 'kT' });
        if (Math.abs(result.value - truth) > 4 * result.stderr) expect(result.cautions).not.toEqual([]);
      }
      if (!id.startsWith('gaussian')) expect(make(cumulant).estimate(samples, rng).cautions.join()).toMatch(/work is not normal/);
    });
  });

  describe.each(cases.mbar.map((task) => [task.id, task] as const))('%s', (id, task) => {
    const input = reducedEnergies(join(path, `${id}_u_kn.csv`), task.N_k);
    const positions = numbers(join(path, `${id}_x_n.csv`));
    const solution = solveMbar(input);

    test('implementation: free energies to 1e-5, errors to 1 %', () => {
      task.mbar_f.forEach((f, to) => {
        const { value, stderr } = make(mbar, { to }).estimate(input, rng);
        expect(Math.abs(value - f)).toBeLessThan(1e-5);
        expect(Math.abs(stderr - task.mbar_df[to])).toBeLessThanOrEqual(0.01 * task.mbar_df[to]);
      });
    });

    test('accuracy: within four errors of the exact free energies', () => {
      task.true_f.slice(1).forEach((f, k) => {
        expect(make(mbar, { to: k + 1 }).estimate(input, rng)).toAgreeWith(f);
      });
    });

    test('implementation: overlap and effective samples', () => {
      const { details } = make(mbar).estimate(input, rng);
      expect(details!.overlap).toBeCloseTo(task.overlap_scalar, 5);
      const { data, dim } = overlapMatrix(solution);
      for (let k = 0; k < dim; k++) {
        expect(data.subarray(k * dim, (k + 1) * dim).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
        expect(effectiveSamples(solution, k) / task.n_eff[k]).toBeCloseTo(1, 5);
      }
    });

    test('implementation and accuracy: means in every state from the samples of all', () => {
      const errors = mbarErrors(solution);
      task.mean_x.forEach((mean, k) => {
        const x = reweightedMean(solution, k, positions, errors);
        const square = reweightedMean(
          solution,
          k,
          positions.map((v) => v * v),
          errors,
        );
        expect(Math.abs(x.value - mean)).toBeLessThan(1e-5);
        expect(Math.abs(x.stderr / task.mean_x_sigma[k] - 1)).toBeLessThan(0.01);
        expect(Math.abs(square.value - task.mean_x2[k])).toBeLessThan(1e-5);
        expect(Math.abs(square.stderr / task.mean_x2_sigma[k] - 1)).toBeLessThan(0.01);
        expect(x).toAgreeWith(task.true_mean_x[k]);
        expect(square).toAgreeWith(task.true_mean_x2[k]);
      });
    });

    test('implementation: energy and entropy parts of the free energy', () => {
      const { n, dim, data } = input.reduced;
      const energies = task.N_k.map(
        (_, k) =>
          reweightedMean(
            solution,
            k,
            Float64Array.from({ length: n }, (_, i) => data[i * dim + k]),
          ).value,
      );
      energies.forEach((energy, k) => {
        expect(Math.abs(energy - energies[0] - task.Delta_u[k])).toBeLessThan(1e-5);
        expect(Math.abs(energy - energies[0] - solution.f[k] - task.Delta_s[k])).toBeLessThan(1e-5);
      });
    });
  });

  describe.each(cases.timeseries.map((task) => [task.file, task] as const))('%s', (file, task) => {
    const series = numbers(join(path, file));

    test('implementation: statistical inefficiency to 1e-6', () => {
      expect(Math.abs(statisticalInefficiency(series) - task.g)).toBeLessThan(1e-6);
      expect(Math.abs(statisticalInefficiency(series, { fast: true }) - task.g_fast)).toBeLessThan(1e-6);
      expect((statisticalInefficiency(series) - 1) / 2).toBeCloseTo(task.int_act, 6);
    });

    test('implementation: equilibration, to the single precision it was recorded in', () => {
      const { t0, g, Neff, nskip } = task.detect_equilibration;
      const found = detectEquilibration(series, { every: nskip });
      expect(found.start).toBe(t0);
      expect(found.g / g).toBeCloseTo(1, 6);
      expect(found.effective / Neff).toBeCloseTo(1, 6);
    });
  });
});

/** Rows of the file are states, its columns samples. */
function reducedEnergies(path: string, counts: readonly number[]): ReducedEnergies {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const columns = lines.map((line) => line.split(',').map(Number));
  const reduced = batch(columns[0].length, lines.length);
  columns.forEach((row, k) => {
    row.forEach((u, i) => {
      reduced.data[i * reduced.dim + k] = u;
    });
  });
  return { reduced, counts };
}
