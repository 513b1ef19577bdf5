import { SzilardError } from '@szilard/core';
import { indexNames, type LabelChoice, labelCoder, show, type Table } from './table-parts.ts';

const [TAB, NEWLINE, RETURN, BLANK, QUOTE, HASH, COMMA, SEMICOLON, PERCENT] = [9, 10, 13, 32, 34, 35, 44, 59, 37];
const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const isMissing = /^([+-]?(nan|inf|infinity)|n\/?a|null|none|-|\?)?$/i;

/**
 * Numbers in lines: cells between commas, semicolons, tabs or blanks; # and % start comment lines; an optional line of names
 * comes first. With `isLabel` that line must be there, and the columns it picks hold any text.
 */
export function parseDelimited(bytes: Buffer, source: string, isLabel?: LabelChoice): Table {
  const refuse = (line: number, text: string): never => {
    throw new SzilardError('input', `[${source}] ${line > 0 ? `line ${line}: ` : ''}${text}`);
  };
  if (bytes.includes(0)) refuse(0, 'expected text or a .npy array, got binary data. Export it as UTF-8 text or with numpy.save.');

  const lines = contentLines(bytes);
  const first = lines.next();
  if (!first) return refuse(0, 'expected lines of numbers, got an empty file or comments only. Check the path.');
  const split = splitter(bytes, separatorOf(bytes.toString('utf8', first.from, first.to)));
  const columns = split(first);
  const text = (k: number, encoding: 'latin1' | 'utf8' = 'latin1') => bytes.toString(encoding, split.starts[k], split.ends[k]);
  const heads = Array.from({ length: columns }, (_, k) => text(k, 'utf8').replaceAll('""', '"'));
  const isData = !isLabel && (heads.some((cell) => isNumber.test(cell)) || heads.every((cell) => isMissing.test(cell)));
  const codes = heads.map((name, k) => (isLabel?.(name, k) ? labelCoder() : undefined));
  const names = isData ? indexNames(columns) : heads.map((cell, k) => cell || String(k));

  // A cell and its separator are two bytes at least: the bound holds whatever the first line promises.
  const data = new Float64Array(Math.min(lines.atMost * columns, Math.ceil((bytes.length + 1) / 2)));
  let rows = 0;
  for (let line = isData ? first : lines.next(); line; line = lines.next()) {
    const found = line === first ? columns : split(line);
    if (found !== columns)
      refuse(line.number, `expected ${columns} columns as in line ${first.number}, got ${found}. Repair or drop that line.`);
    for (let k = 0; k < columns; k++) {
      const code = codes[k];
      if (code) {
        data[rows * columns + k] = code(text(k, 'utf8'));
        continue;
      }
      const cell = text(k);
      const value = isNumber.test(cell) ? Number(cell) : Number.NaN;
      if (!Number.isFinite(value)) refuse(line.number, faultOf(cell, text(k, 'utf8'), k, isData ? undefined : names[k], line === first));
      data[rows * columns + k] = value;
    }
    rows++;
  }
  if (rows === 0) refuse(0, `expected lines of numbers after the names in line ${first.number}, got none. Check the path.`);
  return { names, columns, rows, data: data.slice(0, rows * columns), source };
}

function faultOf(cell: string, shown: string, k: number, name: string | undefined, inFirst: boolean): string {
  const where = `column ${k}${name === undefined || name === String(k) ? '' : ` ${show(name)}`} (counted from 0)`;
  const got = cell === '' ? 'an empty cell' : show(shown);
  if (isNumber.test(cell) || isMissing.test(cell)) return `${where}: expected a finite number, got ${got}. Repair or drop that line.`;
  const hint = /^[+-]?\d*,\d+$/.test(cell)
    ? 'Write decimals with a point.'
    : inFirst
      ? 'The first line must be all names or all numbers.'
      : 'Repair or drop that line.';
  return `${where}: expected a number, got ${got}. ${hint}`;
}

interface Line {
  /** Counted from 1, blank and comment lines included. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** Lines that are neither blank nor comments, without blanks around them; leading tabs stay, for they may be empty cells. */
function contentLines(bytes: Buffer): { next(): Line | undefined; readonly atMost: number } {
  const mark = bytes.includes(NEWLINE) ? NEWLINE : RETURN;
  let atMost = 1;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) atMost++;
  const bom = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let start = bom ? 3 : 0;
  let number = 0;
  const next = (): Line | undefined => {
    while (start < bytes.length) {
      number++;
      let from = start;
      const end = bytes.indexOf(mark, start);
      let to = end < 0 ? bytes.length : end;
      start = to + 1;
      if (bytes[to - 1] === RETURN && to > from) to--;
      while (from < to && bytes[from] === BLANK) from++;
      while (to > from && (bytes[to - 1] === BLANK || bytes[to - 1] === TAB)) to--;
      let sign = from;
      while (sign < to && bytes[sign] === TAB) sign++;
      if (from < to && bytes[sign] !== HASH && bytes[sign] !== PERCENT) return { number, from, to };
    }
    return undefined;
  };
  return { next, atMost };
}

/** The byte between cells; BLANK stands for any run of blanks and tabs. */
function separatorOf(line: string): number {
  const bare = line.replace(/"[^"]*"/g, '""');
  if (bare.includes(';')) return SEMICOLON;
  if (bare.includes(',')) return COMMA;
  const mixed = line.split('\t').some(
    (cell) =>
      /\S\s+\S/.test(cell) &&
      cell
        .trim()
        .split(/\s+/)
        .every((part) => isNumber.test(part)),
  );
  return bare.includes('\t') && !mixed ? TAB : BLANK;
}

/** Finds the cells of a line, without blanks and quotes around them; answers how many. */
function splitter(bytes: Buffer, separator: number): { (line: Line): number; readonly starts: number[]; readonly ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  const isBlank = (at: number) => bytes[at] === BLANK || bytes[at] === TAB;
  const split = ({ from, to }: Line): number => {
    let cells = 0;
    for (let at = from; ; ) {
      while (at < to && isBlank(at) && bytes[at] !== separator) at++;
      if (separator === BLANK) while (at < to && isBlank(at)) at++;
      if (separator === BLANK && at >= to) return cells;
      let start = at;
      if (bytes[at] === QUOTE) {
        at++;
        while (at < to && (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE)) at += bytes[at] === QUOTE ? 2 : 1;
        at = Math.min(at, to);
      }
      while (at < to && bytes[at] !== separator && !(separator === BLANK && isBlank(at))) at++;
      let end = at;
      while (end > start && isBlank(end - 1)) end--;
      if (end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE) [start, end] = [start + 1, end - 1];
      starts[cells] = start;
      ends[cells++] = end;
      if (at++ >= to) return cells;
    }
  };
  return Object.assign(split, { starts, ends });
}
