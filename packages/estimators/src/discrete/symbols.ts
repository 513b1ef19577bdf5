import type { Batch } from '@szilard/core';

/** Rows by name only: two rows are the same symbol or they are not. */
export interface Symbols {
  readonly n: number;
  /** Symbol of each row, numbered in the order of first appearance; [n]. */
  readonly of: Int32Array;
  /** Different symbols among the rows. */
  readonly size: number;
}

/**
 * Whole rows as symbols; [n, dim] → [n]. Equal where all columns are equal as numbers, so −0 is 0; nothing is rounded or binned.
 * Open addressing on a hash of the row, every hit compared column by column: O(n·dim), whatever the alphabet. Finite numbers only.
 */
export function symbolsOf({ n, dim, data }: Batch): Symbols {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2 * n, 16)));
  const table = new Int32Array(slots).fill(-1);
  const first = new Int32Array(n);
  const of = new Int32Array(n);
  let size = 0;
  for (let i = 0; i < n; i++) {
    let slot = hash(data, i * dim, dim) & (slots - 1);
    while (table[slot] >= 0 && !sameRow(data, i * dim, first[table[slot]] * dim, dim)) slot = (slot + 1) & (slots - 1);
    if (table[slot] < 0) {
      first[size] = i;
      table[slot] = size++;
    }
    of[i] = table[slot];
  }
  return { n, of, size };
}

/** The pair (a, b) as one symbol. A table where it has few more entries than there are rows, else by hash. */
export function joint(a: Symbols, b: Symbols): Symbols {
  const { n } = a;
  if (a.size === 1) return b;
  if (b.size === 1) return a;
  if (a.size * b.size > Math.max(1024, 4 * n)) {
    const data = new Float64Array(n);
    for (let i = 0; i < n; i++) data[i] = a.of[i] * b.size + b.of[i];
    return symbolsOf({ n, dim: 1, data });
  }
  const keys = new Int32Array(n);
  for (let i = 0; i < n; i++) keys[i] = a.of[i] * b.size + b.of[i];
  return renumbered(keys, a.size * b.size);
}

/** Chosen rows, numbered anew. */
export function picked(symbols: Symbols, rows: Int32Array): Symbols {
  return renumbered(
    rows.map((row) => symbols.of[row]),
    symbols.size,
  );
}

function renumbered(keys: Int32Array, range: number): Symbols {
  const table = new Int32Array(range).fill(-1);
  const of = new Int32Array(keys.length);
  let size = 0;
  for (let i = 0; i < keys.length; i++) {
    if (table[keys[i]] < 0) table[keys[i]] = size++;
    of[i] = table[keys[i]];
  }
  return { n: keys.length, of, size };
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);

function hash(data: Float64Array, from: number, dim: number): number {
  let h = 0x2545f491;
  for (let k = 0; k < dim; k++) {
    // −0 + 0 = 0: the two zeros are one number, so they must be one pattern of bits.
    word[0] = data[from + k] + 0;
    h = Math.imul(h ^ halves[0], 0x9e3779b1);
    h = Math.imul((h >>> 15) ^ h ^ halves[1], 0x85ebca77);
    h ^= h >>> 13;
  }
  h = Math.imul(h, 0xc2b2ae3d);
  return h ^ (h >>> 16);
}

function sameRow(data: Float64Array, a: number, b: number, dim: number): boolean {
  for (let k = 0; k < dim; k++) if (data[a + k] !== data[b + k]) return false;
  return true;
}
