import {
  type Batch,
  type Given,
  type Kernel,
  type KernelClaims,
  type Passage,
  propagator,
  type RandomStream,
  SzilardError,
} from '@szilard/core';
import { type Jumps, type JumpTable, jumpTable } from './jumps.ts';
import { remembered } from './remembered.ts';

/** More jumps in one tick than anyone waits for. */
const MANY = 1e7;

/**
 * Jumps in continuous time for a time τ per tick, partner and control standing still: waiting times and targets are drawn event by
 * event, exactly [Gillespie1977]. A walk adds Σ ln w(i → j)/w(j → i) over its jumps, each by its own mechanism, and their
 * non-conservative work. K(j|i) = (e^{Wτ})_ij. Draws come from lanes: their number differs between trajectories.
 */
export function gillespie(
  jumps: Jumps,
  time: number,
  { where = '[gillespie]', claims }: { where?: string; claims?: KernelClaims } = {},
): Kernel {
  if (!(time > 0 && Number.isFinite(time)))
    throw new SzilardError('parameter', `${where} time: expected a finite time above 0, got ${time}.`);
  const tableAt = remembered((around) => mustEnd(jumpTable(jumps, around, where), time, where));
  const densityAt = remembered((around) => propagator(jumpTable(jumps, around, where).summed, time).map(Math.log));

  const walk = (x: Batch, given: Given, rng: RandomStream, next: Batch, passage?: Passage) => {
    for (let i = 0; i < x.n; i++) {
      const table = tableAt(given, i);
      const lane = rng.lane(i);
      let state = x.data[i];
      for (let left = time; ; ) {
        left += Math.log(lane.uniform()) / table.leaving[state];
        if (!(left > 0)) break;
        const jump = pick(table, state, lane.uniform());
        if (passage) {
          passage.logRatio[i] += table.logRatio[jump];
          passage.work[i] += table.work[jump];
        }
        state = table.to[jump];
      }
      next.data[i] = state;
    }
  };
  return {
    step: (x, given, rng, next) => walk(x, given, rng, next),
    walk,
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) out[i] = densityAt(given, i)[from.data[i] * jumps.states + to.data[i]];
    },
    ...(claims ? { claims } : {}),
  };
}

function pick({ first, rate, leaving }: JumpTable, state: number, u: number): number {
  let below = u * leaving[state];
  let jump = first[state];
  while (jump < first[state + 1] - 1 && (below -= rate[jump]) >= 0) jump++;
  return jump;
}

function mustEnd(table: JumpTable, time: number, where: string): JumpTable {
  const most = Math.max(...table.leaving) * time;
  if (most <= MANY) return table;
  throw new SzilardError(
    'parameter',
    `${where} time: expected at most ${MANY} jumps a tick, got up to ${most.toPrecision(3)}. Shorten the tick.`,
  );
}
