import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchOf, make, randomStream } from '@szilard/core';
import { ksg1 } from '@szilard/estimators';
import { expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

interface Case {
  readonly id: string;
  readonly estimator: string;
  readonly params: { readonly k: number; readonly joint_norm: string; readonly normalise: boolean };
  readonly input: { readonly x: number[]; readonly y: number[] };
  readonly expected: number;
  readonly abs_tol: number;
}

describeReference('infomeasure', (path) => {
  // Rows whose joint norm mixes x and y are another estimator.
  const cases = (JSON.parse(readFileSync(join(path, 'cases.json'), 'utf8')).cases as Case[]).filter(
    ({ estimator, params, input }) => estimator === 'mi.ksg1' && params.joint_norm === 'chebyshev' && Array.isArray(input.x),
  );
  test('there are some', () => expect(cases.length).toBeGreaterThan(0));
  test.each(cases.map((one) => [one.id, one] as const))('%s', (_id, { params, input, expected, abs_tol }) => {
    const samples = { x: batchOf(Float64Array.from(input.x)), y: batchOf(Float64Array.from(input.y)) };
    const { value } = make(ksg1, { k: params.k, normalise: params.normalise ? 'zscore' : 'none' }).estimate(samples, randomStream(1));
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(abs_tol);
  });
});
