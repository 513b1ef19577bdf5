import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, batch, type Ensemble, make, randomStream } from '@szilard/core';
import {
  gaussianConditionalMutualInformation,
  gaussianMutualInformation,
  gaussianTransferEntropy,
  ksg2,
  ksg2TotalCorrelation,
  ksgTransferEntropy,
  ross,
} from '@szilard/estimators';
import { expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';
import { exactCovariance } from './exact-covariance.ts';
import { normals } from './samples.ts';

interface Case {
  readonly id: string;
  readonly estimator: string;
  readonly params?: Readonly<Record<string, number>>;
  readonly input: any;
  readonly expected: number;
  readonly abs_tol: number;
}

describeReference('jidt', (path) => {
  const cases = JSON.parse(readFileSync(join(path, 'cases.json'), 'utf8')).cases as Case[];
  const rng = randomStream(1);
  const tables = new Map<string, number[][]>();
  const table = (file: string): number[][] => {
    const lines = readFileSync(join(path, file), 'utf8').split('\n');
    const read = lines.filter((line) => line.trim() !== '' && !line.startsWith('%')).map((line) => line.trim().split(/\s+/).map(Number));
    tables.set(file, tables.get(file) ?? read);
    return tables.get(file)!;
  };
  /** Some columns of a table; the first rows once more at the end, if asked. */
  const pick = (file: string, columns: number[], again = 0): Batch => {
    const rows = [...table(file), ...table(file).slice(0, again)];
    const out = batch(rows.length, columns.length);
    for (const [i, row] of rows.entries()) for (const [k, column] of columns.entries()) out.data[i * out.dim + k] = row[column];
    return out;
  };
  const series = (file: string, column: number): Ensemble => {
    const { n, data } = pick(file, [column]);
    return { trajectories: 1, steps: n, dim: 1, data };
  };
  const history = (params: Case['params'] = {}) => ({
    targetHistory: params.k_hist ?? 1,
    sourceHistory: params.l_hist ?? 1,
    lag: params.source_lag ?? 1,
  });

  /** Number by our estimator of the same kind. */
  const answers: Record<string, (one: Case) => number> = {
    'mi.ksg2': ({ params, input }) => {
      const again = input.repeat_first_rows ?? 0;
      const samples = { x: pick(input.file, input.x_cols, again), y: pick(input.file, input.y_cols, again) };
      return make(ksg2, { k: params!.k, normalise: 'zscore' }).estimate(samples, rng).value;
    },
    'total_correlation.ksg2': ({ params, input }) =>
      make(ksg2TotalCorrelation, { k: params!.k, normalise: 'zscore' }).estimate({ x: pick(input.file, input.cols) }, rng).value,
    'te.ksg1_frenzel_pompe': ({ params, input }) =>
      make(ksgTransferEntropy, { k: params!.k, normalise: 'zscore', theiler: params!.theiler, ...history(params) }).estimate(
        { source: series(input.file, input.source_col), target: series(input.file, input.target_col) },
        rng,
      ).value,
    'te.gaussian': ({ params, input }) =>
      make(gaussianTransferEntropy, history(params)).estimate(
        { source: series(input.file, input.source_col), target: series(input.file, input.target_col) },
        rng,
      ).value,
    'mi.gaussian_from_covariance': ({ input: { cov, dx, dy } }) => {
      const [x, y] = exactCovariance(cov, [dx, dy]);
      return make(gaussianMutualInformation).estimate({ x, y }, rng).value;
    },
    'cmi.gaussian_from_covariance': ({ input: { cov, dx, dy, dz } }) => {
      const [x, y, z] = exactCovariance(cov, [dx, dy, dz]);
      return make(gaussianConditionalMutualInformation).estimate({ x, y, z }, rng).value;
    },
    'mi.mixed_discrete_continuous (Ross 2014)': ({ input: { sep, n } }) => {
      const y = batch(n, 1);
      rng.fork('symbols').fillUniform(y.data);
      y.data.forEach((u, i) => void (y.data[i] = u < 0.5 ? 0 : 1));
      const x = normals(n, 1, rng.fork('noise'));
      for (let i = 0; i < n; i++) x.data[i] += sep * y.data[i];
      return make(ross).estimate({ x, y }, rng).value;
    },
  };

  const known = cases.flatMap((one) => (answers[one.estimator] ? [[one.estimator, one.id, one] as const] : []));
  test.each(known)('%s: %s', (kind, _id, one) => {
    expect(Math.abs(answers[kind](one) - one.expected)).toBeLessThanOrEqual(one.abs_tol);
  });

  test('the exact ones again: a singular block of what is known is left out, not met with a crash', () => {
    const answer = (cov: number[][], dz: number) => answers['cmi.gaussian_from_covariance']({ input: { cov, dx: 1, dy: 1, dz } } as Case);
    const plain = [
      [5, 3, 1],
      [3, 4, 1.5],
      [1, 1.5, 2],
    ];
    const doubled = [...plain.map((row) => [...row, row[2]]), [1, 1.5, 2, 2]];
    // ½ ln( det C_xz det C_yz / (det C_z det C_xyz) ) by hand.
    expect(answer(plain, 1)).toBeCloseTo(0.5 * Math.log((9 * 5.75) / (2 * 15.75)), 11);
    expect(answer(doubled, 2)).toBeCloseTo(answer(plain, 1), 11);
  });

  test('negative control: off by one in a digamma, counts that include the border, no scaling', () => {
    const one = cases.find(({ estimator }) => estimator === 'te.ksg1_frenzel_pompe')!;
    const input = { source: series(one.input.file, one.input.source_col), target: series(one.input.file, one.input.target_col) };
    const wrongK = make(ksgTransferEntropy, { k: one.params!.k + 1, normalise: 'zscore' }).estimate(input, rng).value;
    const raw = make(ksgTransferEntropy, { k: one.params!.k }).estimate(input, rng).value;
    const backwards = make(ksgTransferEntropy, { k: one.params!.k, normalise: 'zscore' }).estimate(
      { source: input.target, target: input.source },
      rng,
    ).value;
    for (const wrong of [wrongK, raw, backwards]) expect(Math.abs(wrong - one.expected)).toBeGreaterThan(100 * one.abs_tol);
  });
});
