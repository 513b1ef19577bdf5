import { noise } from '@szilard/core';
import { jumpBytes } from './jump-bytes.generated.ts';

type Kernel = (...args: number[]) => number;
type Continuous = 'FIRST' | 'SECOND' | 'LANE' | 'ROW' | 'LEFT' | 'WORTH' | 'ROW_END' | 'WORTH_END' | 'TABLE';
type Discrete = 'X' | 'THETA' | 'WHO' | 'LOG_X' | 'LOG_THETA' | 'COUNTS_X' | 'COUNTS_THETA' | 'TABLE_X' | 'TABLE_THETA';

/** The SIMD kernels of `assembly/jumps.ts` and their memory: nothing in it outlives a call into this package. */
export interface JumpRoom {
  readonly kernel: Readonly<Record<'round' | 'carry' | 'steps' | 'tally', Kernel>>;
  /** Addresses in bytes, as `assembly/room.ts` has them. */
  readonly at: Readonly<Record<Continuous | Discrete, number>>;
  /** Trajectories of a block, and rows of draws, at most. */
  readonly lanes: number;
  readonly rows: number;
  readonly tableBytes: number;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly draws: Uint32Array;
  readonly doubles: Float64Array;
}

let opened: JumpRoom | null | undefined;

/** The room, made when it is first asked for; null where there is no WebAssembly SIMD. */
export const jumpRoom = (): JumpRoom | null => (opened === undefined ? (opened = open()) : opened);

function open(): JumpRoom | null {
  if (!noise.room) return null;
  const { memory, from, bytes } = noise.room;
  const code = Uint8Array.from(atob(jumpBytes), (c) => c.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  const constants = Object.fromEntries(
    Object.entries(exports as Record<string, { readonly value: number }>).map(([name, constant]) => [name, constant.value]),
  );
  const { LANES, ROWS, TABLE, TABLE_BYTES, FIRST } = constants;
  // Both sides write the border down: kernels that do not keep to it do not run.
  if (FIRST !== from || TABLE + TABLE_BYTES > from + bytes) return null;
  const { buffer } = memory;
  return {
    kernel: exports as JumpRoom['kernel'],
    at: constants as JumpRoom['at'],
    lanes: LANES,
    rows: ROWS,
    tableBytes: TABLE_BYTES,
    bytes: new Uint8Array(buffer),
    words: new Int32Array(buffer),
    draws: new Uint32Array(buffer),
    doubles: new Float64Array(buffer),
  };
}
