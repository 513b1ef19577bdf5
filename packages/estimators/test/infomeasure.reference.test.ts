import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, batchOf, type Ensemble, make, randomStream } from '@szilard/core';
import { kozachenkoLeonenko, ksg1, ksgTransferEntropy } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

interface Case {
  readonly id: string;
  readonly estimator: string;
  readonly params: any;
  readonly input: any;
  readonly expected: number;
  readonly abs_tol: number;
  readonly rel_tol: number;
  readonly unit: 'nats' | 'bits';
}

const samples = (rows: readonly (number | readonly number[])[]): Batch => batchOf(Float64Array.from(rows.flat()), [rows[0]].flat().length);

describeReference('infomeasure', (path) => {
  const cases = JSON.parse(readFileSync(join(path, 'cases.json'), 'utf8')).cases as Case[];
  const rng = randomStream(1);
  const normalise = (params: Case['params']) => (params.normalise ? 'zscore' : 'none') as 'zscore' | 'none';
  const column = (file: string, name: string): Ensemble => {
    const [header, ...lines] = readFileSync(join(path, file), 'utf8').trim().split('\n');
    const at = header.trim().split(',').indexOf(name);
    const data = Float64Array.from(lines, (line) => Number(line.split(',')[at]));
    return { trajectories: 1, steps: data.length, dim: 1, data };
  };
  /** `p=2`: one norm over everything. */
  const exponent = (norm: string) => (norm.startsWith('p=') ? Number(norm.slice(2)) : 0);

  const answers: Record<string, (one: Case) => number> = {
    'mi.ksg1': ({ params, input }) =>
      make(ksg1, { k: params.k, exponent: exponent(params.joint_norm), normalise: normalise(params) }).estimate(
        { x: samples(input.x), y: samples(input.y) },
        rng,
      ).value,
    'entropy.kozachenko_leonenko': ({ params, input }) =>
      make(kozachenkoLeonenko, { k: params.k, norm: params.norm === 'p=2' ? 'euclidean' : 'chebyshev' }).estimate(
        { x: samples(input.data) },
        rng,
      ).value,
    'te.ksg1_frenzel_pompe': ({ params, input }) =>
      make(ksgTransferEntropy, {
        k: params.k,
        lag: params.source_lag,
        targetHistory: params.k_hist,
        sourceHistory: params.l_hist,
        normalise: normalise(params),
      }).estimate({ source: column(input.file, input.source), target: column(input.file, input.target) }, rng).value,
  };

  describe.each(Object.entries(answers))('implementation: %s', (kind, answer) => {
    const own = cases.filter(({ estimator }) => estimator === kind);
    test('there are some', () => expect(own.length).toBeGreaterThan(0));
    test.each(own.map((one) => [one.id, one] as const))('%s', (_id, one) => {
      const value = answer(one) / (one.unit === 'bits' ? Math.LN2 : 1);
      expect(Math.abs(value - one.expected)).toBeLessThanOrEqual(Math.max(one.abs_tol, one.rel_tol * Math.abs(one.expected)));
    });
  });
});
