import { SzilardError } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNpy } from '../src/npy.ts';

const put: Record<string, readonly [number, (view: DataView, at: number, value: number, little: boolean) => void]> = {
  f8: [8, (view, at, value, little) => view.setFloat64(at, value, little)],
  f4: [4, (view, at, value, little) => view.setFloat32(at, value, little)],
  i8: [8, (view, at, value, little) => view.setBigInt64(at, BigInt(value), little)],
  i4: [4, (view, at, value, little) => view.setInt32(at, value, little)],
  i2: [2, (view, at, value, little) => view.setInt16(at, value, little)],
  i1: [1, (view, at, value) => view.setInt8(at, value)],
  u8: [8, (view, at, value, little) => view.setBigUint64(at, BigInt(value), little)],
  u4: [4, (view, at, value, little) => view.setUint32(at, value, little)],
  u2: [2, (view, at, value, little) => view.setUint16(at, value, little)],
  u1: [1, (view, at, value) => view.setUint8(at, value)],
  b1: [1, (view, at, value) => view.setUint8(at, value)],
};

function header(text: string, version = 1): Uint8Array {
  const prefix = version === 1 ? 10 : 12;
  const length = Math.ceil((text.length + prefix + 1) / 64) * 64 - prefix;
  const body = Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1');
  const bytes = new Uint8Array(prefix + body.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  new DataView(bytes.buffer).setUint32(8, body.length, true);
  bytes.set(body, prefix);
  return bytes;
}

const dictionary = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

/** As numpy.save would. `values` row-major. */
function npy(
  descr: string,
  rows: number,
  columns: number | null,
  values: readonly number[],
  { fortran = false, version = 1 } = {},
): Uint8Array {
  const [size, set] = put[descr.slice(1)];
  const width = columns ?? 1;
  const head = header(dictionary(descr, columns === null ? `(${rows},)` : `(${rows}, ${columns})`, fortran ? 'True' : 'False'), version);
  const bytes = new Uint8Array(head.length + size * values.length);
  bytes.set(head);
  const view = new DataView(bytes.buffer, head.length);
  values.forEach((value, at) => {
    const [i, k] = [Math.floor(at / width), at % width];
    set(view, size * (fortran ? k * rows + i : at), value, descr[0] !== '>');
  });
  return bytes;
}

const values = (type: string) =>
  type === 'f8'
    ? fc.double({ noNaN: true, noDefaultInfinity: true })
    : type === 'f4'
      ? fc.float({ noNaN: true, noDefaultInfinity: true })
      : type === 'b1'
        ? fc.integer({ min: 0, max: 1 })
        : fc.integer({ min: type.startsWith('u') ? 0 : -128, max: type.startsWith('u') ? 255 : 127 });

describe('.npy', () => {
  test.each(Object.keys(put))('%s: write and read back, both byte orders, both layouts, all versions', (type) => {
    const one = fc.record({ rows: fc.integer({ min: 1, max: 7 }), columns: fc.option(fc.integer({ min: 1, max: 4 })) });
    fc.assert(
      fc.property(
        one.chain(({ rows, columns }) =>
          fc.tuple(
            fc.constant(rows),
            fc.constant(columns),
            fc.array(values(type), { minLength: rows * (columns ?? 1), maxLength: rows * (columns ?? 1) }),
          ),
        ),
        fc.constantFrom('<', '>', '|', '='),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        ([rows, columns, data], order, fortran, version) => {
          const table = parseNpy(npy(order + type, rows, columns, data, { fortran, version }), 'a.npy');
          expect(table).toMatchObject({ rows, columns: columns ?? 1, source: 'a.npy' });
          expect([...table.data]).toEqual(data);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('bytes that start anywhere in memory, and Python 2 lengths', () => {
    const whole = npy('<f8', 2, 2, [1, 2, 3, 4]);
    const shifted = new Uint8Array(whole.length + 3);
    shifted.set(whole, 3);
    expect([...parseNpy(shifted.subarray(3), 'a.npy').data]).toEqual([1, 2, 3, 4]);
    expect(parseNpy(Buffer.concat([header(dictionary('|u1', '(2L, 1L)')), Buffer.from([5, 6])]), 'a.npy')).toMatchObject({
      rows: 2,
      columns: 1,
    });
  });

  const good = npy('<f8', 2, 3, [1, 2, 3, 4, 5, 6]);
  const only = (descr: string, shape: string, order?: string) => header(dictionary(descr, shape, order));
  test.each<[string, Uint8Array, string]>([
    [
      'other bytes',
      Buffer.from('1,2,3'),
      'expected the .npy signature, got other bytes. Save it with numpy.save, or rename it if it is text.',
    ],
    ['signature only', good.subarray(0, 6), 'expected .npy format version 1, 2 or 3, got nothing. Save it again with numpy.save.'],
    [
      'a later version',
      Uint8Array.from(good, (b, i) => (i === 6 ? 9 : b)),
      'expected .npy format version 1, 2 or 3, got 9. Save it again with numpy.save.',
    ],
    ['no header length', good.subarray(0, 9), 'expected a .npy header, got 9 bytes in all: the file is cut off. Copy or save it again.'],
    ['half a header', good.subarray(0, 60), 'expected a .npy header of 118 bytes, got 50: the file is cut off. Copy or save it again.'],
    [
      'half the numbers',
      good.subarray(0, 150),
      'expected 48 bytes of f8 for shape (2, 3), got 22: the file is cut off. Copy or save it again.',
    ],
    [
      'two arrays',
      Buffer.concat([good, good]),
      'expected 48 bytes of f8 for shape (2, 3), got 224: damaged, or several arrays. Save one array per file.',
    ],
    [
      'complex',
      only('<c16', '(2,)'),
      'expected real numbers, whole numbers or booleans, got dtype "c16". Convert it with .astype(\'<f8\').',
    ],
    ['objects', only('|O', '(2,)'), 'expected real numbers, whole numbers or booleans, got dtype "O". Convert it with .astype(\'<f8\').'],
    [
      'dates',
      only('<M8[ns]', '(2,)'),
      'expected real numbers, whole numbers or booleans, got dtype "M8[ns]". Convert it with .astype(\'<f8\').',
    ],
    [
      'a word that objects inherit',
      only('<constructor', '(2,)'),
      'expected real numbers, whole numbers or booleans, got dtype "constructor". Convert it with .astype(\'<f8\').',
    ],
    [
      'fields',
      header("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }"),
      'expected a plain dtype, got a structured one with named fields. Save one plain array, e.g. numpy.column_stack of its fields.',
    ],
    [
      'no dtype',
      header("{'fortran_order': False, 'shape': (2,), }"),
      "expected 'descr' in the .npy header, got nothing readable: damaged. Save it again with numpy.save.",
    ],
    [
      'no order',
      only('<f8', '(2,)', 'Maybe'),
      "expected 'fortran_order' in the .npy header, got nothing readable: damaged. Save it again with numpy.save.",
    ],
    ['no shape', only('<f8', '2'), "expected 'shape' in the .npy header, got nothing readable: damaged. Save it again with numpy.save."],
    [
      'a shape of words',
      only('<f8', '(2, two)'),
      "expected 'shape' in the .npy header, got nothing readable: damaged. Save it again with numpy.save.",
    ],
    ['a number alone', only('<f8', '()'), 'expected 1 or 2 dimensions, got shape (). Reshape it to [samples, columns] before saving.'],
    [
      'images',
      only('<f8', '(2, 28, 28)'),
      'expected 1 or 2 dimensions, got shape (2, 28, 28). Reshape it to [samples, columns] before saving.',
    ],
    ['nothing', only('<f8', '(0, 3)'), 'expected at least one number, got shape (0, 3). Save an array that is not empty.'],
    [
      'a lie',
      only('<f8', '(99999999999999999999, 9)'),
      'expected 7.2e+21 bytes of f8 for shape (100000000000000000000, 9), got 0: the file is cut off. Copy or save it again.',
    ],
    [
      'NaN',
      npy('<f4', 2, 2, [1, 2, Number.NaN, 4]),
      'row 1, column 0 (counted from 0): expected a finite number that a double holds, got NaN. Repair or drop that row.',
    ],
    [
      '2⁶⁰',
      npy('<i8', 2, null, [1, 2 ** 60]),
      'row 1, column 0 (counted from 0): expected a finite number that a double holds, got a whole number beyond 2⁵³. Repair or drop that row.',
    ],
  ])('refuses %s', (_name, bytes, message) => {
    let caught: unknown;
    try {
      parseNpy(bytes, 'a.npy');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SzilardError);
    expect((caught as SzilardError).message).toBe(`[a.npy] ${message}`);
    expect((caught as SzilardError).code).toBe('input');
  });

  test('damage anywhere is read or refused, never worse', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.nat(good.length),
        (spots, length) => {
          const bytes = good.slice(0, length % 3 === 0 ? length : undefined);
          for (const [at, byte] of spots) if (at < bytes.length) bytes[at] = byte;
          try {
            const { data, rows, columns } = parseNpy(bytes, 'a.npy');
            expect(data).toHaveLength(rows * columns);
            expect(data.every(Number.isFinite)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(SzilardError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
