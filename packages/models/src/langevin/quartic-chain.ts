import { type Subsystem, SzilardError } from '@szilard/core';
import { chainBy } from './chain-by.ts';
import { linearMove, quarticMove } from './chain-moves.ts';

/** U = quadratic x²/2 + quartic x⁴/4: energy/length², energy/length⁴. */
export interface Quartic {
  readonly quadratic: number;
  /** Absent: 0. */
  readonly quartic?: number;
}

export interface QuarticChainOptions {
  readonly beads: number;
  /** Of the difference between neighbours; a wall is a neighbour at 0. */
  readonly bond: Quartic;
  /** Of a bead's own place. Absent: 0. Less λ x, λ the second control (0 where there is none). */
  readonly site?: Quartic;
  /** Time of one bead's move. */
  readonly dt: number;
}

/**
 * `langevinChain` with energies up to the fourth order, so that many moves are made at once in SIMD: springs, anharmonic springs
 * [Fermi1955], double wells side by side (`quadratic` below 0).
 */
export function quarticChain({ beads, bond, site, dt }: QuarticChainOptions): Subsystem {
  const [k, c] = coefficients(bond, 'bond');
  const [a, b] = coefficients(site ?? { quadratic: 0 }, 'site');
  const springs = k > 0 && c === 0 && a === 0 && b === 0;
  const move = springs
    ? linearMove({ stiffness: k, decay: 1 - 2 * k * dt, variance: 2 * dt, pushed: true })
    : quarticMove({ k, c, a, b, dt });
  const pull = (r: number) => r * (k + c * r * r);
  return chainBy(
    {
      beads,
      dt,
      bond: (left, right) => energy(right - left, k, c),
      site: (x, lambda) => energy(x, a, b) - lambda * x,
      force: (left, x, right, lambda) => pull(right - x) - pull(x - left) - x * (a + b * x * x) + lambda,
    },
    move,
  );
}

const energy = (x: number, second: number, fourth: number): number => x * x * (second / 2 + (fourth / 4) * x * x);

function coefficients({ quadratic, quartic = 0 }: Quartic, name: string): readonly [number, number] {
  if (Number.isFinite(quadratic) && Number.isFinite(quartic)) return [quadratic, quartic];
  throw new SzilardError(
    'parameter',
    `[quartic chain] ${name}: expected finite numbers, got quadratic ${quadratic} and quartic ${quartic}. Leave out what there is not.`,
  );
}
