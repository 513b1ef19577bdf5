import type { Buffers, RandomStream, Tick } from '@szilard/core';
import { compileMove } from './chain-compiled.ts';
import type { BeadMove } from './chain-moves.ts';
import { type ChainKernel, type ChainRoom, chainRoom } from './chain-room.ts';

/** What a stretch of moves goes by. */
export interface ChainLeg {
  readonly ticks: readonly Tick[];
  /** First tick, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly component: (control: Float64Array) => number;
  readonly lambda: number;
  /** Four numbers for every bead. */
  readonly ofBead: Float64Array;
  readonly rng: RandomStream;
}

/** Trajectories of a tile; it has a row of them for the place and one for the heat of every bead, and where bonds are kept one for the bond before it. */
const TILE = 32;

type Kernels = { readonly at: (lambda: number) => ChainKernel; readonly literals: readonly number[] };
// Compiling takes a millisecond, and every shorter last block asks for it again.
const compiled = new WeakMap<BeadMove, Kernels | null>();

/** The kernels of a move. Null: its functions cannot be put into SIMD. */
function kernelsOf(room: ChainRoom, move: BeadMove): Kernels | null {
  const { kernel } = move;
  if (kernel) return { at: (lambda) => room.kernel[kernel(lambda)], literals: [] };
  let found = compiled.get(move);
  if (found === undefined) {
    const made = compileMove(room, move);
    compiled.set(move, (found = made && { at: () => made.kernel, literals: made.literals }));
  }
  return found;
}

/** Many moves in a row in SIMD: states by tiles, where neighbours lie at constant distances. None where they have no room. */
export function chainStretch({ x, logRatio, parts }: Buffers, move: BeadMove): ((leg: ChainLeg) => void) | undefined {
  const room = chainRoom();
  const kernels = room && kernelsOf(room, move);
  // Bonds are kept by kernels that have been compiled.
  const bond = move.kernel ? undefined : move.bond;
  const row = (bond ? 3 : 2) * TILE;
  if (!kernels || !fits(room, x.n, x.dim, row)) return undefined;
  const settings = Object.values(move.settings);
  const { n, dim, data } = x;
  const { heat } = parts!;
  const { at, rows, words, doubles } = room;
  const tiles = Math.ceil(n / TILE);
  const tile = row * (dim + 2);
  const held = doubles.subarray(at.TILES >> 3, (at.TILES >> 3) + tiles * tile);
  const ratio = doubles.subarray(at.RATIO >> 3, (at.RATIO >> 3) + n);
  const noise = Array.from({ length: rows + 1 }, (_, count) => doubles.subarray(at.NOISE >> 3, (at.NOISE >> 3) + count * n));

  /** Place of bead 0 of trajectory i. */
  const first = (i: number) => (i >> 5) * tile + row + (i & (TILE - 1));
  const bring = () => {
    // Walls, and what fills up the last tile.
    held.fill(0);
    ratio.set(logRatio);
    for (let i = 0; i < n; i++) {
      const [from, start] = [i * dim, first(i)];
      for (let k = 0, to = start; k < dim; k++, to += row) {
        held[to] = data[from + k];
        held[to + TILE] = heat[k * n + i];
      }
      if (bond) for (let k = 0, to = start; k <= dim; k++, to += row) held[to + 2 * TILE] = bond(held[to - row], held[to]);
    }
  };
  const fetch = () => {
    logRatio.set(ratio);
    for (let i = 0; i < n; i++)
      for (let k = 0, from = first(i); k < dim; k++, from += row) {
        data[i * dim + k] = held[from];
        heat[k * n + i] = held[from + TILE];
      }
  };
  return ({ ticks, from, to, component, lambda, ofBead, rng }) => {
    const kernel = kernels.at(lambda);
    bring();
    doubles.set([lambda, ...settings, ...kernels.literals], at.SETTINGS >> 3);
    doubles.set(ofBead, at.BEADS >> 3);
    for (let t = from; t < to; ) {
      const count = Math.min(rows, to - t);
      for (let row = 0; row < count; row++) words[(at.ORDER >> 2) + row] = component(ticks[t + row].control);
      rng.fillNormalRows(noise[count]);
      kernel(count, tiles, 8 * tile, 8 * n);
      t += count;
    }
    fetch();
  };
}

const fits = ({ lanes, most, tileBytes }: ChainRoom, n: number, dim: number, row: number): boolean =>
  n <= lanes && dim <= most && 8 * row * (dim + 2) * Math.ceil(n / TILE) <= tileBytes;
