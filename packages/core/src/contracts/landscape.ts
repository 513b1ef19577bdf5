import type { Batch } from './batch.ts';
import type { Given } from './kernel.ts';

/**
 * An energy surface: all that a ready-made kernel needs to know of a system, and nothing of how it moves. A subsystem is a
 * landscape and a kernel made for it.
 */
export interface Landscape {
  readonly dim: number;
  /** U(x; partner, λ); [n], energy. */
  energy(x: Batch, given: Given, out: Float64Array): void;
  /** ∂U/∂x; [n, dim], energy/length. Absent: only kernels that need no gradient move here. */
  gradient?(x: Batch, given: Given, out: Batch): void;
  /** Non-conservative force on x, beside −∂U/∂x; [n, dim], energy/length. Absent: none. */
  force?(x: Batch, given: Given, out: Batch): void;
  /** ∂²U/∂x² where it depends on λ alone, so that U is quadratic in x; [dim, dim] by rows. Absent: U is not known to be quadratic. */
  stiffness?(control: Float64Array): Float64Array;
  /** The values that each coordinate can take, where they are finitely many; [dim]. Absent: every real number. */
  readonly values?: readonly Float64Array[];
  /** Where the state is [q, p]: the landscape of the positions alone, and the mass of each. Absent: all coordinates are positions. */
  readonly phase?: { readonly positions: Landscape; readonly masses: Float64Array };
}
