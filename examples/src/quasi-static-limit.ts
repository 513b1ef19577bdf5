import type { Example } from './example.ts';
import { gaussianLimit } from './quasi-static-limit-gaussian.ts';
import { machineLimit } from './quasi-static-limit-machine.ts';

/** What does it cost to learn slowly? */
export const quasiStaticLimit: Example = {
  id: 'quasi-static-limit',
  title: 'Does learning that is slow enough cost nothing? Conditional entropy production against the learning rate at a fixed total time',
  source: '[Parsi2024]; docs/theory.md 22; docs/theory.md 20',
  async run(context) {
    await gaussianLimit(context);
    await machineLimit(context);
  },
};
