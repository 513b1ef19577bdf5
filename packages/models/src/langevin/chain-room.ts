import { noise } from '@szilard/core';
import { chainBytes } from './chain-bytes.generated.ts';

/** Moves of a bead that `assembly/chain.ts` has in SIMD. */
export type MadeKernel = 'linearFree' | 'linearPushed' | 'sites' | 'bonds';
/** So many ticks and tiles; bytes of a tile, and of a row of noise. */
export type ChainKernel = (ticks: number, tiles: number, tile: number, row: number) => void;
type Place = 'NOISE' | 'ORDER' | 'SETTINGS' | 'BEADS' | 'RATIO' | 'TILES';

/** The SIMD kernels of `assembly/chain.ts` and their memory: nothing in it outlives a call into this package. */
export interface ChainRoom {
  readonly memory: object;
  readonly kernel: Readonly<Record<MadeKernel, ChainKernel>>;
  /** Addresses in bytes. */
  readonly at: Readonly<Record<Place, number>>;
  /** Trajectories of a block, ticks a call, beads at most. */
  readonly lanes: number;
  readonly rows: number;
  readonly most: number;
  /** Bytes from TILES on. */
  readonly tileBytes: number;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
}

let opened: ChainRoom | null | undefined;

/** The room, made when it is first asked for; null where there is no WebAssembly SIMD. */
export const chainRoom = (): ChainRoom | null => (opened === undefined ? (opened = open()) : opened);

function open(): ChainRoom | null {
  if (!noise.room) return null;
  const { memory, from, bytes } = noise.room;
  const code = Uint8Array.from(atob(chainBytes), (c) => c.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  const constants = Object.fromEntries(
    Object.entries(exports as Record<string, { readonly value: number }>).map(([name, constant]) => [name, constant.value]),
  );
  const { FIRST, LANES, ROWS, MOST, TILES } = constants;
  // Both sides write the border down: kernels that do not keep to it do not run.
  if (FIRST !== from || TILES >= from + bytes) return null;
  const { buffer } = memory;
  return {
    memory,
    kernel: exports as ChainRoom['kernel'],
    at: constants as ChainRoom['at'],
    lanes: LANES,
    rows: ROWS,
    most: MOST,
    tileBytes: from + bytes - TILES,
    words: new Int32Array(buffer),
    doubles: new Float64Array(buffer),
  };
}
