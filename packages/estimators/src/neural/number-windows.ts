import type { Ensemble } from '@szilard/core';
import { columnsOf } from '../columns.ts';
import { refuseFlat } from '../information/prepare.ts';
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
      for (const start of starts)
        for (let turn = 0; turn < 2; turn++) {
          read(start, turn === 1, row);
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
  const n = 2 * training.length;
  const data = new Float64Array(n * size);
  for (let i = 0; i < n; i++) read(training[i >> 1], i % 2 === 1, data.subarray(i * size, (i + 1) * size));
  const columns = columnsOf('series', { n, dim: size, data });
  for (const [at, column] of columns.entries())
    refuseFlat(
      where,
      { ...column, name: `series column ${at % dim}` },
      'from frame to frame in the training part',
      ', or set standardise to false',
    );
  return { means: columns.map(({ mean }) => mean), deviations: columns.map(({ deviation }) => deviation) };
}
