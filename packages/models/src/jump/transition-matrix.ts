import { type Kernel, type KernelClaims, SzilardError } from '@szilard/core';
import { jumpKernel } from './jump-kernel.ts';
import type { Around } from './jumps.ts';
import { choose, type Move, type MoveTable, moveTable } from './move-table.ts';
import { remembered } from './remembered.ts';

/** Chances that miss 1 by more are no law; what is missed below that is rounding, and the likeliest target takes it. */
const ROUNDING = 1e-9;

/** A Markov chain in discrete time: `chance(from, to)` to be in state `to` one tick after `from`, staying included. */
export function transitionKernel(
  states: number,
  chance: (from: number, to: number, around: Around) => number,
  { where = '[transitionKernel]', claims }: { where?: string; claims?: KernelClaims } = {},
): Kernel {
  const lawsAt = (around: Around) =>
    mustBeLaws(
      Float64Array.from({ length: states * states }, (_, at) => chance(Math.floor(at / states), at % states, around)),
      states,
      where,
    );
  const chancesAt = remembered(lawsAt);
  const movesAt = (around: Around) => movesOf(lawsAt(around), states);
  const tableAt = remembered(movesAt);
  let u = new Float64Array(0);
  const kernel: Kernel = {
    step(x, given, rng, next) {
      if (u.length !== x.n) u = new Float64Array(x.n);
      rng.fillUniform(u);
      for (let i = 0; i < x.n; i++) {
        const table = tableAt(given, i);
        next.data[i] = table.to[choose(table, x.data[i], u[i])];
      }
    },
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) out[i] = Math.log(chancesAt(given, i)[from.data[i] * states + to.data[i]]);
    },
    ...(claims ? { claims } : {}),
  };
  return jumpKernel(kernel, { states, most: states, movesAt });
}

/** Every state that can come next, with what the chances there and back are worth. */
function movesOf(chances: Float64Array, states: number): MoveTable {
  return moveTable(states, (from) => {
    const moves: Move[] = [];
    let likeliest = 0;
    for (let to = 0; to < states; to++) {
      const [there, back] = [chances[from * states + to], chances[to * states + from]];
      if (there === 0) continue;
      if (there > (moves[likeliest]?.chance ?? 0)) likeliest = moves.length;
      moves.push({ to, chance: there, logRatio: Math.log(there) - Math.log(back), work: 0 });
    }
    return { moves, rest: likeliest };
  });
}

function mustBeLaws(chances: Float64Array, states: number, where: string): Float64Array {
  for (let from = 0; from < states; from++) {
    const row = chances.subarray(from * states, (from + 1) * states);
    const bad = row.findIndex((p) => !(p >= 0));
    if (bad >= 0) throw new SzilardError('parameter', `${where} ${from} → ${bad}: expected a chance of at least 0, got ${row[bad]}.`);
    const total = row.reduce((sum, p) => sum + p, 0);
    if (!(Math.abs(total - 1) <= ROUNDING))
      throw new SzilardError('parameter', `${where} from state ${from}: expected chances that sum to 1, got ${total}.`);
  }
  return chances;
}
