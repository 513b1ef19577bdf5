import type { Kernel } from '@szilard/core';
import type { Around } from './jumps.ts';
import type { MoveTable } from './move-table.ts';

/** A kernel between numbered states as what it is made of, for a pass that moves and books at once. */
export interface JumpMoves {
  readonly states: number;
  /** Ways out of one state at most. */
  readonly most: number;
  movesAt(around: Around): MoveTable;
  /** Time of a tick with as many jumps as come. Absent: one move a tick. */
  readonly time?: number;
}

// Not a property of the kernel: one that is made from it by overriding its step is another kernel and must not inherit its table.
const known = new WeakMap<Kernel, JumpMoves>();

/** Tells what a kernel is made of. */
export function jumpKernel(kernel: Kernel, moves: JumpMoves): Kernel {
  known.set(kernel, moves);
  return kernel;
}

/** What a kernel is made of, if it has told. */
export const movesOf = (kernel: Kernel): JumpMoves | undefined => known.get(kernel);
