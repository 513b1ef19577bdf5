import type { Ensemble } from '@szilard/core';
import { turnedFrames } from '../entropy-production/words.ts';

/** Windows as the network reads them: as they happened, then in the same order with time turned. */
export interface WindowInputs {
  /** Numbers a window. */
  readonly size: number;
  /** Different frames, where frames are symbols. */
  readonly symbols?: number;
  /** Windows by their first frame; [2 · windows, size]. */
  both(starts: Int32Array): Float32Array;
}

/** Frames are symbols: only whether two are equal counts. */
export function symbolWindows(series: Ensemble, frames: number, signs: Int8Array): WindowInputs {
  const { frames: symbols, turned } = turnedFrames(series, signs);
  let last = 0;
  for (let t = 0; t < symbols.length; t++) last = Math.max(last, symbols[t], turned[t]);
  return {
    size: frames,
    symbols: last + 1,
    both(starts) {
      const half = starts.length * frames;
      const out = new Float32Array(2 * half);
      for (let i = 0, to = 0; i < starts.length; i++)
        for (let k = 0; k < frames; k++, to++) {
          out[to] = symbols[starts[i] + k];
          out[half + to] = turned[starts[i] + frames - 1 - k];
        }
      return out;
    },
  };
}
