import type { Buffers } from '@szilard/core';
import type { AskedLoops } from './line-compiled.ts';
import type { KickRoom } from './line-room.ts';

/**
 * Ticks in a row of the move of `eulerText`: its functions are asked in loops of their own, whose short chains are what they are fast by;
 * all else is made in WebAssembly. The bits of ticks one by one. `flow`: work that has piled up; [n].
 */
export function kickedTicks({ x, logRatio }: Buffers, flow: Float64Array, room: KickRoom, asked: () => AskedLoops) {
  let loops: AskedLoops | undefined;
  let going = false;
  let factor = 0;
  return {
    begin(): void {
      going = false;
    },
    /** A tick by a row of the draws, whose control has been put in; `still`: it is the same as before. */
    tick(row: number, still: boolean, [, width, gain]: Float64Array): void {
      loops ??= asked();
      if (!going) {
        [going, factor] = [true, gain];
        room.open(width, gain);
        room.x.set(x.data);
        room.ratio.set(logRatio);
        room.work.set(flow);
        loops.depart();
        room.begin(row);
      } else if (still) {
        loops.stay();
        room.rest(row);
      } else {
        loops.pass();
        room.drive(row);
      }
    },
    /** Gives the states back, and books the last tick. False: there was none. */
    close(): boolean {
      if (!going) return false;
      loops!.stay();
      finish(x.data, logRatio, room, factor);
      flow.set(room.work);
      going = false;
      return true;
    },
  };
}

function finish(data: Float64Array, logRatio: Float64Array, { x, ratio, push, back, far }: KickRoom, gain: number): void {
  for (let i = 0; i < data.length; i++) {
    data[i] = x[i];
    logRatio[i] = ratio[i] + gain * (push[i] + back[i]) * (back[i] + far[i]);
  }
}
