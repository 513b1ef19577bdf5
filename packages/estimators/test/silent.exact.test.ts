// Numbers that mean little say so: errors of 0, copies, constants, doubled rows.
import { type Batch, type EstimatorPlugin, make, randomStream, type TaskPlugin, type WorkSamples } from '@szilard/core';
import {
  bar,
  crooksSlope,
  cumulant,
  discreteConditionalMutualInformation,
  estimators,
  frenzelPompe,
  gaussianStepBound,
  jarzynski,
  mbar,
  nearestNeighbourEntropyProduction,
  tasks,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { degenerate } from '../../core/src/testing/spoilt-input.ts';
import { normalLearner } from './learner.ts';
import { common } from './normal-truths.ts';
import { draws } from './symbols.ts';
import { harmonicStates, normalWork } from './work.ts';

const rng = randomStream(1);
const catalogue = (estimators as readonly EstimatorPlugin[]).filter(({ needs }) => needs === undefined);
const cases = catalogue.flatMap((plugin) => {
  const task = (tasks as readonly TaskPlugin[]).find(({ quantity, rows }) => quantity === plugin.quantity && rows === plugin.rows);
  return task ? [[plugin.id, plugin, task] as const] : [];
});

test('nearly every estimator meets a task', () => expect(cases.length).toBeGreaterThan(catalogue.length - 2));

test.each(cases)('%s: no error of 0 without a word, whatever the input', (_, plugin, task) => {
  for (const [what, spoil] of Object.entries(degenerate)) {
    const input = spoil(make(task).sample(120, randomStream(1)));
    if ((plugin.requires ?? []).some((name) => !(name in input))) continue;
    try {
      const { stderr, cautions } = make(plugin).estimate(input, rng);
      expect(stderr > 1e-9 || cautions.length > 0, `${what}: ± ${stderr}`).toBe(true);
    } catch (error) {
      expect((error as Error).name, what).toBe('SzilardError');
    }
  }
});

describe('free energies', () => {
  const flat = (work: number, n = 50) => new Float64Array(n).fill(work);
  const same = /work is the same in all trajectories and adds nothing to the error/;
  const said = (plugin: EstimatorPlugin, input: WorkSamples, params = {}) => make(plugin, params).estimate(input, rng).cautions.join('\n');

  test('constant work', () => {
    const constant = { forward: flat(1), backward: flat(-1) };
    for (const order of [1, 2, 3]) expect(said(cumulant, constant, { order })).toMatch(same);
    for (const plugin of [jarzynski, cumulant])
      for (const direction of ['forward', 'backward']) expect(said(plugin, constant, { direction })).toMatch(same);
    expect(said(bar, constant)).toMatch(/^forward and backward work is the same/);
    expect(said(bar, { ...normalWork(1, 0, 50, 50, rng), backward: flat(1) })).toMatch(/^backward work is the same/);
    expect(said(crooksSlope, constant)).toMatch(/infinite/);
  });

  test('work that varies is not said to be the same', () => {
    const varied = normalWork(1, 0.5, 200, 200, rng);
    for (const plugin of [jarzynski, cumulant, bar]) expect(said(plugin, varied)).toBe('');
    // Of the other direction, which is not read.
    expect(said(cumulant, { ...varied, backward: flat(1) })).toBe('');
  });

  test('states that differ by one energy in all samples', () => {
    const { input } = harmonicStates(90, rng);
    const shifted = { ...input, reduced: { ...input.reduced, data: input.reduced.data.slice() } };
    for (let i = 0; i < 90; i++) shifted.reduced.data[3 * i + 2] = shifted.reduced.data[3 * i] + 1.5;
    const found = make(mbar).estimate(shifted, rng);
    expect(found.value).toBeCloseTo(1.5, 9);
    expect(found.cautions.join()).toMatch(/states 0 and 2 differ by the same energy in all samples/);
    expect(make(mbar).estimate(input, rng).cautions).toEqual([]);
  });
});

describe('conditional information of columns that z holds', () => {
  const input = common(300, 1, 0.6, rng);
  const said = (x: Batch, y: Batch, z: Batch) => make(frenzelPompe).estimate({ x, y, z }, rng);
  const beside = (a: Batch, b: Batch): Batch => ({
    n: a.n,
    dim: 2,
    data: Float64Array.from({ length: 2 * a.n }, (_, at) => (at % 2 === 0 ? a : b).data[at >> 1]),
  });

  test('x = y = z, and x alone in z: nothing is left to share', () => {
    for (const [found, who] of [
      [said(input.x, input.x, input.x), /^x and y are part of z: .* the truth is 0$/m],
      [said(input.x, input.y, beside(input.z, input.x)), /^x is part of z: .* the truth is 0$/m],
    ] as const) {
      expect(found.value).toBeCloseTo(0, 12);
      expect(found.cautions.join('\n')).toMatch(who);
      expect(found.cautions.join('\n')).not.toMatch(/ceiling|infinite/);
    }
  });

  test('one column of two in z leaves the other; x = y besides z is infinite; clean samples say nothing', () => {
    expect(said(beside(input.x, input.z), input.y, input.z).cautions.join()).not.toMatch(/part of z/);
    const twins = said(input.x, input.x, input.z);
    expect(twins).toMatchObject({ bound: 'lower' });
    expect(twins.cautions.join()).toMatch(/x column 0 and y column 0 are identical.* infinite/);
    expect(said(input.x, input.y, input.z).cautions).toEqual([]);
  });

  test('symbols that z determines', () => {
    const [x, y] = [draws([0.5, 0.5], 100, rng.fork('x')), draws([0.5, 0.5], 100, rng.fork('y'))];
    const of = (z: Batch) => make(discreteConditionalMutualInformation).estimate({ x, y, z }, rng);
    expect(of(x)).toMatchObject({ value: expect.closeTo(0, 12), cautions: [expect.stringMatching(/error of 0 says that/)] });
    expect(of(draws([0.5, 0.5], 100, rng.fork('z'))).cautions).toEqual([]);
  });
});

describe('entropy production from nearest neighbours', () => {
  const task = make(tasks.find(({ id }) => id === 'entropy-production/drifted-brownian') as TaskPlugin<'entropy-production-rate'>);
  const { series } = task.sample(40, rng);
  const cautions = (data: Float64Array, steps = series.steps, params = {}) =>
    make(nearestNeighbourEntropyProduction, params)
      .estimate({ series: { ...series, steps, data } }, rng)
      .cautions.join();

  test('doubled trajectories and doubled frames are said; as they are, they are not', () => {
    const half = series.data.length / 2;
    expect(cautions(series.data.map((v, at) => (at < half ? v : series.data[at - half])))).toMatch(/takes 400 values in 800 frames/);
    const twice = Float64Array.from({ length: 2 * series.data.length }, (_, at) => series.data[at >> 1]);
    expect(cautions(twice, 2 * series.steps, { k: 5 })).toMatch(/takes 800 values in 1600 frames/);
    expect(cautions(series.data)).toBe('');
  });
});

test('bound from noisy steps: |g|² that does not vary leaves no error, and that is said', () => {
  const runs = normalLearner(60, rng);
  const bound = (data: Float64Array) =>
    make(gaussianStepBound).estimate({ ...runs, squaredGradients: { ...runs.squaredGradients!, data } }, rng);
  expect(bound(runs.squaredGradients!.data.map(() => 1))).toMatchObject({
    stderr: 0,
    cautions: [expect.stringMatching(/the same in all runs/)],
  });
  expect(bound(runs.squaredGradients!.data).cautions).toEqual([]);
});
