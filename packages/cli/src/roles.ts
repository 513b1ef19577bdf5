import { existsSync } from 'node:fs';
import { type Batch, type Columns, nearest, type QuantityPlugin, SzilardError } from '@szilard/core';
import { openTable, pickColumns, type Table } from './table.ts';
import { indexNames } from './table-parts.ts';

export interface RoleOptions {
  /** Columns by role: `COLUMNS`, `FILE`, `FILE:COLUMNS`, or numbers themselves, `=1,2,3`. */
  readonly said: Readonly<Record<string, string>>;
  /** The column that tells trajectories apart. */
  readonly trajectory?: string;
  /** Columns of text. */
  readonly labels?: string;
  readonly transpose?: boolean;
}

/** The input of a quantity out of a file and of what was said about its columns. */
export async function inputOf(quantity: QuantityPlugin, file: string, options: RoleOptions): Promise<Columns> {
  const unknown = Object.keys(options.said).find((name) => quantity.roles.every((role) => role.name !== name));
  if (unknown !== undefined) {
    const names = quantity.roles.map(({ name }) => `--${name}`);
    const near = nearest(`--${unknown}`, names);
    throw new SzilardError(
      'parameter',
      `[--${unknown}] ${quantity.id} has no such part. It has: ${names.join(', ')}.${near ? ` Did you mean ${near}?` : ''}`,
    );
  }
  if (options.trajectory !== undefined && !quantity.series)
    throw new SzilardError('parameter', `[--trajectory] expected a quantity of time series, got ${quantity.id}. Leave it out.`);
  const table = await tableAt(file, options);
  const aside = options.trajectory === undefined ? undefined : pickColumns(table, options.trajectory);
  const starts = aside ? startsOf(aside, table.source) : [0];
  const free = indexNames(table.columns).filter((k) => aside === undefined || !samePlace(table, options.trajectory!, Number(k)));
  const roles: Record<string, Batch> = {};
  const missing = quantity.roles.filter(({ name, optional }) => options.said[name] === undefined && !optional);
  for (const { name, columns } of quantity.roles) {
    const said = options.said[name];
    if (said !== undefined) roles[name] = await columnsOf(name, said, table, options);
    if (said !== undefined && columns !== undefined) mustHave(name, roles[name], columns, table.source);
  }
  const used = Object.keys(options.said).length;
  if (missing.length === 1 && used === 0) roles[missing[0].name] = pickColumns(table, free.join(','));
  else if (missing.length > 0 && used === 0 && free.length === missing.length)
    for (const [k, { name }] of missing.entries()) roles[name] = pickColumns(table, free[k]);
  else if (missing.length === 1 && used > 0 && quantity.roles[0] === missing[0]) roles[missing[0].name] = firstOf(table, free, options);
  else if (missing.length > 0) {
    throw new SzilardError(
      'input',
      `[${table.source}] has ${table.columns} columns: ${table.names.join(', ')}. Say which are ${missing.map(({ name }) => name).join(' and which are ')}, for example ${missing.map(({ name }, k) => `--${name} ${k}`).join(' ')}.`,
    );
  }
  for (const role of quantity.roles) {
    if (!roles[role.name]) continue;
    if (role.columns !== undefined) mustHave(role.name, roles[role.name], role.columns, table.source);
    if (role.aligned && quantity.series && roles[role.name].n !== table.rows)
      throw new SzilardError('shape', `[--${role.name}] expected ${table.rows} rows as in ${table.source}, got ${roles[role.name].n}.`);
  }
  return { roles, starts };
}

function mustHave(name: string, { dim }: Batch, columns: number, source: string): void {
  if (dim !== columns)
    throw new SzilardError(
      'shape',
      `[${source}] --${name}: expected ${columns} column${columns === 1 ? '' : 's'}, got ${dim}. Name ${columns === 1 ? 'one' : columns}, for example --${name} 0.`,
    );
}

/** A first part left out beside others that were named: the only column of the file, or its first where that is free. */
function firstOf(table: Table, free: readonly string[], { said }: RoleOptions): Batch {
  const here = Object.values(said).flatMap((text) => (text.startsWith('=') || splitFile(text) ? [] : text.split(',')));
  const left = free.filter((k) => !here.includes(k) && !here.includes(table.names[Number(k)]));
  if (left.length === 1 || here.length === 0) return pickColumns(table, left.join(','));
  return pickColumns(table, left[0] ?? '0');
}

async function columnsOf(role: string, text: string, table: Table, options: RoleOptions): Promise<Batch> {
  if (text.startsWith('=')) {
    const numbers = text.slice(1).split(',').map(Number);
    if (numbers.some((value) => !Number.isFinite(value)) || text.length === 1)
      throw new SzilardError('parameter', `[--${role}] expected numbers between commas after =, got "${text}".`);
    return { n: numbers.length, dim: 1, data: Float64Array.from(numbers) };
  }
  const elsewhere = splitFile(text);
  if (!elsewhere) return pickColumns(table, text);
  const other = await tableAt(elsewhere.file, options);
  return pickColumns(other, elsewhere.columns ?? indexNames(other.columns).join(','));
}

/** `FILE` or `FILE:COLUMNS`, where such a file exists. */
function splitFile(text: string): { file: string; columns?: string } | undefined {
  if (/^[\d,\s-]+$/.test(text)) return undefined;
  const at = text.lastIndexOf(':');
  if (at > 0 && existsSync(text.slice(0, at))) return { file: text.slice(0, at), columns: text.slice(at + 1) };
  return existsSync(text) || /\.(csv|tsv|txt|dat|npy|parquet|pq)$/i.test(text) ? { file: text } : undefined;
}

async function tableAt(file: string, { labels, transpose }: RoleOptions): Promise<Table> {
  const wanted = labels?.split(',').map((part) => part.trim());
  const table = await openTable(
    file,
    wanted ? (name, k) => wanted.includes('*') || wanted.includes(name) || wanted.includes(String(k)) : undefined,
  );
  const stray = wanted?.find((part) => part !== '*' && !table.names.includes(part) && !(Number(part) < table.columns));
  if (stray !== undefined)
    throw new SzilardError('input', `[--labels] ${table.source} has no column "${stray}". It has: ${table.names.join(', ')}.`);
  if (!transpose) return table;
  const data = table.data.map((_, at) => table.data[(at % table.rows) * table.columns + Math.floor(at / table.rows)]);
  return { names: indexNames(table.rows), columns: table.rows, rows: table.columns, data, source: table.source };
}

const samePlace = (table: Table, text: string, k: number): boolean =>
  table.names.includes(text) ? table.names[k] === text : text === String(k);

/** Rows at which the value changes. A value that comes back would be a trajectory in two pieces. */
function startsOf({ n, dim, data }: Batch, source: string): number[] {
  if (dim !== 1) throw new SzilardError('parameter', `[--trajectory] expected one column, got ${dim}.`);
  const starts: number[] = [];
  const seen = new Set<number>();
  for (let i = 0; i < n; i++) {
    if (i > 0 && data[i] === data[i - 1]) continue;
    if (seen.has(data[i]))
      throw new SzilardError('input', `[${source}] --trajectory: ${data[i]} comes back in row ${i}. Sort rows by trajectory first.`);
    seen.add(data[i]);
    starts.push(i);
  }
  return starts;
}
