// Nightly: every model in every reservoir that suits it, with five times the suite's trajectories, seeds 1, 2, 3.
import { type ModelPlugin, randomStream } from '@szilard/core';
import { checksModule, createLab, examine } from '@szilard/core/compose';
import { models } from '@szilard/models/catalog';
import { modelsModule } from '@szilard/models/module';
import { reservoirsModule } from '@szilard/reservoirs/module';
import { describe, expect, test } from 'vitest';

const lab = createLab(checksModule, modelsModule, reservoirsModule);
const systems = (models as readonly ModelPlugin[]).flatMap(({ id, reservoirs }) => reservoirs.map((reservoir) => [id, reservoir] as const));

describe.each(systems)('%s × %s', (id, reservoir) => {
  test.each([1, 2, 3])(
    'seed %i',
    async (seed) => {
      const trajectories = 5 * (lab.model(id).trajectories ?? 20_000);
      const { verdicts, broken } = await examine(lab, id, reservoir, {
        trajectories,
        rng: randomStream(seed).fork('nightly').fork(id).fork(reservoir),
      });
      expect(broken).toEqual([]);
      const dft = verdicts.find(({ law }) => law === 'detailed fluctuation theorem')!;
      expect(dft.holds).toBe('yes');
      expect({ value: dft.statistic[0], stderr: dft.statistic[1] }).toAgreeWith(1);
    },
    600_000,
  );
});
