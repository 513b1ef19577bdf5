import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { admits } from './admits.ts';
import { jumpDraws, LARGEST } from './jump-draws.ts';
import type { JumpRoom } from './jump-room.ts';
import type { MoveRows } from './move-rows.ts';

// What lies in the room now: blocks and seats take turns in it.
let present: MoveRows | undefined;

/** Layout in bytes; `assembly/jumps.ts` has the same. A row: stay, bounds, entries. */
const [BOUNDS, ENTRY] = [16, 32];
const NEVER = 2;

/** How rows of a width lie: bounds in pairs, each of which says 0, 1 or 3, or so many that they can be halved. */
function layoutOf(width: number) {
  const paired = width <= 5;
  const depth = width <= 3 ? 2 : paired ? 4 : 2 ** Math.ceil(Math.log2(width)) - 1;
  const slot = (k: number) => (paired ? 3 * (k >> 1) + (k & 1) : k);
  const entries = BOUNDS + 8 * (paired ? depth : depth + 1);
  return { depth, slot, entries, row: entries + ENTRY * (slot(width - 1) + 1) };
}

/** Do so many rows, with up to so many jumps from each, fit into the room? */
export const fitsRoom = ({ lanes, tableBytes }: JumpRoom, n: number, rows: number, width: number): boolean =>
  n <= lanes && rows * layoutOf(Math.max(1, width)).row <= tableBytes;

/** Puts a table where the kernel finds it. */
function furnish({ at, words, doubles }: JumpRoom, table: MoveRows): void {
  if (present === table) return;
  const { rows, width, depth: known, stay, bound, toRow, logRatio, work } = table;
  const { depth, slot, entries, row: rowBytes } = layoutOf(width);
  present = table;
  for (let row = 0; row < rows; row++) {
    const to = at.TABLE + row * rowBytes;
    doubles[to >> 3] = stay[row];
    for (let k = 0; k < depth; k++) doubles[((to + BOUNDS) >> 3) + k] = k < known ? 1 - bound[row * known + k] : NEVER;
    for (let k = 0; k < width; k++) {
      const entry = to + entries + ENTRY * slot(k);
      doubles[entry >> 3] = logRatio[row * width + k];
      doubles[(entry >> 3) + 1] = work[row * width + k];
      words[(entry + 16) >> 2] = toRow[row * width + k] * rowBytes;
    }
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
    lanes: words.subarray(at.LANE >> 2, (at.LANE >> 2) + n),
    waiting: numbers(at.FIRST, LARGEST * n),
    choice: numbers(at.SECOND, LARGEST * n),
  });
  const [left, worth, worthEnd] = [numbers(at.LEFT, n), numbers(at.WORTH, 2 * n), numbers(at.WORTH_END, 2 * n)];
  const row = words.subarray(at.ROW >> 2, (at.ROW >> 2) + 2 * n);
  const rowEnd = words.subarray(at.ROW_END >> 2, (at.ROW_END >> 2) + n);
  const rowOf = (i: number) => (partner.dim === 0 ? x.data[i] : partner.data[i] * states + x.data[i]);
  let rng: RandomStream;
  let finite = false;

  return {
    admits: () => admits(buffers, states),
    begin(stream) {
      rng = stream;
    },
    move(control) {
      const rows = rowsAt(control, beta[0]);
      furnish(room, rows);
      left.fill(time);
      worth.fill(0);
      const { energy, width } = rows;
      const { depth, row: rowBytes } = layoutOf(width);
      for (let i = 0; i < n; i++) row[2 * i] = rowOf(i) * rowBytes;
      draws.run(rng, (active, size) => {
        kernel.round(active, size, depth);
        return kernel.carry(active);
      });
      for (let i = 0; i < n; i++) {
        const from = rowOf(i);
        const to = rowEnd[i] / rowBytes;
        const [rest, after, push] = [energy[from], energy[to], worthEnd[2 * i + 1]];
        work[i] += push + rest - known[i];
        heat[i] += push - (after - rest);
        logRatio[i] += worthEnd[2 * i];
        known[i] = after;
        x.data[i] += to - from;
      }
      finite = rows.finite;
    },
    get finite() {
      return finite;
    },
  };
}
