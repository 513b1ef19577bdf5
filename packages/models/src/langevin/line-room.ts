import { noise } from '@szilard/core';
import { lineBytes } from './line-bytes.generated.ts';
import { type LineColumns, plainTick } from './line-plain.ts';
import { KIND, KINDS, ROW } from './line-row.ts';

/** Where polynomial moves on the line are made. Nothing in it outlives a call into this package. */
export interface LineRoom extends LineColumns {
  /** Rows of ticks to come; [256, 16]. */
  readonly ticks: Float64Array;
  /** Normal deviates; [16, n]. */
  readonly draws: Float64Array;
  /** Makes the tick of a row by a row of draws. */
  tick(tick: number, draw: number): void;
}

/** Rows of draws, and of ticks. */
export const [ROWS, MANY] = [16, 256];

/** In plain TypeScript, for any n. `scale`: 1/√β of every trajectory, [n]; the SIMD kernels find it in the rows of ticks. */
export function plainRoom(n: number, scale: Float64Array): LineRoom {
  const column = () => new Float64Array(n);
  const columns: LineColumns = { x: column(), push: column(), flow: column(), ratio: column() };
  const [ticks, draws] = [new Float64Array(MANY * ROW), new Float64Array(ROWS * n)];
  return {
    ...columns,
    ticks,
    draws,
    tick: (tick, draw) => plainTick(columns, ticks.subarray(ROW * tick, ROW * (tick + 1)), draws.subarray(n * draw, n * (draw + 1)), scale),
  };
}

/** Where moves are made by a drift that functions are asked for, which may not use this room themselves; [n] each. */
export interface KickRoom {
  readonly x: Float64Array;
  readonly ratio: Float64Array;
  /** Drift at the start of the last move, at its end, and at the start of the next. */
  readonly push: Float64Array;
  readonly back: Float64Array;
  readonly next: Float64Array;
  /** Way and kick of the last move. */
  readonly far: Float64Array;
  readonly work: Float64Array;
  /** Numbers that compiled functions read. */
  readonly numbers: Float64Array;
  /** Addresses of these, for such functions; and the bytes of a column. */
  readonly at: Readonly<Record<'x' | 'back' | 'next' | 'work' | 'numbers', number>>;
  readonly end: number;
  readonly memory: object;
  open(width: number, gain: number): void;
  /** A first move, by `next`; by a row of the draws. */
  begin(row: number): void;
  /** Books the last move, and makes one by `next`; or, where it is at rest, by `back`. */
  drive(row: number): void;
  rest(row: number): void;
}

type Kernel = (tick: number, end: number, draws: number) => void;
const PLACES = [
  'LANES',
  'ROWS',
  'MANY',
  'X',
  'PUSH',
  'FLOW',
  'RATIO',
  'BACK',
  'NEXT',
  'WORK',
  'NUMBERS',
  'MOST',
  'TICKS',
  'DRAWS',
] as const;
interface Module {
  readonly kernels: readonly Kernel[];
  readonly kicks: Readonly<Record<'begin' | 'drive' | 'rest', Kernel>>;
  readonly at: Readonly<Record<(typeof PLACES)[number], number>>;
  readonly memory: { readonly buffer: ArrayBuffer };
}
let opened: Module | null | undefined;
/** Bytes of a column, in whole fours. */
const endOf = (n: number): number => 8 * ((n + 3) & ~3);

/** The kernels of `assembly/line.ts` in the memory of the noise; null where there is no WebAssembly SIMD, or n is beyond them. */
export function wasmRoom(n: number): LineRoom | null {
  if (opened === undefined) opened = open();
  if (!opened || n > opened.at.LANES) return null;
  const { kernels, at, memory } = opened;
  const numbers = (from: number, length: number) => new Float64Array(memory.buffer, from, length);
  const ticks = numbers(at.TICKS, MANY * ROW);
  const end = endOf(n);
  return {
    x: numbers(at.X, n),
    push: numbers(at.PUSH, n),
    flow: numbers(at.FLOW, n),
    ratio: numbers(at.RATIO, n),
    ticks,
    draws: numbers(at.DRAWS, ROWS * n),
    tick: (tick, draw) => kernels[ticks[ROW * tick + KIND]](at.TICKS + 8 * ROW * tick, end, at.DRAWS + 8 * n * draw),
  };
}

/** As `wasmRoom`. */
export function kickRoom(n: number): KickRoom | null {
  const room = wasmRoom(n);
  if (!room || !opened) return null;
  const { kicks, at, memory } = opened;
  const { buffer } = memory;
  const end = endOf(n);
  const column = (from: number) => new Float64Array(buffer, from, n);
  const make = (kernel: Kernel) => (row: number) => kernel(at.TICKS, end, at.DRAWS + 8 * n * row);
  return {
    x: room.x,
    ratio: room.ratio,
    push: room.push,
    back: column(at.BACK),
    next: column(at.NEXT),
    far: room.flow,
    work: column(at.WORK),
    numbers: new Float64Array(buffer, at.NUMBERS, at.MOST),
    at: { x: at.X, back: at.BACK, next: at.NEXT, work: at.WORK, numbers: at.NUMBERS },
    end,
    memory,
    open(width, gain) {
      room.ticks[0] = width;
      room.ticks[1] = gain;
    },
    begin: make(kicks.begin),
    drive: make(kicks.drive),
    rest: make(kicks.rest),
  };
}

/** Is it one number for all? */
export function alike(beta: Float64Array): boolean {
  for (let i = 1; i < beta.length; i++) if (beta[i] !== beta[0]) return false;
  return true;
}

/** Room for normal deviates; [rows, n]. They are made in place where that can be, and hold no longer than a call into this package. */
export const lineDraws = (n: number): Float64Array => wasmRoom(n)?.draws ?? new Float64Array(ROWS * n);

function open(): Module | null {
  if (!noise.room) return null;
  const { memory, from, bytes } = noise.room;
  const code = Uint8Array.from(atob(lineBytes), (c) => c.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  const known = exports as Readonly<Record<string, unknown>>;
  const at = Object.fromEntries(PLACES.map((name) => [name, (known[name] as { value: number }).value])) as Module['at'];
  // Both sides write the border down: kernels that do not keep to it do not run.
  if (at.X !== from || at.ROWS !== ROWS || at.MANY !== MANY || at.DRAWS + 8 * at.ROWS * at.LANES + 64 > from + bytes) return null;
  return { kernels: KINDS.map((name) => known[name] as Kernel), kicks: exports as unknown as Module['kicks'], at, memory };
}
