import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SzilardError } from '@szilard/core';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseDelimited } from '../src/delimited.ts';
import { pickColumns, readTable, type Table } from '../src/table.ts';

const folder = mkdtempSync(join(tmpdir(), 'szilard-table-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const text = (content: string): Table => parseDelimited(Buffer.from(content), 'f.csv');
const rowsOf = ({ rows, columns, data }: Table) =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);

/** The one-line message of a refusal. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(SzilardError);
    expect((error as SzilardError).code).toBe('input');
    expect((error as SzilardError).message).not.toMatch(/[\r\n]/);
    return (error as SzilardError).message;
  }
  throw new Error('expected a refusal, got none');
}

describe('text tables', () => {
  test.each([
    ['commas', '1,2\n3,4\n'],
    ['no last newline', '1,2\n3,4'],
    ['semicolons', '1;2\n3;4'],
    ['tabs, trailing ones too', '1\t2\t\n3\t4\t\n'],
    ['blanks', '  1   2\n 3 4  \n'],
    ['blanks and tabs', '1 \t 2\n3\t4'],
    ['Windows line ends', '1,2\r\n3,4\r\n'],
    ['old Macintosh line ends', '1,2\r3,4\r'],
    ['byte order mark', '\ufeff1,2\n3,4'],
    ['comments and blank lines', '# a\n\n% b\n1,2\n   \n  # c\n3,4\n\n'],
    ['blanks around commas', ' 1 , 2\n3 ,4'],
    ['quotes', '"1","2"\n"3","4"'],
    ['signs, exponents, bare points', '+1,.2e1\n3.,0.4E+1'],
  ])('%s', (_name, content) => {
    const table = text(content);
    expect(rowsOf(table)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(table).toMatchObject({ names: ['0', '1'], columns: 2, rows: 2, source: 'f.csv' });
  });

  test.each([
    ['x,y\n1,2', ['x', 'y']],
    ['x y\n1 2', ['x', 'y']],
    ['heart rate\tbreath\n1\t2', ['heart rate', 'breath']],
    ['"a, b",c\n1,2', ['a, b', 'c']],
    ['"say ""x""",θ\n1,2', ['say "x"', 'θ']],
    [',x0\n1,2', ['0', 'x0']],
    ['\tx0\n1\t2', ['0', 'x0']],
    ['# nothing\nx;y\n1;2', ['x', 'y']],
  ])('names in %j', (content, names) => {
    expect(text(content)).toMatchObject({ names, rows: 1, columns: 2 });
  });

  test.each([
    ['', '[f.csv] expected lines of numbers, got an empty file or comments only. Check the path.'],
    ['# only\n% comments\n', '[f.csv] expected lines of numbers, got an empty file or comments only. Check the path.'],
    ['x,y\n', '[f.csv] expected lines of numbers after the names in line 1, got none. Check the path.'],
    ['1,2\n\n3\n', '[f.csv] line 3: expected 2 columns as in line 1, got 1. Repair or drop that line.'],
    ['1,2\n3,4,5\n', '[f.csv] line 2: expected 2 columns as in line 1, got 3. Repair or drop that line.'],
    ['x,y\n1,2\n3,oops\n', '[f.csv] line 3: column 1 "y" (counted from 0): expected a number, got "oops". Repair or drop that line.'],
    ['1,2\n3,nan\n', '[f.csv] line 2: column 1 (counted from 0): expected a finite number, got "nan". Repair or drop that line.'],
    ['1,-Inf\n', '[f.csv] line 1: column 1 (counted from 0): expected a finite number, got "-Inf". Repair or drop that line.'],
    ['1,2\n,4\n', '[f.csv] line 2: column 0 (counted from 0): expected a finite number, got an empty cell. Repair or drop that line.'],
    ['1,2\n3,1e999\n', '[f.csv] line 2: column 1 (counted from 0): expected a finite number, got "1e999". Repair or drop that line.'],
    ['1,2\n3,0x10\n', '[f.csv] line 2: column 1 (counted from 0): expected a number, got "0x10". Repair or drop that line.'],
    ['x,1\n', '[f.csv] line 1: column 0 (counted from 0): expected a number, got "x". The first line must be all names or all numbers.'],
    ['1,5;2\n', '[f.csv] line 1: column 0 (counted from 0): expected a number, got "1,5". Write decimals with a point.'],
    ['a;b\n1,5;2\n', '[f.csv] line 2: column 0 "a" (counted from 0): expected a number, got "1,5". Write decimals with a point.'],
    ['1,2\n3,\u0000', '[f.csv] expected text or a .npy array, got binary data. Export it as UTF-8 text or with numpy.save.'],
  ])('refuses %j', (content, message) => {
    expect(refusal(() => text(content))).toBe(message);
  });

  test('write and read back, in every dialect', () => {
    const table = fc.integer({ min: 1, max: 5 }).chain((columns) =>
      fc.array(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 20,
      }),
    );
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t', ' ', ' , '),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        (rows, gap, end, head, notes) => {
          const names = rows[0].map((_, k) => `c${k}`);
          const lines = [...(head ? [names] : []), ...rows].map((row) => row.map((v) => (Object.is(v, -0) ? '-0' : String(v))).join(gap));
          const read = text((notes ? lines.flatMap((line) => ['# note', line, '']) : lines).join(end));
          expect(rowsOf(read)).toEqual(rows);
          expect(read.names).toEqual(head ? names : names.map((_, k) => String(k)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('random bytes are read or refused, never worse', () => {
    const dust = fc
      .array(fc.constantFrom(...Buffer.from('0123456789.,;\t\n\r "#%eE+-naNxy\u00e9')), { maxLength: 80 })
      .map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.oneof(dust, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        let table: Table;
        try {
          table = parseDelimited(Buffer.from(bytes), 'f.csv');
        } catch (error) {
          expect(error).toBeInstanceOf(SzilardError);
          expect((error as Error).message).not.toMatch(/[\r\n]/);
          return;
        }
        expect(table.data).toHaveLength(table.rows * table.columns);
        expect(table.names).toHaveLength(table.columns);
        expect(table.data.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('files', () => {
  test('a path, and its refusals', () => {
    expect(rowsOf(readTable(write('a.csv', 'x\n1\n2')))).toEqual([[1], [2]]);
    expect(refusal(() => readTable(join(folder, 'nowhere.csv')))).toMatch(
      /nowhere\.csv\] expected a file of numbers, got nothing at that path\./,
    );
    expect(refusal(() => readTable(folder))).toMatch(/expected a file of numbers, got a folder\./);
    expect(refusal(() => readTable('a\0b'))).toMatch(/expected a file of numbers, got /);
    expect(refusal(() => readTable(write('a.npz', Uint8Array.of(0x50, 0x4b, 3, 4, 0))))).toMatch(/got a zip archive/);
    expect(refusal(() => readTable(write('a.gz', Uint8Array.of(0x1f, 0x8b, 8))))).toMatch(/got a gzip file\. Unpack it first\./);
    expect(refusal(() => readTable(write('b.csv', Buffer.from('\ufeff1,2', 'utf16le'))))).toMatch(/got UTF-16 text/);
    expect(refusal(() => readTable(write('c.npy', '1,2')))).toMatch(/expected the \.npy signature/);
  });

  test('a million numbers in a blink, without an object per row', () => {
    const line = '0.123456789,-2.5e-3,7,1e3\n';
    const table = readTable(write('long.csv', line.repeat(250_000)));
    expect([table.rows, table.columns, table.data.length]).toEqual([250_000, 4, 1_000_000]);
    expect([...table.data.subarray(-4)]).toEqual([0.123456789, -0.0025, 7, 1000]);
  });
});

describe('picking columns', () => {
  const table = text('alpha,beta,gamma,beta2\n1,2,3,4\n5,6,7,8');
  test.each([
    ['0,1', [1, 2, 5, 6]],
    ['beta,alpha', [2, 1, 6, 5]],
    ['1-3', [2, 3, 4, 6, 7, 8]],
    [' gamma , 0 ', [3, 1, 7, 5]],
  ])('%j', (spec, data) => {
    expect([...pickColumns(table, spec).data]).toEqual(data);
    expect(pickColumns(table, spec)).toMatchObject({ n: 2, dim: data.length / 2 });
  });

  test.each([
    [
      'bta',
      '[f.csv] column "bta": expected a number, a range or a known name. It has 4: "alpha", "beta", "gamma", "beta2". Did you mean "beta"?',
    ],
    ['4', '[f.csv] column "4": expected 0 to 3, counted from 0, got 4. It has 4: "alpha", "beta", "gamma", "beta2".'],
    ['2-9', '[f.csv] column "2-9": expected 0 to 3, counted from 0, got 9. It has 4: "alpha", "beta", "gamma", "beta2".'],
    ['3-1', '[f.csv] column "3-1": expected a rising range, got 3 down to 1. Write 1-3.'],
    ['', '[f.csv] column "": expected a number, a name or a range such as 0-2, got nothing. It has 4: "alpha", "beta", "gamma", "beta2".'],
    ['0,alpha', '[f.csv] columns "0,alpha": expected each column once, got 0 twice. Name it once.'],
  ])('refuses %j', (spec, message) => {
    expect(refusal(() => pickColumns(table, spec))).toBe(message);
  });

  test('a name that two columns bear', () => {
    const twins = text('a,b,a\n1,2,3');
    expect(refusal(() => pickColumns(twins, 'a'))).toBe(
      '[f.csv] column "a": expected one column of that name, got 2. Use its number: 0 or 2.',
    );
    expect([...pickColumns(twins, '0,2').data]).toEqual([1, 3]);
  });

  test('any text at all picks or is refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom('0', '1', '9', '-', ',', 'alpha', ' ')).map((parts) => parts.join('')),
        ),
        (spec) => {
          try {
            expect(pickColumns(table, spec).n).toBe(2);
          } catch (error) {
            expect(error).toBeInstanceOf(SzilardError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
