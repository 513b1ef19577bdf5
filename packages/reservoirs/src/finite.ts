import { defineReservoir } from '@szilard/core';
import { warmingBath } from './warming-bath.ts';

/**
 * A realistic reservoir: heat capacity C, so it warms as it absorbs. Energy E with S_R = C ln E, prepared canonically
 * at β: E ~ Gamma(C + 1, 1/β). Its hidden energy owes σ a boundary term, hence `logDensity`.
 */
export const finite = defineReservoir({
  id: 'finite',
  title: 'finite heat capacity: warms as it absorbs, prepared canonically',
  source: 'docs/theory.md 4',
  defaults: { beta: 1, capacity: 20 },
  domain: { beta: { above: 0 }, capacity: { above: 0 } },
  create: ({ beta, capacity }) => ({ open: (n, rng) => warmingBath('finite', n, rng, beta, capacity) }),
});
