import { defineKernel } from '@szilard/core';
import { splitting } from './splitting.ts';

/** OVRVO whose Verlet part is accepted with min(1, e^−βΔH), else undone with the momenta turned: nothing of the discretisation is left. */
export const ghmcKernel = defineKernel({
  id: 'underdamped/ghmc',
  title: 'underdamped Langevin with the Verlet step accepted or turned back: exact at any dt',
  source: '[Horowitz1991]',
  space: 'phase-space',
  claims: { invariance: 'exact', detailedBalance: 'exact' },
  density: false,
  defaults: { dt: 0.4, friction: 1 },
  domain: { dt: { above: 0 }, friction: { above: 0 } },
  create: ({ dt, friction }) => splitting({ order: 'O { V R V } O', dt, friction }),
});
