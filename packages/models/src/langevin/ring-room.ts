import { noise } from '@szilard/core';
import { ROWS } from './line-room.ts';
import { ringBytes } from './ring-bytes.generated.ts';
import { NUMBERS, plainRingTick, type RingColumns } from './ring-plain.ts';

/** Where moves on the ring are made. Nothing in it outlives a call into this package. */
export interface RingRoom extends RingColumns {
  readonly numbers: Float64Array;
  /** Normal deviates; [16, n]. */
  readonly draws: Float64Array;
  /** Makes a tick by a row of draws. */
  tick(row: number): void;
}

/** In plain TypeScript, for any n. `scale`: 1/√β of every trajectory, [n]; the SIMD kernel has it in its spread. */
export function plainRingRoom(n: number, scale: Float64Array): RingRoom {
  const column = () => new Float64Array(n);
  const columns: RingColumns = { x: column(), push: column(), way: column(), ratio: column() };
  const [numbers, draws] = [new Float64Array(NUMBERS), new Float64Array(ROWS * n)];
  return {
    ...columns,
    numbers,
    draws,
    tick: (row) => plainRingTick(columns, numbers, draws.subarray(n * row, n * (row + 1)), scale),
  };
}

const PLACES = ['LANES', 'ROWS', 'X', 'PUSH', 'WAY', 'RATIO', 'NUMBERS', 'DRAWS'] as const;
interface Module {
  readonly tick: (end: number, draws: number) => void;
  readonly at: Readonly<Record<(typeof PLACES)[number], number>>;
  readonly buffer: ArrayBuffer;
}
let opened: Module | null | undefined;

/** The kernel of `assembly/ring.ts` in the memory of the noise; null where there is no WebAssembly SIMD, or n is beyond it. */
export function wasmRingRoom(n: number): RingRoom | null {
  if (opened === undefined) opened = open();
  if (!opened || n > opened.at.LANES) return null;
  const { tick, at, buffer } = opened;
  const column = (from: number, length = n) => new Float64Array(buffer, from, length);
  const end = 8 * ((n + 3) & ~3);
  return {
    x: column(at.X),
    push: column(at.PUSH),
    way: column(at.WAY),
    ratio: column(at.RATIO),
    numbers: column(at.NUMBERS, NUMBERS),
    draws: column(at.DRAWS, ROWS * n),
    tick: (row) => tick(end, at.DRAWS + 8 * n * row),
  };
}

function open(): Module | null {
  if (!noise.room) return null;
  const { memory, from, bytes } = noise.room;
  const code = Uint8Array.from(atob(ringBytes), (c) => c.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  const known = exports as Readonly<Record<string, unknown>>;
  const at = Object.fromEntries(PLACES.map((name) => [name, (known[name] as { value: number }).value])) as Module['at'];
  // Both sides write the border down: a kernel that does not keep to it does not run.
  if (at.X !== from || at.ROWS !== ROWS || at.DRAWS + 8 * at.ROWS * at.LANES + 64 > from + bytes) return null;
  return { tick: known.tick as Module['tick'], at, buffer: memory.buffer };
}
