import type { Ensemble } from '@szilard/core';
import { turnedFrames } from '../entropy-production/words.ts';

/** Windows as the network reads them: each as it happened, then with time turned. */
export interface WindowInputs {
  /** Numbers a window. */
  readonly size: number;
  /** Different frames, where frames are symbols. */
  readonly symbols?: number;
  /** Windows by their first frame; [windows, 2, size]. */
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
      const out = new Float32Array(2 * starts.length * frames);
      let to = 0;
      for (const start of starts) {
        for (let k = 0; k < frames; k++) out[to++] = symbols[start + k];
        for (let k = frames - 1; k >= 0; k--) out[to++] = turned[start + k];
      }
      return out;
    },
  };
}
