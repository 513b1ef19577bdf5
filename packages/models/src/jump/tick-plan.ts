import type { Tick } from '@szilard/core';

/** Who moves, and where a mover's control becomes another: what of a list of ticks is looked at again and again. */
export interface TickPlan {
  /** 0: x, 1: theta; [ticks]. */
  readonly who: Uint8Array;
  /** The first tick after `t` whose mover has another control than at its last move, or moves for the first time since `from`. */
  next(t: number, from: number): number;
}

const made = new WeakMap<readonly Tick[], TickPlan>();

/** The plan of ticks of two seats that do not move at random. */
export function tickPlan(ticks: readonly Tick[]): TickPlan {
  let plan = made.get(ticks);
  if (!plan) made.set(ticks, (plan = make(ticks)));
  return plan;
}

function make(ticks: readonly Tick[]): TickPlan {
  const count = ticks.length;
  const who = Uint8Array.from(ticks, ({ mover }) => (mover === 'theta' ? 1 : 0));
  // For every tick: the next with a new control, and the next move of either seat; count: none.
  const change = new Int32Array(count + 1).fill(count);
  const moves = [change.slice(), change.slice()];
  const isNew = new Uint8Array(count + 1);
  const last: (Float64Array | undefined)[] = [undefined, undefined];
  for (const [t, { control }] of ticks.entries()) {
    isNew[t] = control === last[who[t]] ? 0 : 1;
    last[who[t]] = control;
  }
  for (let t = count - 1; t >= 0; t--) {
    for (const k of [0, 1]) moves[k][t] = who[t] === k ? t : moves[k][t + 1];
    change[t] = isNew[t + 1] === 1 ? t + 1 : change[t + 1];
  }
  return {
    who,
    next(t, from) {
      let least = change[t];
      for (const k of [0, 1]) {
        const first = moves[k][from];
        if (first > t && first < least) least = first;
      }
      return least;
    },
  };
}
