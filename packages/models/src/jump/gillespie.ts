import { type Kernel, type KernelClaims, propagator, SzilardError } from '@szilard/core';
import { jumpDraws } from './jump-draws.ts';
import { jumpKernel } from './jump-kernel.ts';
import { type Around, type Jumps, type JumpTable, jumpTable } from './jumps.ts';
import { choose, type MoveTable, moveTable } from './move-table.ts';
import { remembered } from './remembered.ts';

/** More jumps in one tick than anyone waits for. */
const MANY = 1e7;

/**
 * Jumps in continuous time for a time τ per tick, partner and control standing still: waiting times and targets are drawn event by
 * event, exactly [Gillespie1977]. A walk adds Σ ln w(i → j)/w(j → i) over its jumps, each by its own mechanism, and their
 * non-conservative work. K(j|i) = (e^{Wτ})_ij. Draws come in rounds for those that still have time left, see `JumpDraws`.
 */
export function gillespie(
  jumps: Jumps,
  time: number,
  { where = '[gillespie]', claims }: { where?: string; claims?: KernelClaims } = {},
): Kernel {
  if (!(time > 0 && Number.isFinite(time)))
    throw new SzilardError('parameter', `${where} time: expected a finite time above 0, got ${time}.`);
  const { states, mechanisms = 1 } = jumps;
  const movesAt = (around: Around) => movesOf(mustEnd(jumpTable(jumps, around, where), time, where));
  const tableAt = remembered(movesAt);
  const densityAt = remembered((around) => propagator(jumpTable(jumps, around, where).summed, time).map(Math.log));
  let draws = jumpDraws(0);
  let left = new Float64Array(0);

  const walk: NonNullable<Kernel['walk']> = (x, given, rng, next, passage) => {
    if (left.length !== x.n) {
      left = new Float64Array(x.n);
      draws = jumpDraws(x.n);
    }
    left.fill(time);
    next.data.set(x.data);
    const { lanes, waiting, choice } = draws;
    draws.run(rng, (active, size) => {
      let going = 0;
      for (let j = 0; j < active; j++) {
        const i = lanes[j];
        const table = tableAt(given, i);
        for (let at = j; at < size * active; at += active) {
          const state = next.data[i];
          left[i] -= waiting[at] * table.stay![state];
          if (!(left[i] > 0)) break;
          const move = choose(table, state, choice[at]);
          passage.logRatio[i] += table.logRatio[move];
          passage.work[i] += table.work[move];
          next.data[i] = table.to[move];
        }
        if (left[i] > 0) lanes[going++] = i;
      }
      return going;
    });
  };
  const kernel: Kernel = {
    step(x, given, rng, next) {
      walk(x, given, rng, next, { logRatio: new Float64Array(x.n), work: new Float64Array(x.n) });
    },
    walk,
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) out[i] = densityAt(given, i)[from.data[i] * states + to.data[i]];
    },
    ...(claims ? { claims } : {}),
  };
  return jumpKernel(kernel, { states, most: (states - 1) * mechanisms, movesAt, time });
}

function movesOf({ states, first, to, rate, logRatio, work, leaving }: JumpTable): MoveTable {
  const jumpsFrom = (i: number) =>
    Array.from({ length: first[i + 1] - first[i] }, (_, k) => {
      const at = first[i] + k;
      return { to: to[at], chance: rate[at] / leaving[i], logRatio: logRatio[at], work: work[at] };
    });
  return moveTable(
    states,
    (i) => {
      const moves = jumpsFrom(i);
      return { moves, rest: Math.max(0, moves.length - 1) };
    },
    leaving.map((total) => 1 / total),
  );
}

function mustEnd(table: JumpTable, time: number, where: string): JumpTable {
  const most = Math.max(...table.leaving) * time;
  if (most <= MANY) return table;
  throw new SzilardError(
    'parameter',
    `${where} time: expected at most ${MANY} jumps a tick, got up to ${most.toPrecision(3)}. Shorten the tick.`,
  );
}
