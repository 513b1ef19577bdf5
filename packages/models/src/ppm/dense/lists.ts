import type { LabelledInputs } from './engine.ts';
import { MARK } from './room.ts';

/** How many entries come before each input's list, and in all; the bias is an entry. [n + 1]. */
export function listStarts({ n, inputs }: LabelledInputs, width: number): Float64Array {
  const starts = new Float64Array(n + 1);
  for (let i = 0, count = 0; i < n; i++) {
    for (let k = i * width; k < (i + 1) * width; k++) if (inputs[k] !== 0) count++;
    starts[i + 1] = ++count;
  }
  return starts;
}

/** (MARK · input, value) of what is not zero, then the bias as an input of 1, one list after the other. */
export function writeLists({ n, inputs }: LabelledInputs, width: number, at: number, words: Uint32Array, singles: Float32Array): void {
  let to = at / 4;
  const entry = (line: number, value: number) => {
    words[to++] = line;
    singles[to++] = value;
  };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < width; k++) if (inputs[i * width + k] !== 0) entry(MARK * k, inputs[i * width + k]);
    entry(MARK * width, 1);
  }
}
