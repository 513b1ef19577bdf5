// Tasks know their truth: recorded values of the literature's tables, and estimators that must agree where they are known to be right.
import { type EstimatorPlugin, make, moments, randomStream, type TaskPlugin } from '@szilard/core';
import { estimators } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { mutualInformationTasks } from '../src/tasks/mutual-information.ts';

const task = (id: string, params = {}) =>
  make(mutualInformationTasks.find((each) => each.id === `mutual-information/${id}`) as TaskPlugin, params);
const estimator = (id: string) => make(estimators.find((each) => each.id === id) as EstimatorPlugin<'mutual-information'>);

describe('truths of published tables', () => {
  test.each([
    ['normal', {}, 0.413339],
    ['normal-dense', { dim: 2 }, 0.293893],
    ['normal-dense', { dim: 3 }, 0.413339],
    ['normal-dense', { dim: 5 }, 0.592812],
    ['normal-dense', { dim: 25 }, 1.292184],
    ['normal-sparse', {}, 1.021651],
    ['student', { freedom: 1, dim: 1 }, 0.224171],
    ['student', { freedom: 1, dim: 2 }, 0.431946],
    ['student', { freedom: 2, dim: 3 }, 0.290922],
    ['student', { freedom: 3, dim: 5 }, 0.298544],
    ['additive-noise', { spread: 0.1 }, 1.709438],
    ['additive-noise', { spread: 0.75 }, 0.333333],
    ['independent', {}, 0],
  ])('%s %o', (id, params, truth) => expect(task(id, params).truth).toBeCloseTo(truth, 6));
});

describe.each([1, 2, 3])('samples of seed %i', (seed) => {
  const rng = randomStream(seed);
  test.each([
    ['normal', {}],
    ['independent', { dim: 2 }],
    ['normal-dense', {}],
    ['normal-sparse', { dim: 4 }],
  ])('%s: the Gaussian estimator finds the truth', (id, params) => {
    const at = task(id, params);
    expect(estimator('mutual-information/gaussian').estimate(at.sample(4000, rng.fork(id)), rng)).toAgreeWith(at.truth);
  });

  test.each(['half-cube', 'wiggly', 'swiss-roll', 'additive-noise', 'student-arsinh'])(
    '%s: nearest neighbours find the truth within 4 errors and 0.02 nat of bias',
    (id) => {
      const at = task(id, id.startsWith('student') ? { freedom: 1, dim: 1 } : {});
      const found = estimator('mutual-information/ksg1').estimate(at.sample(4000, rng.fork(id)), rng);
      expect(Math.abs(found.value - at.truth)).toBeLessThan(4 * found.stderr + 0.02);
      expect(Math.abs(found.value - at.truth - 0.2), 'a truth that is 0.2 nat off is noticed').toBeGreaterThan(4 * found.stderr + 0.02);
    },
  );

  test('a spiral keeps the distances from the origin', () => {
    const [plain, turned] = ['normal-sparse', 'spiral'].map((id) => task(id).sample(500, rng.fork('same')).x);
    const squares = (x: { data: Float64Array }) =>
      [0, 1, 2].map((k) => moments(Float64Array.from({ length: 500 }, (_, i) => x.data[3 * i + k] ** 2)).mean);
    const total = (values: number[]) => values.reduce((sum, v) => sum + v, 0);
    expect(total(squares(turned))).toBeCloseTo(total(squares(plain)), 9);
    expect(turned.data[0]).not.toBeCloseTo(plain.data[0], 3);
  });
});
