import { type Batch, type Given, type Kernel, type KernelClaims, type Passage, type RandomStream, SzilardError } from '@szilard/core';
import { type Jumps, type JumpTable, jumpTable } from './jumps.ts';
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
  const tableAt = remembered((around) => mustBeChances(jumpTable(jumps, around, where), dt, where));
  let u = new Float64Array(0);

  const walk = (x: Batch, given: Given, rng: RandomStream, next: Batch, passage?: Passage) => {
    if (u.length !== x.n) u = new Float64Array(x.n);
    rng.fillUniform(u);
    for (let i = 0; i < x.n; i++) {
      const table = tableAt(given, i);
      const state = x.data[i];
      let jump = table.first[state];
      let above = u[i] / dt;
      while (jump < table.first[state + 1] && (above -= table.rate[jump]) >= 0) jump++;
      const jumped = jump < table.first[state + 1];
      next.data[i] = jumped ? table.to[jump] : state;
      if (!passage || !jumped) continue;
      passage.logRatio[i] += table.logRatio[jump];
      passage.work[i] += table.work[jump];
    }
  };
  return {
    step: (x, given, rng, next) => walk(x, given, rng, next),
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) {
        const { leaving, summed } = tableAt(given, i);
        const [here, there] = [from.data[i], to.data[i]];
        out[i] = here === there ? Math.log1p(-dt * leaving[here]) : Math.log(dt * summed.rates[here * states + there]);
      }
    },
    // One mechanism shows in the ends of the jump; of several, only the walk knows which one it was.
    ...(mechanisms > 1 ? { walk } : {}),
    ...(claims ? { claims } : {}),
  };
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
