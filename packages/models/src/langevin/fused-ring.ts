import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { alike, ROWS } from './line-room.ts';
import { type RingColumns, ringDrift, ringNumbers } from './ring-plain.ts';
import { plainRingRoom, type RingRoom, wasmRingRoom } from './ring-room.ts';

export interface CosineRing {
  /** A of U = A cos x on a ring of length 2π, energy. */
  readonly lift: number;
  /** Constant and non-conservative, energy/length. */
  readonly drive: number;
  readonly dt: number;
}

const COLUMNS = ['x', 'push', 'way', 'ratio'] as const satisfies readonly (keyof RingColumns)[];
function hand(from: RingColumns, to: RingColumns): void {
  for (const name of COLUMNS) to[name].set(from[name]);
}

/**
 * Euler-Maruyama on the ring, step and bookkeeping in one pass, many ticks at once in WebAssembly. On the way only way and path ratio are
 * added up: the work is that of the drive along it, heat is what the first law leaves.
 */
export function fusedRing({ lift, drive, dt }: CosineRing, { x, beta, known, work, heat, logRatio }: Buffers): FusedPass {
  const { n, data } = x;
  const scales = new Float64Array(n);
  const plain = plainRingRoom(n, scales);
  const wasm = wasmRingRoom(n);
  let rng: RandomStream;
  let room: RingRoom;
  let numbers: Float64Array = new Float64Array(0);
  let [going, sound] = [false, true];

  const open = () => {
    plain.x.set(data);
    for (let i = 0; i < n; i++) plain.push[i] = ringDrift(data[i], numbers);
    plain.way.fill(0);
    plain.ratio.fill(0);
    going = true;
  };
  const run = (count: number) => {
    if (!going) open();
    if (room !== plain) hand(plain, room);
    room.numbers.set(numbers);
    for (let t = 0; t < count; t += ROWS) {
      const rows = Math.min(ROWS, count - t);
      rng.fillNormalRows(room.draws.subarray(0, rows * n));
      for (let row = 0; row < rows; row++) room.tick(row);
    }
    if (room !== plain) hand(room, plain);
    data.set(plain.x);
  };
  const settle = () => {
    if (!going) return;
    going = false;
    for (let i = 0; i < n; i++) {
      const after = lift * Math.cos(plain.x[i]);
      const done = drive * plain.way[i];
      work[i] += done;
      heat[i] += done - (after - known[i]);
      known[i] = after;
      logRatio[i] += (beta[i] / (4 * dt)) * plain.ratio[i];
      if (0 * (heat[i] + logRatio[i]) !== 0) sound = false;
    }
  };
  return {
    begin(stream) {
      rng = stream;
      [going, sound] = [false, true];
      // One β for all, or one for each: the same bits.
      room = (alike(beta) && wasm) || plain;
      const spread = Math.sqrt(2 * dt);
      for (let i = 0; i < n; i++) scales[i] = 1 / Math.sqrt(beta[i]);
      numbers = ringNumbers(room === plain ? spread : spread * scales[0], lift, drive, dt);
    },
    move: () => run(1),
    settle,
    disturbed: settle,
    sound: () => sound && plain.x.every((place) => 0 * place === 0),
    together: (passes) =>
      Object.keys(passes).length === 1
        ? (_ticks, from, to) => {
            run(to - from);
            return to;
          }
        : undefined,
  };
}
