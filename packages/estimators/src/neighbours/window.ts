/**
 * Which rows are no neighbours of each other because they are close in time [Theiler1986]: |i − j| ≤ width within one trajectory.
 * Rows are in order of time, trajectory after trajectory, `length` each. Width 0 leaves out the row itself.
 */
export interface Window {
  readonly width: number;
  readonly length: number;
}

/** Rows without order: each leaves out itself only. */
export const itself = (n: number): Window => ({ width: 0, length: n });

/** First row that is left out by row i. */
export const opens = (i: number, { width, length }: Window): number => Math.max(i - width, i - (i % length));

/** Last row that is left out by row i. */
export const closes = (i: number, { width, length }: Window): number => Math.min(i + width, i - (i % length) + length - 1);

/** Rows that may be neighbours of row i, and row i itself. */
export const candidates = (i: number, n: number, window: Window): number =>
  window.width === 0 ? n : n - closes(i, window) + opens(i, window);
