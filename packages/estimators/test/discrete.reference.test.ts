import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, batchOf, type Ensemble, type EstimatorPlugin, make, randomStream } from '@szilard/core';
import {
  bonachelaEntropy,
  chaoShenEntropy,
  discreteConditionalMutualInformation,
  discreteMutualInformation,
  discreteOInformation,
  discreteTransferEntropy,
  grassbergerEntropy,
  millerMadowEntropy,
  plugInEntropy,
  shrinkageEntropy,
  zhangEntropy,
} from '@szilard/estimators';
import { expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

type Item = number | string | readonly (number | string)[];
interface Case {
  readonly id: string;
  readonly estimator: string;
  readonly params?: { readonly offset?: number; readonly k_hist?: number; readonly l_hist?: number; readonly source_lag?: number };
  readonly input: Readonly<Record<string, readonly Item[] | string>>;
  readonly expected: number;
  readonly abs_tol: number;
  readonly rel_tol?: number;
  readonly unit: string;
}

const nats: Readonly<Record<string, number>> = {
  nats: 1,
  bits: Math.LN2,
  dits: Math.LN10,
  'log base 4': Math.log(4),
  'log base 8': Math.log(8),
  'log base 16': Math.log(16),
};

const estimators: Readonly<Record<string, readonly [EstimatorPlugin, object?]>> = {
  'entropy.plugin': [plugInEntropy],
  'entropy.miller_madow': [millerMadowEntropy],
  'entropy.grassberger1988': [grassbergerEntropy, { form: '1988' }],
  'entropy.chao_shen': [chaoShenEntropy],
  'entropy.james_stein_shrink': [shrinkageEntropy],
  'entropy.zhang': [zhangEntropy],
  'entropy.bonachela': [bonachelaEntropy],
  'mi.plugin': [discreteMutualInformation, { correction: 'none' }],
  'cmi.plugin': [discreteConditionalMutualInformation, { correction: 'none' }],
  'te.plugin': [discreteTransferEntropy, { correction: 'none' }],
  'o_information.plugin': [discreteOInformation, { correction: 'none' }],
};

/** Words and numbers as rows of numbers, equal where the items are. */
function rowsOf(items: readonly Item[]): Batch {
  const codes = new Map<string, number>();
  const rows = items.map((item) =>
    [item].flat().map((part) => {
      const word = JSON.stringify(part);
      if (!codes.has(word)) codes.set(word, codes.size + 0.5);
      return codes.get(word)!;
    }),
  );
  return batchOf(Float64Array.from(rows.flat()), rows[0].length);
}

function columns(file: string): Record<string, number[]> {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return Object.fromEntries(header.split(',').map((name, k) => [name.trim(), lines.map((line) => Number(line.split(',')[k]))]));
}

const series = (items: readonly Item[]): Ensemble => {
  const { n, dim, data } = rowsOf(items);
  return { trajectories: 1, steps: n, dim, data };
};

function inputOf(path: string, { estimator, params = {}, input }: Case): object {
  const table = typeof input.file === 'string' ? columns(join(path, input.file)) : undefined;
  const read = (role: string) => (table ? table[input[role] as string] : (input[role] as readonly Item[]));
  if (estimator.startsWith('entropy')) return { x: rowsOf(read('data')) };
  if (estimator.startsWith('te')) return { source: series(read('source')), target: series(read('target')) };
  if (estimator.startsWith('o_')) return { x: rowsOf(read('rows')) };
  const { offset = 0 } = params;
  const [x, y] = [read('x'), read('y')];
  const pair = { x: rowsOf(x.slice(0, x.length - offset)), y: rowsOf(y.slice(offset)) };
  return input.z ? { ...pair, z: rowsOf(read('z')) } : pair;
}

function inUnit(path: string, one: Case): number {
  const [plugin, own = {}] = estimators[one.estimator];
  const { k_hist, l_hist, source_lag } = one.params ?? {};
  const histories =
    plugin === discreteTransferEntropy ? { targetHistory: k_hist ?? 1, sourceHistory: l_hist ?? 1, lag: source_lag ?? 1 } : {};
  return make(plugin, { ...own, ...histories }).estimate(inputOf(path, one), randomStream(1)).value / nats[one.unit];
}

for (const [folder, expected] of [
  ['infomeasure', 66],
  ['jidt', 4],
] as const)
  describeReference(folder, (path) => {
    const cases = (JSON.parse(readFileSync(join(path, 'cases.json'), 'utf8')).cases as Case[]).filter(
      ({ estimator }) => estimators[estimator],
    );
    test(`there are ${expected}`, () => expect(cases.length).toBe(expected));
    test.each(cases.map((one) => [`${one.id} ${one.estimator}`, one] as const))('%s', (_id, one) => {
      const tolerance = Math.max(one.abs_tol, (one.rel_tol ?? 0) * Math.abs(one.expected));
      expect(Math.abs(inUnit(path, one) - one.expected)).toBeLessThanOrEqual(tolerance);
    });
    test('negative control: another correction misses', () => {
      const one = cases.find(({ estimator, expected: value }) => estimator === 'mi.plugin' && value > 0.1)!;
      const { value } = make(discreteMutualInformation).estimate(inputOf(path, one) as never, randomStream(1));
      expect(Math.abs(value / nats[one.unit] - one.expected)).toBeGreaterThan(0.01);
    });
  });
