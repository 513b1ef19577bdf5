import { defineModel, tickOrders } from '@szilard/core';
import { type RbmLearner, rbmLearner } from './learner.ts';
import { negativePhases } from './learner-loss.ts';

/**
 * A restricted Boltzmann machine that learns. X: x = (b, v, h), the number of its data set, which rides along as a frozen label,
 * and the chain, which moves by half-steps in E(v, h; θ); Θ: weights and biases by Langevin descent on −⟨ln p(v|θ)⟩_B
 * [Welling2011]. With the exact negative phase, or that of CD-k, Θ moves by itself. With a persistent chain it looks at x:
 * feedback, for which conditional entropy production obeys no fluctuation theorem (docs/theory.md 20).
 */
export const restrictedBoltzmannMachine = defineModel<RbmLearner>({
  id: 'ppm/rbm',
  title: 'a restricted Boltzmann machine learned by Langevin descent, with an exact, a short or a persistent negative phase',
  source: '[Smolensky1986]; [Tieleman2008]; docs/theory.md 20',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  labels: { x: [0] },
  defaults: {
    pool: [
      [0, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
      [0, 1, 1],
    ],
    hidden: 2,
    resampling: 'bootstrap',
    sources: 4,
    size: 8,
    dataSeed: 1,
    negative: 'exact',
    chainSweeps: 1,
    rate: 0.4,
    temperature: 0.1,
    prior: 0.4,
    ramp: 1,
    steps: 8,
    lag: 2,
    order: 'theta-first',
  },
  domain: {
    hidden: { atLeast: 1, atMost: 1e4, integer: true },
    resampling: { oneOf: ['one', 'bootstrap', 'disjoint'] },
    sources: { atLeast: 1, atMost: 1e5, integer: true },
    size: { atLeast: 1, integer: true },
    dataSeed: { atLeast: 0, integer: true },
    negative: { oneOf: negativePhases },
    chainSweeps: { atLeast: 1, integer: true },
    rate: { above: 0 },
    temperature: { above: 0 },
    prior: { above: 0 },
    ramp: { atLeast: 0, atMost: 1 },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
    lag: { atLeast: 1, atMost: 1e6, integer: true },
    order: { oneOf: tickOrders },
  },
  quick: { steps: 4 },
  trajectories: 3000,
  create: (params) => rbmLearner(params).model,
});
