import { batch, defineKernel, type Kernel } from '@szilard/core';
import { sayingOf } from './on-line.ts';
import { splitting } from './splitting.ts';
import { split } from './underdamped.ts';

const claims = { invariance: 'order-2', detailedBalance: 'order-2' } as const;

/**
 * Underdamped Langevin by half a thermostat, a velocity-Verlet step, half a thermostat: heat in O, shadow work in V R V. On a
 * quadratic U all is exact for the shadow H − (dt²/8) ∇U·M⁻¹∇U.
 */
export const ovrvoKernel = defineKernel({
  id: 'underdamped/ovrvo',
  title: 'underdamped Langevin by OVRVO: second order, with a density in the whole phase space',
  source: '[Bussi2007]; [Sivak2013]; docs/theory.md 8',
  space: 'phase-space',
  claims,
  defaults: { dt: 0.2, friction: 1 },
  domain: { dt: { above: 0 }, friction: { above: 0 } },
  create:
    ({ dt, friction }) =>
    (landscape): Kernel => {
      const kernel = splitting({ order: 'O V R V O', dt, friction })(landscape);
      const { positions, masses } = landscape.phase!;
      if (!positions.stiffness || landscape.force) return kernel;
      const d = positions.dim;
      return sayingOf(kernel, {
        ...kernel,
        claims: {
          ...claims,
          shadowEnergy(x, given, out) {
            const [q, p, slope] = [batch(x.n, d), batch(x.n, d), batch(x.n, d)];
            split(x, q, p);
            landscape.energy(x, given, out);
            positions.gradient!(q, given, slope);
            for (let at = 0; at < slope.data.length; at++)
              out[Math.floor(at / d)] -= (0.125 * dt * dt * slope.data[at] ** 2) / masses[at % d];
          },
        },
      });
    },
});
