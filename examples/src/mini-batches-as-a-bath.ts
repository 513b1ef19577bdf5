import { entropyProduction, moments } from '@szilard/core';
import type { Example } from './example.ts';
import { system } from './system.ts';

/** Is the noise of mini-batches a heat bath? */
export const miniBatchesAsABath: Example = {
  id: 'mini-batches-as-a-bath',
  title: 'Is the noise of mini-batches a heat bath? Entropy production of a trained learner that never comes to rest',
  source: '[Chaudhari2018]; docs/theory.md 6',
  async run(context) {
    const { lab, keep } = context;
    const plugin = lab.model('ppm/quadratic-loss');
    const truth = plugin.exact!['entropy-production-per-step'](plugin.defaults);
    // From one seed the two runs agree digit by digit: the noise sets the scale of θ, and σ does not know it.
    for (const batch of [10, 1000]) {
      const { result, examination } = await system(context, plugin.id, 'minibatch', { params: { batch }, reservoirParams: { batch } });
      const { mean, stderr } = moments(entropyProduction(examination.evidence.forward));
      const { steps } = plugin.defaults;
      keep({
        systems: [result],
        broken: result.broken,
        notes: [
          `batches of ${batch}: ${(mean / steps).toFixed(4)} ± ${(stderr / steps).toFixed(4)} nats per step in the steady state; closed form ${truth.toFixed(4)}`,
        ],
      });
    }
  },
};
