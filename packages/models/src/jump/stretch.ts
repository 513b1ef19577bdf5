import type { Buffers, FusedPass, RandomStream, Seat, Stretch } from '@szilard/core';
import { byteTable, fitsBytes } from './byte-table.ts';
import { type JumpRoom, jumpRoom } from './jump-room.ts';
import type { MoveRows } from './move-rows.ts';
import { tickPlan } from './tick-plan.ts';

/** A seat that moves in discrete time, as those see it that run with it. */
export interface StretchSeat {
  readonly buffers: Buffers;
  readonly states: number;
  rowsAt(control: Float64Array, beta: number): MoveRows;
  stream(): RandomStream;
}

const SEATS = ['x', 'theta'] as const satisfies readonly Seat[];
/** Fewer ticks at one control are not worth their beginning. */
const WORTHWHILE = 8;

/** Where a seat's things lie in the room. */
const placesOf = ({ at }: JumpRoom) =>
  ({
    x: { state: at.X, draws: at.FIRST, table: at.TABLE_X, log: at.LOG_X, counts: at.COUNTS_X },
    theta: { state: at.THETA, draws: at.SECOND, table: at.TABLE_THETA, log: at.LOG_THETA, counts: at.COUNTS_THETA },
  }) as const;

/**
 * Ticks in a row of seats with few states: states as bytes, sixteen trajectories at once. Every move is counted by its entry; heat and
 * log-ratio are sums over entries, and work is what the first law leaves, W = Q + ΔU.
 */
export function stretchOf(passes: Readonly<Partial<Record<Seat, FusedPass>>>, seatOf: (pass: FusedPass) => StretchSeat | undefined) {
  const room = jumpRoom();
  const seats: Partial<Record<Seat, StretchSeat>> = {};
  for (const seat of SEATS) {
    const pass = passes[seat];
    const found = pass && seatOf(pass);
    if (pass && !found) return undefined;
    if (found) seats[seat] = found;
  }
  const { n } = (seats.x ?? seats.theta)!.buffers.x;
  if (!room || n > room.lanes) return undefined;
  const { kernel, bytes, words, at } = room;
  const place = placesOf(room);
  const lanes = (n + 15) & ~15;

  const stretch: Stretch = (ticks, from, to) => {
    const plan = tickPlan(ticks);
    const rows: Partial<Record<Seat, MoveRows>> = {};
    let end = from;
    for (; end < to; end = Math.min(to, plan.next(end, from))) {
      const mover = ticks[end].mover as Seat;
      const { rowsAt, buffers } = seats[mover]!;
      const found = rowsAt(ticks[end].control, buffers.beta[0]);
      if (!fitsBytes(found) || (rows[mover] ?? found) !== found) break;
      rows[mover] = found;
    }
    if (end - from < WORTHWHILE) return from;

    const movers = SEATS.filter((seat) => rows[seat]);
    const small = { x: 0, theta: 0 };
    for (const seat of movers) {
      const table = byteTable(rows[seat]!, seats[seat]!.states);
      bytes.set(table.bytes, place[seat].table);
      small[seat] = table.small ? 1 : 0;
      bytes.fill(0, place[seat].counts, place[seat].counts + 4 * lanes * table.entries);
    }
    const [first] = movers;
    const { x: own, partner } = seats[first]!.buffers;
    const data = first === 'x' ? { x: own.data, theta: partner.data } : { x: partner.data, theta: own.data };
    for (const seat of SEATS) {
      bytes.fill(0, place[seat].state, place[seat].state + lanes);
      bytes.set(data[seat], place[seat].state);
    }

    for (let t = from; t < end; ) {
      let [count, fast, slow] = [0, 0, 0];
      const { who } = plan;
      for (; t + count < end && (who[t + count] === 0 ? fast : slow) < room.rows; count++) {
        if (who[t + count] === 0) fast++;
        else slow++;
      }
      bytes.set(who.subarray(t, t + count), at.WHO);
      const moves = { x: fast, theta: slow };
      for (const seat of movers) {
        const { draws } = place[seat];
        if (moves[seat] > 0) seats[seat]!.stream().fillUniformWords(room.draws.subarray(draws >> 2, (draws >> 2) + 2 * moves[seat] * n));
      }
      kernel.steps(count, lanes, 4 * n, small.x, small.theta);
      for (const seat of movers)
        kernel.tally(place[seat].log, moves[seat], lanes, rows[seat]!.rows * rows[seat]!.width, place[seat].counts);
      t += count;
    }

    for (const seat of movers) data[seat].set(bytes.subarray(place[seat].state, place[seat].state + n));
    for (const seat of movers) settle(seats[seat]!, rows[seat]!, words.subarray(place[seat].counts >> 2), lanes);
    return end;
  };
  return stretch;
}

function settle(
  { buffers, states }: StretchSeat,
  { rows, width, heat: heatOf, logRatio: ratioOf, energy }: MoveRows,
  counts: Int32Array,
  lanes: number,
): void {
  const { x, partner, known, work, heat, logRatio } = buffers;
  const warmth = new Float64Array(x.n);
  for (let entry = 0; entry < rows * width; entry++) {
    const [q, ratio] = [heatOf[entry], ratioOf[entry]];
    // What never came may be worth an infinity.
    for (let i = 0, at = entry * lanes; i < x.n; i++, at++) {
      if (counts[at] === 0) continue;
      warmth[i] += counts[at] * q;
      logRatio[i] += counts[at] * ratio;
    }
  }
  for (let i = 0; i < x.n; i++) {
    const after = energy[(partner.dim === 0 ? 0 : partner.data[i] * states) + x.data[i]];
    work[i] += warmth[i] + (after - known[i]);
    heat[i] += warmth[i];
    known[i] = after;
  }
}
