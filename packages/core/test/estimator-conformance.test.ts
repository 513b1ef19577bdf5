// A sound estimator keeps every promise; each way of being unsound breaks the promise that is about it.
import {
  type Estimate,
  type EstimatorPlugin,
  moments,
  type PairedSamples,
  type RandomStream,
  randomStream,
  SzilardError,
} from '@szilard/core';
import { type Conformance, estimatorConformance, samplesOf } from '@szilard/core/testing';
import { describe, expect, test } from 'vitest';

const id = 'mutual-information/linear';

/** I of normal x and y from their correlation: −½ ln(1 − r²), error |r| (1 − r²)/√n over (1 − r²), at least of second order. */
function sound({ x, y }: PairedSamples): Estimate {
  const refuse = (code: 'shape' | 'input' | 'non-finite', words: string) => {
    throw new SzilardError(code, `[${id}] ${words}. Repair the input.`);
  };
  if (x.data.length !== x.n * x.dim || y.data.length !== y.n * y.dim || x.n !== y.n) refuse('shape', `y: expected ${x.n} rows, got ${y.n}`);
  if (x.dim !== 1 || y.dim !== 1) refuse('shape', `x and y: expected one column each, got ${x.dim} and ${y.dim}`);
  if (x.n < 4) refuse('input', `n: expected at least 4 samples, got ${x.n}`);
  for (const v of [...x.data, ...y.data]) if (!Number.isFinite(v)) refuse('non-finite', `x and y: expected finite numbers, got ${v}`);
  const [a, b] = [moments(x.data), moments(y.data)];
  const r = moments(x.data.map((v, i) => (v - a.mean) * (y.data[i] - b.mean))).mean / Math.sqrt(a.variance * b.variance);
  const regular = Number.isFinite(r) && Math.abs(r) < 1 - 1e-9;
  return {
    value: regular ? -0.5 * Math.log(1 - r * r) : Number.POSITIVE_INFINITY,
    stderr: regular ? Math.max(Math.abs(r) / Math.sqrt(x.n), 1 / Math.sqrt(2) / x.n) : Number.POSITIVE_INFINITY,
    unit: 'nat',
    n: x.n,
    method: id,
    params: { k: 3 },
    cautions: regular ? [] : ['a linear function or a constant'],
  };
}

const pluginOf = (
  estimate: (input: PairedSamples, rng: RandomStream) => Estimate,
  more: Partial<EstimatorPlugin<'mutual-information'>> = {},
): EstimatorPlugin => ({
  id,
  title: 'mutual information from a correlation',
  quantity: 'mutual-information',
  source: '[Cover2006]',
  calibrated: true,
  defaults: { k: 3 },
  create: () => ({ estimate }),
  ...more,
});

/** Names of the promises that are broken. */
async function broken(plugin: EstimatorPlugin): Promise<string[]> {
  const names: string[] = [];
  for (const { name, run } of estimatorConformance({ plugin })) {
    try {
      await run();
    } catch {
      names.push(name);
    }
  }
  return names;
}

describe('a sound estimator', () => {
  for (const { name, run } of estimatorConformance({ plugin: pluginOf(sound) }) as Conformance[]) test(name, run);
});

let calls = 0;
const unsound: readonly (readonly [string, EstimatorPlugin, RegExp])[] = [
  ['off by a fifth', pluginOf((input) => ({ ...sound(input), value: sound(input).value * 1.2 })), /agrees with the truth/],
  [
    'off by a fifth, and says that its error bar is off',
    pluginOf((input) => ({ ...sound(input), value: sound(input).value * 1.2, stderr: 1e-3 }), { calibrated: false }),
    /agrees with the truth/,
  ],
  ['always the same', pluginOf((input) => ({ ...sound(input), value: 0.51 })), /whose dependence is broken/],
  ['an error bar a tenth its size', pluginOf((input) => ({ ...sound(input), stderr: sound(input).stderr / 10 })), /agrees with the truth/],
  [
    'an error bar ten times its size',
    pluginOf((input) => ({ ...sound(input), stderr: sound(input).stderr * 10 })),
    /agrees with the truth/,
  ],
  [
    'claims a bound it is not',
    pluginOf((input) => ({ ...sound(input), value: 0, bound: 'upper' }), { bound: 'upper' }),
    /agrees with the truth/,
  ],
  ['remembers', pluginOf((input) => ({ ...sound(input), value: sound(input).value + 1e-15 * calls++ })), /same bits/],
  [
    'changes its input',
    pluginOf((input) => {
      input.x.data.sort();
      return sound(input);
    }),
    /leaves its input alone/,
  ],
  ['another name', pluginOf((input) => ({ ...sound(input), method: 'mutual-information/other' })), /every field filled/],
  ['forgets a parameter', pluginOf((input) => ({ ...sound(input), params: {} })), /every field filled/],
  [
    'reads NaN as 0',
    pluginOf((input) => sound({ ...input, x: { ...input.x, data: input.x.data.map((v) => (Number.isNaN(v) ? 0 : v)) } })),
    /refuses NaN/,
  ],
  [
    'takes what is there',
    pluginOf(({ x, y }) => {
      const n = Math.min(x.n, y.n, x.data.length, y.data.length);
      return sound({ x: { n, dim: 1, data: x.data.slice(0, n) }, y: { n, dim: 1, data: y.data.slice(0, n) } });
    }),
    /do not fit together/,
  ],
  [
    'NaN for a few',
    pluginOf((input) =>
      input.x.n < 4
        ? { ...sound(samplesOf('mutual-information', 'numbers')!(9, randomStream(1)).input), stderr: Number.NaN }
        : sound(input),
    ),
    /^2 samples/,
  ],
  ['infinite without a word', pluginOf((input) => ({ ...sound(input), cautions: [] })), /^constants/],
  [
    'an error of its own kind',
    pluginOf((input) => {
      if (input.x.n < 4) throw new Error('too few');
      return sound(input);
    }),
    /^0 samples/,
  ],
  [
    'two lines',
    pluginOf((input) => {
      if (input.x.n < 4) throw new SzilardError('input', `[${id}] n: expected more,\ngot less.`);
      return sound(input);
    }),
    /^3 samples/,
  ],
  ['no source', pluginOf(sound, { source: 'folklore' }), /says who it is/],
];

test.each(unsound)('negative control, %s', async (_name, plugin, promise) => {
  expect((await broken(plugin)).join('\n')).toMatch(new RegExp(promise.source, 'm'));
});

test('a biased estimator that says so keeps its promises where a calibrated one would not', async () => {
  const biased = (calibrated: boolean) =>
    pluginOf((input) => ({ ...sound(input), value: 1.05 * sound(input).value, stderr: sound(input).stderr / 10 }), { calibrated });
  expect((await broken(biased(false))).filter((name) => /^seed/.test(name))).toEqual([]);
  expect((await broken(biased(true))).filter((name) => /^seed/.test(name))).not.toEqual([]);
});

test('a quantity without known samples is not passed over', async () => {
  const stranger = pluginOf(sound as never, { quantity: 'unheard-of' as 'mutual-information' });
  expect((await broken(stranger)).length).toBeGreaterThan(10);
});
