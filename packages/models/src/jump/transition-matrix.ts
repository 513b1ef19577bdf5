import { type Kernel, type KernelClaims, SzilardError } from '@szilard/core';
import type { Around } from './jumps.ts';
import { remembered } from './remembered.ts';

/** Chances that miss 1 by more are no law; what is missed below that is rounding, and the likeliest target takes it. */
const ROUNDING = 1e-9;

/** A Markov chain in discrete time: `chance(from, to)` to be in state `to` one tick after `from`, staying included. */
export function transitionKernel(
  states: number,
  chance: (from: number, to: number, around: Around) => number,
  { where = '[transitionKernel]', claims }: { where?: string; claims?: KernelClaims } = {},
): Kernel {
  const chancesAt = remembered((around) =>
    mustBeLaws(
      Float64Array.from({ length: states * states }, (_, at) => chance(Math.floor(at / states), at % states, around)),
      states,
      where,
    ),
  );
  let u = new Float64Array(0);
  return {
    step(x, given, rng, next) {
      if (u.length !== x.n) u = new Float64Array(x.n);
      rng.fillUniform(u);
      for (let i = 0; i < x.n; i++) {
        const chances = chancesAt(given, i);
        const row = x.data[i] * states;
        let above = u[i];
        let to = 0;
        let likeliest = 0;
        for (; to < states; to++) {
          if (chances[row + to] > chances[row + likeliest]) likeliest = to;
          if ((above -= chances[row + to]) < 0) break;
        }
        next.data[i] = to < states ? to : likeliest;
      }
    },
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) out[i] = Math.log(chancesAt(given, i)[from.data[i] * states + to.data[i]]);
    },
    ...(claims ? { claims } : {}),
  };
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
