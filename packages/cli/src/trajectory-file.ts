import { extname } from 'node:path';
import { SzilardError } from '@szilard/core';
import { type GrowingFile, growingFile } from './output-file.ts';
import { csvCell } from './summary-csv.ts';

/** Where single trajectories go, block after block. */
export interface TrajectoryFile {
  /** `frames`: [n, times, columns]. */
  add(first: number, n: number, frames: Float64Array): void;
  finish(path?: string): void;
  discard(): void;
}

const HEADER = 128;

/** By its ending: `.npy`, [trajectories, times, columns] in float64; `.csv`, a row per trajectory and time. */
export function trajectoryFile(path: string, times: readonly number[], columns: readonly string[]): TrajectoryFile {
  const ending = extname(path).toLowerCase();
  if (ending !== '.npy' && ending !== '.csv')
    throw new SzilardError(
      'input',
      `[--trajectories-out] expected a file that ends in .csv or .npy, got "${path}". Choose one of the two.`,
    );
  const file = growingFile(path);
  return ending === '.npy' ? npy(file, times.length, columns.length) : csv(file, times, columns);
}

function csv(file: GrowingFile, times: readonly number[], columns: readonly string[]): TrajectoryFile {
  file.write(`${['trajectory', 'time', ...columns].map(csvCell).join(',')}\n`);
  return {
    ...file,
    add(first, n, frames) {
      const rows: string[] = [];
      for (let i = 0, at = 0; i < n; i++)
        for (const time of times) rows.push(`${first + i},${time},${frames.subarray(at, (at += columns.length)).join(',')}\n`);
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
    add(_first, n, frames) {
      trajectories += n;
      file.write(littleEndian(frames));
    },
    finish(path) {
      file.write(npyHeader([trajectories, times, columns]), 0);
      file.finish(path);
    },
  };
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
