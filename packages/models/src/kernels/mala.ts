import { defineKernel, type Kernel } from '@szilard/core';
import { eulerMaruyamaKernel } from './euler-maruyama.ts';
import { claimsOn, mustBeIsotropic, worthOf } from './forces.ts';
import { malaStep } from './line-steps.ts';
import { onLine } from './on-line.ts';
import { metropolised } from './proposal.ts';

const id = 'overdamped/mala';
const claims = { invariance: 'exact', detailedBalance: 'exact' } as const;

/** An Euler-Maruyama step as a proposal, accepted or not: exact at any dt. Its proposal feels β, so a bath whose β moves is missed. */
export const malaKernel = defineKernel({
  id,
  title: 'Metropolis-adjusted Langevin: an Euler-Maruyama step accepted or rejected, exact at any dt',
  source: '[Roberts1996]',
  space: 'positions',
  claims,
  defaults: { dt: 0.3 },
  domain: { dt: { above: 0 } },
  create:
    ({ dt }) =>
    (landscape): Kernel => {
      const proposal = eulerMaruyamaKernel.create({ dt }, {})(landscape);
      const { step, logDensity } = metropolised({ draw: proposal.step, logDensity: proposal.logDensity }, worthOf(landscape));
      const kernel: Kernel = {
        claims: claimsOn(landscape, claims),
        step(x, given, rng, next) {
          mustBeIsotropic(given, id);
          step(x, given, rng, next);
        },
        logDensity,
      };
      return onLine(kernel, landscape, (functions) => malaStep(functions, dt));
    },
});
