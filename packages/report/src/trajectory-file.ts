import { extname } from 'node:path';
import { type Ensemble, SzilardError } from '@szilard/core';
import { csvCell } from './csv-cell.ts';
import { type GrowingFile, growingFile } from './growing-file.ts';

/** Where single trajectories go, block after block. */
export interface TrajectoryFile {
  /** `frames`: [n, times, columns]. Fits `into` of a recorder. */
  readonly add: (frames: Ensemble, first: number) => void;
  /** Gives the file its name, or another one. */
  finish(path?: string): void;
  discard(): void;
}

const HEADER = 128;

/**
 * A file that a run writes as it goes, by its ending: `.npy`, [trajectories, times, columns] in float64; `.csv`, a row per trajectory and
 * time. It appears when it is finished. Throws on another ending; `where` names who asked.
 */
export function trajectoryFile(
  path: string,
  times: readonly number[],
  columns: readonly string[],
  where = 'trajectoryFile',
): TrajectoryFile {
  const ending = extname(path).toLowerCase();
  if (ending !== '.npy' && ending !== '.csv')
    throw new SzilardError('input', `[${where}] expected a file that ends in .csv or .npy, got "${path}". Choose one of the two.`);
  const file = growingFile(path);
  return ending === '.npy' ? npy(file, times.length, columns.length) : csv(file, times, columns);
}

function csv(file: GrowingFile, times: readonly number[], columns: readonly string[]): TrajectoryFile {
  file.write(`${['trajectory', 'time', ...columns].map(csvCell).join(',')}\n`);
  return {
    ...file,
    add(frames, first) {
      mustMatch(frames, times.length, columns.length);
      const rows: string[] = [];
      for (let i = 0, at = 0; i < frames.trajectories; i++)
        for (const time of times) rows.push(`${first + i},${time},${frames.data.subarray(at, (at += columns.length)).join(',')}\n`);
      file.write(rows.join(''));
    },
  };
}

function npy(file: GrowingFile, times: number, columns: number): TrajectoryFile {
  let trajectories = 0;
  // The number of trajectories is known at the end; the header keeps room for it.
  file.write(npyHeader([0, times, columns]));
  return {
    ...file,
    add(frames) {
      mustMatch(frames, times, columns);
      trajectories += frames.trajectories;
      file.write(littleEndian(frames.data));
    },
    finish(path) {
      file.write(npyHeader([trajectories, times, columns]), 0);
      file.finish(path);
    },
  };
}

function mustMatch({ steps, dim }: Ensemble, times: number, columns: number): void {
  if (steps === times && dim === columns) return;
  throw new SzilardError(
    'composition',
    `[trajectoryFile] expected frames at ${times} times with ${columns} columns, got ${steps} with ${dim}. Name the times and columns of the recorder.`,
  );
}

/** NumPy's format 1.0, filled with blanks to a fixed length. */
function npyHeader(shape: readonly number[]): Buffer {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const head = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, HEADER - 10, 0]);
  return Buffer.concat([head, Buffer.from(`${text.padEnd(HEADER - 11)}\n`, 'latin1')]);
}

function littleEndian(numbers: Float64Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8 * numbers.length));
  for (let k = 0; k < numbers.length; k++) bytes.setFloat64(8 * k, numbers[k], true);
  return new Uint8Array(bytes.buffer);
}
