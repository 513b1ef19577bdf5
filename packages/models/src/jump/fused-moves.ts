import type { Batch, Buffers, FusedPass } from '@szilard/core';
import { fitsRoom, fusedGillespie } from './fused-gillespie.ts';
import { fusedSteps } from './fused-steps.ts';
import type { JumpMoves } from './jump-kernel.ts';
import { jumpRoom } from './jump-room.ts';
import type { Around, Jumps } from './jumps.ts';
import { type MoveRows, moveRows } from './move-rows.ts';

/** Tables kept for as many controls. */
const KEPT = 4096;
/** Moves from joint states beyond which a table is not made of all at once. */
const MOST_ENTRIES = 1 << 18;

/** Step and bookkeeping in one pass for a seat of numbered states, beside an empty seat or another of numbered states. */
export function fusedMoves(
  { states, most, movesAt, time }: JumpMoves,
  energy: (state: number, around: Around) => number,
  work?: Jumps['work'],
): (buffers: Buffers) => FusedPass | undefined {
  const source = { movesAt, energy, ...(work ? { work: (from: number, to: number, around: Around) => work(from, to, around, 0) } : {}) };
  // Shared by all blocks, which meet the same controls again.
  let made = new WeakMap<Float64Array, Made>();
  let count = 0;

  return (buffers) => {
    const { x, partner, partnerStates } = buffers;
    if (partner.dim > 0 && !(partnerStates && areNumbers(partnerStates))) return undefined;
    const partners = partner.dim === 0 ? [new Float64Array(0)] : Array.from(partnerStates!.data, (state) => Float64Array.of(state));
    const rows = states * partners.length;
    if (rows * most > MOST_ENTRIES) return undefined;
    let latest: Made | undefined;
    const find = (control: Float64Array, beta: number): Made => {
      const fits = (one: Made | undefined) => one !== undefined && one.beta === beta && equal(one.control, control);
      if (fits(latest)) return latest!;
      const found = made.get(control);
      if (fits(found)) return found!;
      if (count++ === KEPT) {
        made = new WeakMap();
        count = 0;
      }
      const own = control.slice();
      const one = { beta, control: own, rows: moveRows(states, partners, own, beta, source) };
      made.set(control, one);
      return one;
    };
    const rowsAt = (control: Float64Array, beta: number): MoveRows => (latest = find(control, beta)).rows;
    if (time === undefined) return fusedSteps(buffers, states, rowsAt);
    const room = jumpRoom();
    return room && fitsRoom(room, x.n, rows, most) ? fusedGillespie(buffers, states, time, rowsAt, room) : undefined;
  };
}

interface Made {
  readonly beta: number;
  readonly control: Float64Array;
  readonly rows: MoveRows;
}

const areNumbers = ({ dim, data }: Batch): boolean => dim === 1 && data.every((state, k) => state === k);

function equal(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}
