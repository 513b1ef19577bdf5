import type { Example } from './example.ts';
import { posteriorBias } from './sgd-out-of-equilibrium-posterior.ts';
import { steadyState } from './sgd-out-of-equilibrium-steady.ts';
import { twoViews } from './sgd-out-of-equilibrium-views.ts';

/** Is the noise of mini-batches a heat bath? */
export const sgdOutOfEquilibrium: Example = {
  id: 'sgd-out-of-equilibrium',
  title: 'Is the noise of mini-batches a heat bath? A trained learner that never comes to rest, and one run booked in two ways',
  source: '[Chaudhari2018]; [Mandt2017]; docs/theory.md 22',
  async run(context) {
    await steadyState(context);
    await twoViews(context);
    await posteriorBias(context);
  },
};
