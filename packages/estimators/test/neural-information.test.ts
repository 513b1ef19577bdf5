import { type Batch, type Estimate, make, type PairedSamples, randomStream, type Tensors } from '@szilard/core';
import { donskerVaradhan, infoNce, nwj, tasks } from '@szilard/estimators';
import { resolveTensors } from '@szilard/models/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { permutation, reordered } from './samples.ts';

let tensors: Tensors;
beforeAll(async () => {
  tensors = await resolveTensors();
});
const samples = (name: string, n: number, seed: number): PairedSamples & { truth: number } => {
  const task = make(tasks.find(({ id }) => id === `mutual-information/${name}`)!);
  return { ...(task.sample(n, randomStream(seed).fork('samples')) as PairedSamples), truth: task.truth };
};
const plugins = [infoNce, nwj, donskerVaradhan] as const;
const run = (
  plugin: (typeof plugins)[number],
  input: PairedSamples,
  seed: number,
  params: Parameters<typeof make<any, any>>[1] = {},
): Estimate => make(plugin, params, { tensors }).estimate(input, randomStream(seed).fork('estimate'));
const map = (values: Batch, f: (v: number) => number): Batch => ({ ...values, data: values.data.map(f) });

describe.each(plugins.map((plugin) => [plugin.id, plugin] as const))('%s', (_, plugin) => {
  test.each([1, 2, 3])('seed %i: two normal variables within 0.15 nat, and not above by more than its error says', (seed) => {
    const input = samples('normal', 2000, seed);
    const { value, stderr } = run(plugin, input, seed);
    expect(Math.abs(value - input.truth)).toBeLessThan(0.15);
    expect(value).toBeLessThan(input.truth + 4 * stderr);
    expect(stderr).toBeLessThan(0.04);
  });

  test('normal vectors within 0.15 nat; the same with partners exchanged know nothing of each other', () => {
    const input = samples('normal-sparse', 2000, 1);
    const { value, stderr } = run(plugin, input, 1);
    expect(Math.abs(value - input.truth)).toBeLessThan(0.15);
    expect(value).toBeLessThan(input.truth + 4 * stderr);
    const exchanged = run(plugin, { x: input.x, y: reordered(input.y, permutation(2000, randomStream(1))) }, 1);
    expect(Math.abs(exchanged.value)).toBeLessThanOrEqual(4 * exchanged.stderr);
    expect(exchanged.value).toBeLessThan(0.03);
  });

  test.each([1, 2, 3])('seed %i: independent variables give 0 or less, and say that nothing was learnt where nothing was', (seed) => {
    const { value, stderr, cautions, details } = run(plugin, samples('independent', 1000, seed), seed, { every: 10 });
    expect(value).toBeLessThanOrEqual(4 * stderr);
    expect(value).toBeGreaterThan(-0.1);
    if (details!.bestStep === 0) {
      expect([value, stderr]).toEqual([0, 0]);
      expect(cautions).toEqual(['nothing learnt does better on the validation part than f = 0: the bound says nothing']);
    }
  });

  test('a column beside its own copy: the truth is infinite, and that is said; other columns are not taken for copies', () => {
    const { x, y } = samples('normal', 400, 1);
    const few = { steps: 40, every: 10 };
    expect(run(plugin, { x, y: { ...x, data: x.data.slice() } }, 1, few).cautions.join('\n')).toMatch(
      /^x column 0 and y column 0 are identical: of a continuous variable the truth is infinite/,
    );
    expect(run(plugin, { x, y }, 1, few).cautions.join('\n')).not.toMatch(/identical/);
  });

  test('either critic, any activation', () => {
    const input = samples('normal', 1000, 1);
    for (const params of [{ critic: 'joint', batch: 32 }, { activation: 'relu' }, { activation: 'tanh', layers: 1 }]) {
      const { value, stderr } = run(plugin, input, 1, { ...params, steps: 250 });
      expect(value, JSON.stringify(params)).toBeLessThan(input.truth + 4 * stderr);
      expect(value, JSON.stringify(params)).toBeGreaterThan(0.3);
    }
  });

  test('other units of x and y: the same bits; without standardisation they would matter', () => {
    const input = samples('normal', 500, 1);
    const other = { x: map(input.x, (v) => v * 2 ** 20), y: map(input.y, (v) => v * 2 ** -20) };
    const short = { steps: 50 };
    expect(run(plugin, other, 1, short).value).toBe(run(plugin, input, 1, short).value);
    const raw = { ...short, standardise: false };
    expect(run(plugin, other, 1, raw).value).not.toBe(run(plugin, input, 1, raw).value);
  });

  test('a limit of steps that ends training early is a caution', () => {
    const { cautions } = run(plugin, samples('normal', 500, 1), 1, { steps: 20 });
    expect(cautions.join()).toContain('training ended at its limit of 20 steps');
  });

  test('refuses columns that do not vary, parts that are too small and shares that leave nothing', () => {
    const input = samples('normal', 100, 1);
    expect(() => run(plugin, { ...input, x: map(input.x, () => 1) }, 1)).toThrow(
      /x column 0: expected a column that varies, in the training part, got a constant/,
    );
    expect(() => run(plugin, samples('normal', 12, 1), 1)).toThrow(/expected at least 4 samples in each part, got 6, 2, 4 of 12/);
    expect(() => run(plugin, input, 1, { training: 0.8, validation: 0.3 })).toThrow(/training, validation: expected shares/);
    expect(() => run(plugin, { ...input, x: map(input.x, (v) => v * 1e60) }, 1, { standardise: false })).toThrow(
      /x column 0: expected numbers below 3e38/,
    );
  });
});

test('InfoNCE cannot say more than ln(batch), and says so', () => {
  const task = make(tasks.find(({ id }) => id === 'mutual-information/normal-sparse')!, { dim: 6, pairs: 6, correlation: 0.95 });
  const input = task.sample(1000, randomStream(1)) as PairedSamples;
  const { value, cautions, details } = run(infoNce, input, 1, { batch: 8, steps: 800, every: 100 });
  expect(task.truth).toBeGreaterThan(6);
  expect(value).toBeLessThan(details!.ceiling);
  expect(details!.ceiling).toBeCloseTo(Math.log(8), 1);
  expect(cautions.join()).toMatch(/within 0\.3 nat of its ceiling, ln\(batch\) = 2\.07: take larger batches/);
});
