import { jumpBytes } from './jump-bytes.generated.ts';

/** Trajectories of a block at most; larger blocks go by the plain contract. */
export const MOST_LANES = 1024;
/** Rows of draws for each of two uses. */
export const DRAW_ROWS = 32;
/** Entries of a table of bytes, in discrete time; of any table, in continuous time. */
export const BYTE_ENTRIES = 64;
export const MOST_ENTRIES = 65536;

type Kernel = (...args: number[]) => number;

/** Memory of the SIMD kernels of `assembly/jumps.ts`: nothing in it outlives a call into this package. Addresses in bytes. */
export interface JumpRoom {
  readonly kernel: Readonly<Record<'round' | 'carry' | 'steps' | 'tally', Kernel>>;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly draws: Uint32Array;
  readonly doubles: Float64Array;
  readonly at: Readonly<Record<keyof typeof SIZES, number>>;
}

const N = MOST_LANES;
const SIZES = {
  // Draws: waiting times and choices, or those of x and of theta.
  first: 8 * N * DRAW_ROWS,
  second: 8 * N * DRAW_ROWS,
  lanes: 4 * N,
  row: 8 * N,
  left: 8 * N,
  worth: 16 * N,
  rowEnd: 4 * N,
  worthEnd: 16 * N,
  x: N,
  theta: N,
  who: 2 * DRAW_ROWS,
  logX: N * DRAW_ROWS,
  logTheta: N * DRAW_ROWS,
  countsX: 4 * N * BYTE_ENTRIES,
  countsTheta: 4 * N * BYTE_ENTRIES,
  bytesX: 704,
  bytesTheta: 704,
  scratch: 64,
  table: 64,
  stays: 8 * MOST_ENTRIES,
  bounds: 8 * MOST_ENTRIES,
  rows: 4 * MOST_ENTRIES,
  worths: 16 * MOST_ENTRIES,
};
/** The lower 64 KiB stay free for the compiler's own data. */
const BASE = 65536;

let opened: JumpRoom | null | undefined;

/** The room, made when it is first asked for; null where there is no WebAssembly SIMD. */
export const jumpRoom = (): JumpRoom | null => (opened === undefined ? (opened = open()) : opened);

function open(): JumpRoom | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(jumpBytes), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  let next = BASE;
  const at = Object.fromEntries(
    Object.entries(SIZES).map(([name, size]) => {
      const from = next;
      // Loads of sixteen bytes may reach past the end of a row.
      next += (size + 127) & ~63;
      return [name, from];
    }),
  ) as JumpRoom['at'];
  const pages = Math.ceil(next / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const { buffer } = memory;
  return {
    kernel: exports as JumpRoom['kernel'],
    bytes: new Uint8Array(buffer),
    words: new Int32Array(buffer),
    draws: new Uint32Array(buffer),
    doubles: new Float64Array(buffer),
    at,
  };
}
