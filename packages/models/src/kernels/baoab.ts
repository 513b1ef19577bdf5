import { batch, defineKernel, type Kernel, type KernelClaims, type Landscape, SzilardError } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { sayingOf } from './on-line.ts';
import { splitting } from './splitting.ts';
import { split } from './underdamped.ts';

const claims = { invariance: 'order-2', detailedBalance: 'order-2' } as const;

/**
 * Underdamped Langevin by kick, flight, thermostat, flight, kick. One draw of d numbers for 2d coordinates, so x′ lies on a
 * manifold. On a quadratic U all is exact for the shadow U(q) + ½ p·(M − dt² ∂²U/4)⁻¹p: positions have no error at all.
 */
export const baoabKernel = defineKernel({
  id: 'underdamped/baoab',
  title: 'underdamped Langevin by BAOAB: second order, positions exact on quadratic landscapes',
  source: '[Leimkuhler2013]; docs/theory.md 8',
  space: 'phase-space',
  claims,
  defaults: { dt: 0.2, friction: 1 },
  domain: { dt: { above: 0 }, friction: { above: 0 } },
  create:
    ({ dt, friction }) =>
    (landscape): Kernel => {
      const kernel = splitting({ order: 'B A O A B', dt, friction })(landscape);
      const shadowEnergy = landscape.phase!.positions.stiffness && shadow(landscape, dt);
      return shadowEnergy && !landscape.force ? sayingOf(kernel, { ...kernel, claims: { ...claims, shadowEnergy } }) : kernel;
    },
});

function shadow({ phase }: Landscape, dt: number): NonNullable<KernelClaims['shadowEnergy']> {
  const { positions, masses } = phase!;
  const d = positions.dim;
  return (x, given, out) => {
    const [q, p] = [batch(x.n, d), batch(x.n, d)];
    split(x, q, p);
    positions.energy(q, given, out);
    const soft = Matrix.from1DArray(d, d, positions.stiffness!(given.control)).mul((-dt * dt) / 4);
    for (let k = 0; k < d; k++) soft.set(k, k, soft.get(k, k) + masses[k]);
    const factor = new CholeskyDecomposition(soft);
    if (!factor.isPositiveDefinite())
      throw new SzilardError(
        'parameter',
        `[underdamped/baoab] dt: expected dt²·stiffness/4 below the mass, got an unstable dt = ${dt}. Shorten dt.`,
      );
    for (let i = 0; i < x.n; i++) {
      const momentum = Matrix.columnVector(p.data.subarray(i * d, (i + 1) * d));
      out[i] += 0.5 * momentum.dot(factor.solve(momentum));
    }
  };
}
