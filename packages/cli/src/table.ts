import { readFileSync } from 'node:fs';
import { type Batch, batch, nearest, SzilardError } from '@szilard/core';
import { parseDelimited } from './delimited.ts';
import { parseNpy } from './npy.ts';
import { isNpy } from './npy-header.ts';
import { isParquet, parseParquet } from './parquet.ts';
import { type LabelChoice, show, type Table } from './table-parts.ts';

export type { Table };

/** Read a text table (comma, semicolon, tab or blank) or a .npy array, told apart by their first bytes. */
export function readTable(path: string): Table {
  const source = path.replace(/\s+/g, ' ');
  return tableOf(load(path, source), path, source);
}

function tableOf(bytes: Buffer, path: string, source: string): Table {
  if (isNpy(bytes) || /\.npy$/i.test(path)) return parseNpy(bytes, source);
  const foreign = signatures.find(([start]) => start.every((byte, i) => bytes[i] === byte));
  if (foreign) throw new SzilardError('input', `[${source}] expected text or a .npy array, got ${foreign[1]}. ${foreign[2]}`);
  return parseDelimited(bytes, source);
}

/** The same, and Parquet files; `isLabel` picks columns of text. */
export async function openTable(path: string, isLabel?: LabelChoice): Promise<Table> {
  const source = path.replace(/\s+/g, ' ');
  const bytes = load(path, source);
  if (isParquet(bytes) || /\.(parquet|pq)$/i.test(path)) return parseParquet(bytes, source, isLabel);
  if (!isLabel || isNpy(bytes)) return tableOf(bytes, path, source);
  return parseDelimited(bytes, source, isLabel);
}

const signatures: readonly (readonly [start: readonly number[], what: string, remedy: string])[] = [
  [[0x50, 0x4b, 3, 4], 'a zip archive (.npz, .xlsx or .zip)', 'Save one plain array with numpy.save, or export text.'],
  [[0x1f, 0x8b], 'a gzip file', 'Unpack it first.'],
  [[0xff, 0xfe], 'UTF-16 text', 'Save it as UTF-8.'],
  [[0xfe, 0xff], 'UTF-16 text', 'Save it as UTF-8.'],
];

function load(path: string, source: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const told: Record<string, string> = {
      ENOENT: 'got nothing at that path. Check its spelling, and the folder you are in.',
      EISDIR: 'got a folder. Name a file inside it.',
      EACCES: 'got no permission to read it. Change its permissions.',
      ERR_FS_FILE_TOO_LARGE: 'got more than 2 GiB. Split it, or take every n-th row.',
    };
    const got = told[code ?? ''] ?? `got ${show(message)}. Check the path.`;
    throw new SzilardError('input', `[${source}] expected a file of numbers, ${got}`, { cause });
  }
}

/** Columns by number, name or range of numbers: `0,1`, `alpha,beta`, `0-2`; [rows, picked], a copy. */
export function pickColumns(table: Table, spec: string): Batch {
  const picked = spec.split(',').flatMap((part) => resolve(table, part.trim()));
  const twice = picked.find((k, i) => picked.indexOf(k) !== i);
  if (twice !== undefined)
    throw new SzilardError(
      'input',
      `[${table.source}] columns ${show(spec)}: expected each column once, got ${twice} twice. Name it once.`,
    );
  const out = batch(table.rows, picked.length);
  for (let i = 0, to = 0; i < table.rows; i++) for (const k of picked) out.data[to++] = table.data[i * table.columns + k];
  return out;
}

function resolve({ names, columns, source }: Table, part: string): number[] {
  const refuse = (text: string): never => {
    throw new SzilardError('input', `[${source}] column ${show(part)}: ${text}`);
  };
  const has = `It has ${columns}: ${names.slice(0, 12).map(show).join(', ')}${columns > 12 ? ', …' : ''}.`;
  if (part === '') refuse(`expected a number, a name or a range such as 0-2, got nothing. ${has}`);

  const places = names.flatMap((name, k) => (name === part ? [k] : []));
  if (places.length > 1) refuse(`expected one column of that name, got ${places.length}. Use its number: ${places.join(' or ')}.`);
  if (places.length === 1) return places;

  const [, from, to = from] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(part) ?? [];
  if (from === undefined) {
    const near = nearest(part, [...new Set(names)]);
    refuse(`expected a number, a range or a known name. ${has}${near === undefined ? '' : ` Did you mean ${show(near)}?`}`);
  }
  const [low, high] = [Number(from), Number(to)];
  if (low > high) refuse(`expected a rising range, got ${low} down to ${high}. Write ${high}-${low}.`);
  if (high >= columns) refuse(`expected 0 to ${columns - 1}, counted from 0, got ${high}. ${has}`);
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}
