import { type Ensemble, SzilardError } from '@szilard/core';
import { single } from './columns.ts';
import type { WindowInputs } from './symbol-windows.ts';

/**
 * Frames are numbers. As they are, or, `standardise`, as the mean of the frames and the differences from frame to frame, each to mean 0
 * and standard deviation 1 over the training windows, as they are and turned: an invertible map, under which short steps are not lost
 * beside the size of the states.
 */
export function numberWindows(
  where: string,
  series: Ensemble,
  frames: number,
  signs: Int8Array,
  training: Int32Array,
  standardise: boolean,
): WindowInputs {
  const size = frames * series.dim;
  const read = reader(series, frames, signs, standardise);
  const { means, deviations } = standardise ? spreads(where, series.dim, size, read, training) : asTheyAre(size);
  const row = new Float64Array(size);
  return {
    size,
    both(starts) {
      const out = new Float32Array(2 * starts.length * size);
      let to = 0;
      for (const turn of [false, true])
        for (const start of starts) {
          read(start, turn, row);
          for (let at = 0; at < size; at++) out[to++] = single(where, 'series', (row[at] - means[at]) / deviations[at]);
        }
      return out;
    },
  };
}

/** One window, with time turned or not; [frames · dim]. */
type Read = (start: number, turn: boolean, out: Float64Array) => void;

function reader({ dim, data }: Ensemble, frames: number, signs: Int8Array, differences: boolean): Read {
  return (start, turn, out) => {
    for (let c = 0; c < dim; c++) {
      let [sum, before] = [0, 0];
      for (let k = 0; k < frames; k++) {
        const now = turn ? signs[c] * data[(start + frames - 1 - k) * dim + c] : data[(start + k) * dim + c];
        out[k * dim + c] = differences ? now - before : now;
        sum += now;
        before = now;
      }
      if (differences) out[c] = sum / frames;
    }
  };
}

const asTheyAre = (size: number) => ({ means: new Float64Array(size), deviations: new Float64Array(size).fill(1) });

function spreads(where: string, dim: number, size: number, read: Read, training: Int32Array) {
  const row = new Float64Array(size);
  const average = (of: (value: number, at: number) => number): Float64Array => {
    const sums = new Float64Array(size);
    for (const start of training)
      for (const turn of [false, true]) {
        read(start, turn, row);
        for (let at = 0; at < size; at++) sums[at] += of(row[at], at);
      }
    return sums.map((sum) => sum / (2 * training.length));
  };
  const means = average((value) => value);
  const deviations = average((value, at) => (value - means[at]) ** 2).map(Math.sqrt);
  const flat = deviations.findIndex((deviation) => !(deviation > 0 && Number.isFinite(1 / deviation)));
  if (flat >= 0) {
    throw new SzilardError(
      'input',
      `[${where}] series column ${flat % dim}: expected one that varies from frame to frame, got standard deviation ${deviations[flat]}. Drop it, rescale it, or set standardise to false.`,
    );
  }
  return { means, deviations };
}
