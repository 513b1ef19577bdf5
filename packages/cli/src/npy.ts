import { SzilardError } from '@szilard/core';
import { parseNpyHeader } from './npy-header.ts';
import { indexNames, type Table } from './table-parts.ts';

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

const whole = (value: bigint): number => (value >= -9007199254740992n && value <= 9007199254740992n ? Number(value) : Number.NaN);

/** NumPy's type codes: bytes per number and how to read one. A 64-bit integer that no double holds reads as NaN. */
const types = new Map<string, readonly [bytes: number, read: Read]>([
  ['f8', [8, (view, at, little) => view.getFloat64(at, little)]],
  ['f4', [4, (view, at, little) => view.getFloat32(at, little)]],
  ['i8', [8, (view, at, little) => whole(view.getBigInt64(at, little))]],
  ['i4', [4, (view, at, little) => view.getInt32(at, little)]],
  ['i2', [2, (view, at, little) => view.getInt16(at, little)]],
  ['i1', [1, (view, at) => view.getInt8(at)]],
  ['u8', [8, (view, at, little) => whole(view.getBigUint64(at, little))]],
  ['u4', [4, (view, at, little) => view.getUint32(at, little)]],
  ['u2', [2, (view, at, little) => view.getUint16(at, little)]],
  ['u1', [1, (view, at) => view.getUint8(at)]],
  ['b1', [1, (view, at) => view.getUint8(at)]],
]);

/** An array saved by numpy.save, format versions 1 to 3, C or Fortran order; one row per first index. */
export function parseNpy(bytes: Uint8Array, source: string): Table {
  const refuse = (text: string): never => {
    throw new SzilardError('input', `[${source}] ${text}`);
  };
  const { type, littleEndian, fortranOrder, shape, start } = parseNpyHeader(bytes, refuse);
  const [size, read] =
    types.get(type) ??
    refuse(`expected real numbers, whole numbers or booleans, got dtype ${JSON.stringify(type)}. Convert it with .astype('<f8').`);

  const said = `shape (${shape.join(', ')})`;
  if (shape.length !== 1 && shape.length !== 2)
    refuse(`expected 1 or 2 dimensions, got ${said}. Reshape it to [samples, columns] before saving.`);
  const [rows, columns] = [shape[0], shape[1] ?? 1];
  if (rows === 0 || columns === 0) refuse(`expected at least one number, got ${said}. Save an array that is not empty.`);
  const [expected, found] = [rows * columns * size, bytes.length - start];
  if (found < expected)
    refuse(`expected ${expected} bytes of ${type} for ${said}, got ${found}: the file is cut off. Copy or save it again.`);
  if (found > expected)
    refuse(`expected ${expected} bytes of ${type} for ${said}, got ${found}: damaged, or several arrays. Save one array per file.`);

  const view = new DataView(bytes.buffer, bytes.byteOffset + start, expected);
  const data = new Float64Array(rows * columns);
  for (let i = 0, to = 0; i < rows; i++) {
    for (let k = 0; k < columns; k++, to++) {
      data[to] = read(view, size * (fortranOrder ? k * rows + i : to), littleEndian);
      if (Number.isFinite(data[to])) continue;
      const got = type === 'i8' || type === 'u8' ? 'a whole number beyond 2⁵³' : String(data[to]);
      refuse(`row ${i}, column ${k} (counted from 0): expected a finite number that a double holds, got ${got}. Repair or drop that row.`);
    }
  }
  return { names: indexNames(columns), columns, rows, data, source };
}
