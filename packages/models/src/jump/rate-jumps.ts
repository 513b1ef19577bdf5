import { type Batch, type Given, type Kernel, type KernelClaims, type Passage, type RandomStream, SzilardError } from '@szilard/core';
import { jumpKernel } from './jump-kernel.ts';
import { type Around, type Jumps, type JumpTable, jumpTable } from './jumps.ts';
import { choose, type Move, type MoveTable, moveTable } from './move-table.ts';
import { remembered } from './remembered.ts';

/**
 * At most one jump per tick dt, with chance w dt, else none: I + W dt. The ratio of every jump, the stationary law of the rates and,
 * in it, the entropy production per unit time are exact at any dt with w dt ≤ 1; only the waiting times are coarse.
 */
export function rateJumps(
  jumps: Jumps,
  dt: number,
  { where = '[rateJumps]', claims }: { where?: string; claims?: KernelClaims } = {},
): Kernel {
  const { states, mechanisms = 1 } = jumps;
  const ratesAt = remembered((around) => mustBeChances(jumpTable(jumps, around, where), dt, where));
  const movesAt = (around: Around) => movesOf(mustBeChances(jumpTable(jumps, around, where), dt, where), dt);
  const tableAt = remembered(movesAt);
  let u = new Float64Array(0);

  const walk = (x: Batch, given: Given, rng: RandomStream, next: Batch, passage?: Passage) => {
    if (u.length !== x.n) u = new Float64Array(x.n);
    rng.fillUniform(u);
    for (let i = 0; i < x.n; i++) {
      const table = tableAt(given, i);
      const move = choose(table, x.data[i], u[i]);
      next.data[i] = table.to[move];
      if (!passage) continue;
      passage.logRatio[i] += table.logRatio[move];
      passage.work[i] += table.work[move];
    }
  };
  const kernel: Kernel = {
    step: (x, given, rng, next) => walk(x, given, rng, next),
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) {
        const { leaving, summed } = ratesAt(given, i);
        const [here, there] = [from.data[i], to.data[i]];
        out[i] = here === there ? Math.log1p(-dt * leaving[here]) : Math.log(dt * summed.rates[here * states + there]);
      }
    },
    // One mechanism shows in the ends of the jump; of several, only the walk knows which one it was.
    ...(mechanisms > 1 ? { walk } : {}),
    ...(claims ? { claims } : {}),
  };
  return jumpKernel(kernel, { states, most: (states - 1) * mechanisms + 1, movesAt });
}

/** Every jump with its chance, and staying, which takes the rest. */
function movesOf({ states, first, to, rate, logRatio, work, leaving }: JumpTable, dt: number): MoveTable {
  return moveTable(states, (i) => {
    const moves: Move[] = [];
    for (let at = first[i]; at < first[i + 1]; at++)
      moves.push({ to: to[at], chance: rate[at] * dt, logRatio: logRatio[at], work: work[at] });
    return { moves: [...moves, { to: i, chance: 1 - leaving[i] * dt, logRatio: 0, work: 0 }], rest: moves.length };
  });
}

function mustBeChances(table: JumpTable, dt: number, where: string): JumpTable {
  for (const [state, leaving] of table.leaving.entries()) {
    if (!(leaving * dt <= 1)) {
      throw new SzilardError(
        'parameter',
        `${where} dt: expected a chance to leave state ${state} of at most 1, got ${(leaving * dt).toPrecision(4)}. Take dt below ${(1 / leaving).toPrecision(3)}.`,
      );
    }
  }
  return table;
}
