import type { Subsystem } from '@szilard/core';
import { chainBy } from './chain-by.ts';
import { functionMove } from './chain-moves.ts';

/** Beads on a line between two walls at 0, by plain functions of places and λ, the second control (0 where there is none). */
export interface LangevinChainOptions {
  readonly beads: number;
  /** U of the bond between neighbours; a wall is a neighbour at 0. Energy. */
  readonly bond: (left: number, right: number) => number;
  /** U of one bead on its own, energy. */
  readonly site: (x: number, lambda: number) => number;
  /** −∂U/∂x of a bead between its neighbours, energy/length. */
  readonly force: (left: number, x: number, right: number, lambda: number) => number;
  /** Time of one bead's move. */
  readonly dt: number;
}

/**
 * Overdamped motion of one bead a tick, the one that the first control names, by Euler-Maruyama at unit mobility in the bath of its
 * own, while the others stand still: x_k′ = x_k + f dt + √(2 dt/β_k) ξ. So heat has an owner, move by move. U = Σ bonds + Σ sites.
 */
export const langevinChain = (options: LangevinChainOptions): Subsystem => chainBy(options, functionMove(options, options.dt));
