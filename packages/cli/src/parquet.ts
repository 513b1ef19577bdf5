import { SzilardError } from '@szilard/core';
import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type LabelChoice, labelCoder, show, type Table } from './table-parts.ts';

export const isParquet = (bytes: Uint8Array): boolean => bytes.length >= 12 && String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1';

/** A Parquet file of flat columns of numbers or booleans; text only in columns that are said to be labels. */
export async function parseParquet(bytes: Uint8Array, source: string, isLabel: LabelChoice = () => false): Promise<Table> {
  const refuse = (text: string, cause?: unknown): never => {
    throw new SzilardError('input', `[${source}] ${text}`, { cause });
  };
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
  try {
    const metadata = await parquetMetadataAsync(file);
    const { children } = parquetSchema(metadata);
    const nested = children.find((child) => child.children.length > 0);
    if (nested) refuse(`column ${show(nested.element.name)}: expected plain columns, got a nested one. Flatten it before saving.`);
    const [rows, columns] = [Number(metadata.num_rows), children.length];
    if (rows === 0 || columns === 0) refuse(`expected at least one number, got ${rows} rows of ${columns} columns.`);
    const data = new Float64Array(rows * columns);
    const names = children.map(({ element }) => element.name);
    const codes = names.map((name, k) => (isLabel(name, k) ? labelCoder() : undefined));
    // Told after the read: what a callback throws inside the library reaches nobody.
    let fault: string | undefined;
    const take = (name: string, values: ArrayLike<unknown>, first: number) => {
      const k = names.indexOf(name);
      for (let i = 0; i < values.length && first + i < rows; i++) {
        const value = codes[k]?.(String(values[i])) ?? numberOf(values[i]);
        if (!Number.isFinite(value))
          fault ??= `row ${first + i}, column ${k} ${show(name)} (counted from 0): expected a finite number that a double holds, got ${show(String(values[i]))}. Repair or drop that row, or give text columns in --labels.`;
        data[(first + i) * columns + k] = value;
      }
    };
    await parquetRead({
      file,
      metadata,
      compressors,
      onChunk: ({ columnName, columnData, rowStart }) => take(columnName, columnData, rowStart),
    });
    if (fault !== undefined) refuse(fault);
    return { names, columns, rows, data, source };
  } catch (cause) {
    if (cause instanceof SzilardError) throw cause;
    return refuse(
      `expected a Parquet file, got one that cannot be read: ${(cause as Error).message.split('\n')[0]}. Save it again.`,
      cause,
    );
  }
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint' && value >= -9007199254740992n && value <= 9007199254740992n) return Number(value);
  return Number.NaN;
}
