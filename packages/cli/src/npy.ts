import { SzilardError } from '@szilard/core';
import { indexNames, type Table } from './table-parts.ts';

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

const whole = (value: bigint): number => (value >= -9007199254740992n && value <= 9007199254740992n ? Number(value) : Number.NaN);

/** NumPy's type codes: bytes per number and how to read one. A 64-bit integer that no double holds reads as NaN. */
const types: Readonly<Record<string, readonly [bytes: number, read: Read]>> = {
  f8: [8, (view, at, little) => view.getFloat64(at, little)],
  f4: [4, (view, at, little) => view.getFloat32(at, little)],
  i8: [8, (view, at, little) => whole(view.getBigInt64(at, little))],
  i4: [4, (view, at, little) => view.getInt32(at, little)],
  i2: [2, (view, at, little) => view.getInt16(at, little)],
  i1: [1, (view, at) => view.getInt8(at)],
  u8: [8, (view, at, little) => whole(view.getBigUint64(at, little))],
  u4: [4, (view, at, little) => view.getUint32(at, little)],
  u2: [2, (view, at, little) => view.getUint16(at, little)],
  u1: [1, (view, at) => view.getUint8(at)],
  b1: [1, (view, at) => view.getUint8(at)],
};

/** Every .npy file starts with these bytes. */
export const isNpy = (bytes: Uint8Array): boolean =>
  bytes.length >= 6 && bytes[0] === 0x93 && String.fromCharCode(...bytes.subarray(1, 6)) === 'NUMPY';

/** An array saved by numpy.save, format versions 1 to 3; one row per first index. */
export function parseNpy(bytes: Uint8Array, source: string): Table {
  const refuse = (text: string, cause?: unknown): never => {
    throw new SzilardError('input', `[${source}] ${text}`, cause === undefined ? {} : { cause });
  };
  if (!isNpy(bytes)) refuse('expected the .npy signature, got other bytes. Save it with numpy.save, or rename it if it is text.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 0;
  if (!(version >= 1 && version <= 3))
    refuse(`expected .npy format version 1, 2 or 3, got ${bytes.length > 6 ? version : 'nothing'}. Save it again with numpy.save.`);
  const prefix = version === 1 ? 10 : 12;
  const headerLength = bytes.length < prefix ? Number.NaN : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = prefix + headerLength;
  if (!(start <= bytes.length))
    refuse(
      `expected a .npy header of ${headerLength} bytes, got ${Math.max(0, bytes.length - prefix)}: the file is cut off. Copy or save it again.`,
    );

  const header = String.fromCharCode(...bytes.subarray(prefix, Math.min(start, prefix + 4096)));
  const [order, type] = /'descr'\s*:\s*u?'([<>=|]?)(\w+)'/.exec(header)?.slice(1) ?? refuse(structured(header));
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1] === 'True';
  const shapeText = /'shape'\s*:\s*\(([\dL,\s]*)\)/.exec(header)?.[1];
  if (shapeText === undefined)
    refuse(
      "expected 'descr', 'fortran_order' and 'shape' in the .npy header, got no readable shape: damaged. Save it again with numpy.save.",
    );
  const shape = (shapeText ?? '').split(',').map((part) => part.trim().replace(/L$/, '')).filter(Boolean).map(Number); // biome-ignore format: one thought
  if (shape.length !== 1 && shape.length !== 2)
    refuse(`expected an array of 1 or 2 dimensions, got shape (${shape.join(', ')}). Reshape it to [samples, columns] before saving.`);
  const [size, read] =
    types[type] ??
    refuse(`expected real numbers, whole numbers or booleans, got dtype ${order}${type}. Convert it with .astype('<f8') before saving.`);

  const [rows, columns] = [shape[0], shape[1] ?? 1];
  if (rows === 0 || columns === 0)
    refuse(`expected at least one number, got shape (${shape.join(', ')}). Save an array that is not empty.`);
  const [expected, found] = [rows * columns * size, bytes.length - start];
  if (found < expected)
    refuse(
      `expected ${expected} bytes for shape (${shape.join(', ')}) of ${type}, got ${found}: the file is cut off. Copy or save it again.`,
    );
  if (found > expected)
    refuse(
      `expected ${expected} bytes for shape (${shape.join(', ')}) of ${type}, got ${found}: more than one array, or damaged. Save one array per file.`,
    );

  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < columns; k++) {
      const value = read(view, start + size * (fortran ? k * rows + i : i * columns + k), order !== '>');
      if (!Number.isFinite(value)) {
        const got = type === 'i8' || type === 'u8' ? 'a whole number beyond 2⁵³' : String(value);
        refuse(
          `row ${i}, column ${k} (both counted from 0): expected a finite number that a double holds, got ${got}. Drop that row before saving.`,
        );
      }
      data[i * columns + k] = value;
    }
  }
  return { names: indexNames(columns), columns, rows, data, source };
}

const structured = (header: string): string =>
  /'descr'\s*:\s*\[/.test(header)
    ? 'expected a plain dtype, got a structured one with named fields. Save one plain array: numpy.column_stack of its fields.'
    : "expected 'descr' in the .npy header, got no readable dtype: damaged. Save it again with numpy.save.";
