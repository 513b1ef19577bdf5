// The book of a process: totals that are known are compared, and what rests on fitted laws passes no sentence.
import { type ModelPlugin, make, randomStream } from '@szilard/core';
import { account } from '@szilard/core/compose';
import { doubleWell, draggedTrap, gyrator } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const book = async <P extends object>(model: ModelPlugin<P>, seed: number, reservoir = make(ideal)) => {
  const experiment = { ...make(model), reservoirs: { x: reservoir, theta: reservoir } };
  const { rows } = await account(experiment, { trajectories: 3000, rng: randomStream(seed) });
  return (quantity: string) => rows.find((row) => row.quantity === quantity)!;
};

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('a double well is no Gaussian: the theorem of its σ is undecided by a fit, held by the declared law', async () => {
    const find = await book(doubleWell, seed);
    expect(find('total (estimated laws)').integral).toMatchObject({
      holds: 'undecided',
      because: expect.stringMatching(/^laws are Gaussians fitted/),
    });
    // Without the fit: the law at the end is the model's own.
    expect(find('entropy-production').integral!.holds).not.toBe('no');
  });

  test.each([
    ['work', draggedTrap, make(ideal), draggedTrap.exact!.work(draggedTrap.defaults)],
    ['heat', gyrator, make(gradient), 0],
  ] as const)('total %s: exact beside simulated', async (quantity, model, reservoir, truth) => {
    const { mean, exact } = (await book(model as unknown as ModelPlugin, seed, reservoir))(quantity);
    expect(exact).toBeCloseTo(truth, 9);
    expect({ value: mean![0], stderr: mean![1] }).toAgreeWith(exact!);
  });
});
