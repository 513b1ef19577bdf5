// M-info and L-info by a trained bound: the service comes along, or its absence is said.
import { make, randomStream, type Tensors } from '@szilard/core';
import { catalogModule, createLab } from '@szilard/core/compose';
import { learnedInformation, memorisedInformation } from '@szilard/estimators';
import { estimatorsModule } from '@szilard/estimators/module';
import { resolveTensors } from '@szilard/models/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { normalLearner } from './learner.ts';

let tensors: Tensors;
beforeAll(async () => {
  tensors = await resolveTensors();
});
const settings = { patience: 4, steps: 600 };
const truths = { memorised: 0.5 * Math.log(1 + 1 / 0.25), learned: 0.5 * Math.log(1 + 1 / 1.25) };

describe.each(['mutual-information/info-nce', 'nwj', 'donsker-varadhan'])('%s', (estimator) => {
  test('below the truth but for its error, and not far below; as alike as the estimator itself', () => {
    const runs = normalLearner(2000, randomStream(1));
    const rng = randomStream(1);
    for (const [id, found, truth] of [
      [memorisedInformation.id, make(memorisedInformation, { estimator, settings }, { tensors }).estimate(runs, rng), truths.memorised],
      [learnedInformation.id, make(learnedInformation, { estimator, settings }, { tensors }).estimate(runs, rng), truths.learned],
    ] as const) {
      expect(found.value).toBeLessThan(truth + 4 * found.stderr);
      expect(found.value).toBeGreaterThan(truth - 0.15);
      expect(found).toMatchObject({ bound: 'lower', method: id });
    }
  });
});

describe('without the service', () => {
  const asked = { estimator: 'info-nce' };

  test('a clear refusal, with what to do', () => {
    expect(() => make(memorisedInformation, asked)).toThrow(
      '[learning/memorised-information] estimator: expected the service tensors, which mutual-information/info-nce needs, got none. Build it with lab.build, or give make { tensors } as its third argument.',
    );
    expect(() => make(learnedInformation, asked)).toThrow(/\[learning\/learned-information\] estimator: expected the service tensors/);
    expect(() => make(memorisedInformation, { estimator: 'info-nec' })).toThrow(/Did you mean "mutual-information\/info-nce"/);
  });

  test('a lab refuses where none is bound, and only where one is asked for', async () => {
    const lab = createLab(estimatorsModule);
    await expect(lab.build(memorisedInformation, asked)).rejects.toThrow(/no service "tensors" is bound/);
    await expect(lab.build(memorisedInformation)).resolves.toBeDefined();
  });
});

test('a lab brings the service along for an estimator that needs it, and leaves it alone for others', async () => {
  const lab = createLab(estimatorsModule, catalogModule('model', [], { tensors: resolveTensors }));
  await lab.build(learnedInformation);
  expect(lab.resolved('tensors')).toBe(false);
  const ready = await lab.build(learnedInformation, { estimator: 'nwj', settings: { ...settings, steps: 20 } });
  expect(lab.resolved('tensors')).toBe(true);
  expect(ready.estimate(normalLearner(200, randomStream(1)), randomStream(1)).bound).toBe('lower');
});
