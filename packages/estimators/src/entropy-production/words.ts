import { type Batch, type Ensemble, SzilardError } from '@szilard/core';
import { symbolsOf } from '../discrete/symbols.ts';
import { rowsOf } from '../series/embed.ts';

/** Rows by name, and the name of what each would be with time turned. */
export interface Words {
  /** Word of each row; [rows]. */
  readonly of: Int32Array;
  /** Names in all, those of reverses that were never seen among them. */
  readonly size: number;
  /** Reverse of each word; [size]. */
  readonly back: Int32Array;
}

/** Rows and their reverses, row by row, as words. */
export function wordsOf(rows: Batch, reversed: Batch): Words {
  const data = new Float64Array(2 * rows.data.length);
  data.set(rows.data);
  data.set(reversed.data, rows.data.length);
  const { of, size } = symbolsOf({ n: 2 * rows.n, dim: rows.dim, data });
  const back = new Int32Array(size);
  for (let i = 0; i < rows.n; i++) {
    back[of[i]] = of[rows.n + i];
    back[of[rows.n + i]] = of[i];
  }
  return { of: of.slice(0, rows.n), size, back };
}

/** Every frame by the number of its symbol, and by that of the frame with odd columns turned; [frames] each. */
export function turnedFrames(series: Ensemble, signs: Int8Array): { frames: Int32Array; turned: Int32Array } {
  const rows = rowsOf(series);
  const { of, back } = wordsOf(rows, { ...rows, data: rows.data.map((v, at) => v * signs[at % rows.dim]) });
  return { frames: of, turned: of.map((symbol) => back[symbol]) };
}

/** Refuse numbers that hardly ever come twice: no word would be seen reversed. */
export function mustRepeat(where: string, symbols: Int32Array): void {
  const seen = new Set(symbols).size;
  if (symbols.length < 20 || seen <= symbols.length / 2) return;
  throw new SzilardError(
    'input',
    `[${where}] series: expected symbols that come again and again, got ${seen} different ones in ${symbols.length} frames. Bin them, or take an estimator of numbers.`,
  );
}

/** All runs of `length` frames within trajectories of `steps` frames, and their reverses; as words. */
export function runsOf({ frames, turned }: ReturnType<typeof turnedFrames>, steps: number, length: number): Words {
  const trajectories = frames.length / steps;
  const each = steps - length + 1;
  const n = trajectories * each;
  const [forward, backward] = [new Float64Array(n * length), new Float64Array(n * length)];
  for (let i = 0, at = 0; i < trajectories; i++) {
    for (let t = 0; t < each; t++) {
      const from = i * steps + t;
      for (let k = 0; k < length; k++, at++) {
        forward[at] = frames[from + k];
        backward[at] = turned[from + length - 1 - k];
      }
    }
  }
  return wordsOf({ n, dim: length, data: forward }, { n, dim: length, data: backward });
}
