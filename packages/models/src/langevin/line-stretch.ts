import type { Buffers, RandomStream, Stretch, Tick } from '@szilard/core';
import type { LineColumns } from './line-plain.ts';
import { alike, type LineRoom, MANY, plainRoom, ROWS, wasmRoom } from './line-room.ts';
import { A0, C0, CENTRE, D0, firstRow, gainOf, nextRow, ROW, SETTING, WIDTH } from './line-row.ts';

/** Rows of so many ticks are kept from block to block. */
const MOST = 65536;

/** Writes what a control makes of a polynomial move, see `line-row.ts`. */
export type LineSetting = (control: Float64Array, setting: Float64Array) => void;

/** U at a distance y from the centre. */
export const polynomialEnergy = (setting: Float64Array, y: number): number =>
  setting[C0] + y * (setting[C0 + 1] + y * (setting[C0 + 2] + y * (setting[C0 + 3] + y * setting[C0 + 4])));

/** Rows of ticks, made once for all blocks. */
function tickRows(set: LineSetting) {
  const [before, now] = [new Float64Array(SETTING), new Float64Array(SETTING)];
  let known: readonly Tick[] | undefined;
  let [rows, done] = [new Float64Array(0), 0];
  const write = (ticks: readonly Tick[], t: number, row: Float64Array) => {
    set(ticks[t - 1].control, before);
    set(ticks[t].control, now);
    nextRow(before, now, row);
  };
  return (ticks: readonly Tick[], from: number, count: number, into: Float64Array): void => {
    if (ticks.length > MOST) {
      for (let k = from === 0 ? 1 : 0; k < count; k++) write(ticks, from + k, into.subarray(ROW * k, ROW * (k + 1)));
      return;
    }
    if (ticks !== known) [known, rows, done] = [ticks, new Float64Array(ROW * ticks.length), 1];
    for (; done < from + count; done++) write(ticks, done, rows.subarray(ROW * done, ROW * (done + 1)));
    into.set(rows.subarray(ROW * from, ROW * (from + count)));
  };
}

// Loops of their own, which stay compiled from run to run.
/** Books what has been done on the states since they were looked at, and takes them over. */
function open({ x: { n, data }, known, work }: Buffers, setting: Float64Array, { x, push, flow, ratio }: LineColumns): void {
  const [centre, a0, a1, a2, a3] = [setting[CENTRE], ...setting.subarray(A0)];
  for (let i = 0; i < n; i++) {
    const y = data[i] - centre;
    const rest = polynomialEnergy(setting, y);
    work[i] += rest - known[i];
    known[i] = rest;
    x[i] = y;
    push[i] = a0 + a1 * y + y * y * (a2 + a3 * y);
  }
  flow.fill(0);
  ratio.fill(0);
}

/** Books: the first law over a pile. `rise`: work that is the same for all. False: something is no number. */
function close(
  { x: { n }, beta, known, work, heat, logRatio }: Buffers,
  setting: Float64Array,
  { x, flow, ratio }: LineColumns,
  rise: number,
): boolean {
  const gain = gainOf(setting);
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const after = polynomialEnergy(setting, x[i]);
    const done = flow[i] + rise;
    work[i] += done;
    heat[i] += done - (after - known[i]);
    known[i] = after;
    logRatio[i] += beta[i] * gain * ratio[i];
    lost += 0 * (x[i] + after + heat[i] + logRatio[i]);
  }
  return lost === 0;
}

/** Places from distances. */
function give(distances: Float64Array, centre: number, places: Float64Array): void {
  for (let i = 0; i < places.length; i++) places[i] = distances[i] + centre;
}

/** Copies columns. */
function hand(from: LineColumns, to: LineColumns): void {
  for (const name of ['x', 'push', 'flow', 'ratio'] as const) to[name].set(from[name]);
}

/**
 * Many ticks in one go of a move on the line whose energy and drift are polynomials. On the way only the work and the path ratio are
 * added up; heat is what the first law leaves, Q = W − ΔU. A pile goes on from stretch to stretch, so that its bits do not depend on them.
 */
export function polynomialStretch(buffers: Buffers, set: LineSetting) {
  const { beta } = buffers;
  const { n, data } = buffers.x;
  const rowsOf = tickRows(set);
  const setting = new Float64Array(SETTING);
  const scales = new Float64Array(n);
  const plain = plainRoom(n, scales);
  const wasm = wasmRoom(n);
  let rng: RandomStream;
  let room: LineRoom;
  let [scale, rise] = [1, 0];
  let [going, sound] = [false, true];

  const stretch: Stretch = (ticks, from, to) => {
    const begins = !going;
    if (begins) {
      set(ticks[from].control, setting);
      open(buffers, setting, plain);
      [going, rise] = [true, 0];
    }
    if (room !== plain) hand(plain, room);
    for (let t = from; t < to; t += MANY) {
      const many = Math.min(MANY, to - t);
      rowsOf(ticks, t, many, room.ticks);
      if (begins && t === from) firstRow(setting, room.ticks.subarray(0, ROW));
      for (let at = 0; at < ROW * many; at += ROW) {
        rise += room.ticks[at + D0];
        room.ticks[at + WIDTH] *= scale;
      }
      for (let tick = 0; tick < many; tick += ROWS) {
        const rows = Math.min(ROWS, many - tick);
        rng.fillNormalRows(rows === ROWS ? room.draws : room.draws.subarray(0, rows * n));
        for (let row = 0; row < rows; row++) room.tick(tick + row, row);
      }
    }
    if (room !== plain) hand(room, plain);
    set(ticks[to - 1].control, setting);
    give(plain.x, setting[CENTRE], data);
    return to;
  };

  return {
    stretch,
    settle(): void {
      if (going && !close(buffers, setting, plain, rise)) sound = false;
      going = false;
    },
    begin(stream: RandomStream): void {
      rng = stream;
      [going, sound] = [false, true];
      // One β for all, or one for each: the same bits.
      room = (alike(beta) && wasm) || plain;
      scale = room === plain ? 1 : 1 / Math.sqrt(beta[0]);
      if (room === plain) for (let i = 0; i < n; i++) scales[i] = 1 / Math.sqrt(beta[i]);
    },
    sound: (): boolean => sound,
  };
}
