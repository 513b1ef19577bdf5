import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { admits } from './admits.ts';
import { jumpDraws, LARGEST } from './jump-draws.ts';
import { type JumpRoom, MOST_ENTRIES, MOST_LANES } from './jump-room.ts';
import type { MoveRows } from './move-rows.ts';

/** Does a table fit into the room? */
export const fitsGillespie = ({ rows, width, depth }: MoveRows, n: number): boolean =>
  n <= MOST_LANES && rows * Math.max(width, depth) <= MOST_ENTRIES;

// What lies in the room now: blocks and seats take turns in it.
let present: MoveRows | undefined;

/** Puts a table where the kernel finds it. */
function furnish({ at, words, doubles }: JumpRoom, rows: MoveRows): void {
  if (present === rows) return;
  present = rows;
  words.set([at.stays, at.bounds, at.rows, at.worths], at.table >> 2);
  doubles.set(rows.stay, at.stays >> 3);
  doubles.set(rows.bound, at.bounds >> 3);
  words.set(rows.toRow, at.rows >> 2);
  for (let e = 0, to = at.worths >> 3; e < rows.logRatio.length; e++) {
    doubles[to++] = rows.logRatio[e];
    doubles[to++] = rows.work[e];
  }
}

/** Jumps in continuous time for a time a tick, with their bookkeeping, round by round over the trajectories of a block that still have time left. */
export function fusedGillespie(
  buffers: Buffers,
  states: number,
  time: number,
  rowsAt: (control: Float64Array, beta: number) => MoveRows,
  room: JumpRoom,
): FusedPass {
  const { x, partner, beta, known, work, heat, logRatio } = buffers;
  const n = x.n;
  const { at, kernel, words, doubles } = room;
  const numbers = (from: number, length: number) => doubles.subarray(from >> 3, (from >> 3) + length);
  const draws = jumpDraws(n, {
    lanes: words.subarray(at.lanes >> 2, (at.lanes >> 2) + n),
    waiting: numbers(at.first, LARGEST * n),
    choice: numbers(at.second, LARGEST * n),
  });
  const [left, worth, worthEnd] = [numbers(at.left, n), numbers(at.worth, 2 * n), numbers(at.worthEnd, 2 * n)];
  const row = words.subarray(at.row >> 2, (at.row >> 2) + 2 * n);
  const rowEnd = words.subarray(at.rowEnd >> 2, (at.rowEnd >> 2) + n);
  const rowOf = (i: number) => (partner.dim === 0 ? x.data[i] : partner.data[i] * states + x.data[i]);
  let rng: RandomStream;
  let finite = false;

  return {
    begin(stream) {
      rng = stream;
      return admits(buffers, states);
    },
    move(control) {
      const rows = rowsAt(control, beta[0]);
      furnish(room, rows);
      left.fill(time);
      worth.fill(0);
      for (let i = 0; i < n; i++) row[2 * i] = rowOf(i);
      draws.run(rng, (active, size) => {
        kernel.round(active, size, at.row, at.left, at.worth, at.first, at.second, at.table, rows.depth, rows.width);
        return kernel.carry(active, at.lanes, at.row, at.left, at.worth, at.rowEnd, at.worthEnd);
      });
      const { energy } = rows;
      for (let i = 0; i < n; i++) {
        const from = rowOf(i);
        const [rest, after, push] = [energy[from], energy[rowEnd[i]], worthEnd[2 * i + 1]];
        work[i] += push + rest - known[i];
        heat[i] += push - (after - rest);
        logRatio[i] += worthEnd[2 * i];
        known[i] = after;
        x.data[i] += rowEnd[i] - from;
      }
      finite = rows.finite;
    },
    get finite() {
      return finite;
    },
  };
}
