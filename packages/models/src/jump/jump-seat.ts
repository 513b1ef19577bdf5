import { batchOf, type Kernel, ownPass, type Subsystem } from '@szilard/core';
import { canSpecialise } from '../langevin/specialise.ts';
import { fusedMoves } from './fused-moves.ts';
import { movesOf } from './jump-kernel.ts';
import type { Around, Jumps } from './jumps.ts';
import { remembered } from './remembered.ts';

/** A seat whose state is a number 0, 1, …: an energy of each state, and a kernel that jumps between them. */
export function jumpSeat(
  { states, work }: Pick<Jumps, 'states' | 'work'>,
  kernel: Kernel,
  energy: (state: number, around: Around) => number,
): Subsystem {
  const energiesAt = remembered((around) => Float64Array.from({ length: states }, (_, state) => energy(state, around)));
  const numbers = batchOf(Float64Array.from({ length: states }, (_, state) => state));
  const moves = canSpecialise ? movesOf(kernel) : undefined;
  const seat: Subsystem = {
    dim: 1,
    kernel,
    states: numbers,
    energy(x, given, out) {
      for (let i = 0; i < x.n; i++) out[i] = energiesAt(given, i)[x.data[i]];
    },
    // Moves that a walk books bring their own work.
    ...(moves ? { fuse: fusedMoves(moves, energy, kernel.walk ? undefined : (work ?? (() => 0))) } : {}),
  };
  if (!work) return ownPass(seat);
  const workAt = remembered((around) =>
    Float64Array.from({ length: states * states }, (_, at) => {
      const [from, to] = [Math.floor(at / states), at % states];
      return from === to ? 0 : work(from, to, around, 0);
    }),
  );
  return ownPass({
    ...seat,
    work(from, to, given, out) {
      for (let i = 0; i < from.n; i++) out[i] = workAt(given, i)[from.data[i] * states + to.data[i]];
    },
  });
}
