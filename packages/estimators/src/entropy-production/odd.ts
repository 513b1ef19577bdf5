import { SzilardError } from '@szilard/core';

/** Columns that change sign when time is turned: momenta, velocities, numbers of events that have a direction. Counted from 0. */
export interface OddParams {
  odd: number[];
}

/** ±1 per column; [dim]. */
export function signsOf(where: string, odd: readonly number[], dim: number): Int8Array {
  const signs = new Int8Array(dim).fill(1);
  for (const column of odd) {
    if (!(Number.isInteger(column) && column >= 0 && column < dim))
      throw new SzilardError(
        'parameter',
        `[${where}] odd: expected columns from 0 to ${dim - 1}, got ${column}. Name those that turn with time.`,
      );
    signs[column] = -1;
  }
  return signs;
}
