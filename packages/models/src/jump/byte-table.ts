import type { MoveRows } from './move-rows.ts';

/** Rows of a table of bytes, and moves from each, at most: 64 entries. */
const [MOST_ROWS, MOST_WIDTH] = [16, 4];
/** Layout in bytes; `assembly/steps.ts` has the same. */
const [OFFSETS, FIRSTS, STATES, WORDS, EXACT, SIZE] = [0, 16, 32, 96, 288, 672];
/** No word of 26 bits. */
const NEVER = 0x7fffffff;

export interface ByteTable {
  readonly bytes: Uint8Array;
  /** At most four rows of at most two moves: one page of each kind. */
  readonly small: boolean;
  readonly entries: number;
}

export const fitsBytes = ({ rows, width, finite }: MoveRows): boolean => finite && rows <= MOST_ROWS && width <= MOST_WIDTH;

const made = new WeakMap<MoveRows, ByteTable>();

/** Rows for the kernel that reads tables by shuffling bytes. */
export function byteTable(rows: MoveRows, states: number): ByteTable {
  let table = made.get(rows);
  if (!table) made.set(rows, (table = make(rows, states)));
  return table;
}

function make({ rows, width, depth, bound, to }: MoveRows, states: number): ByteTable {
  const bytes = new Uint8Array(SIZE);
  const words = new Int32Array(bytes.buffer);
  const doubles = new Float64Array(bytes.buffer);
  for (let partner = 0; partner * states < rows; partner++) bytes[OFFSETS + partner] = partner * states;
  bytes.set(to, STATES);
  words.fill(NEVER, WORDS / 4, EXACT / 4);
  doubles.fill(2, EXACT / 8);
  for (let row = 0; row < rows; row++) {
    bytes[FIRSTS + row] = row * width;
    for (let k = 0; k < depth; k++) {
      const chance = 1 - bound[row * depth + k];
      doubles[EXACT / 8 + 16 * k + row] = chance;
      words[WORDS / 4 + 16 * k + row] = Math.floor(chance * 67108864);
    }
  }
  return { bytes, small: rows <= 4 && width <= 2, entries: 4 * Math.ceil((rows * width) / 4) };
}
