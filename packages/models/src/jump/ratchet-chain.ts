import { defineModel, entropyProductionRate, jumpChain, stationaryLaw, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';
import { ratchetRates } from './flashing-ratchet.ts';
import { jumpSeat } from './jump-seat.ts';
import { type Ratchet, ratchetEnergy, ratchetJumps } from './ratchet.ts';
import { transitionKernel } from './transition-matrix.ts';

/**
 * The flashing ratchet jump by jump, however long it stays: one tick a jump, with chance w over what leaves the state. Its ratio is the
 * reservoir's word plus ln of what leaves either end, a difference of states: move by move local detailed balance fails, over a long run it
 * does not.
 */
export const ratchetChain = defineModel({
  id: 'jump/ratchet-chain',
  title: 'the jumps of a flashing ratchet, one a tick, in the steady state',
  source: '[Kim2020]; docs/theory.md 11',
  claims: { localDetailedBalance: 'none', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { height: 1.5, switching: 1, beta: 1, ticks: 10 },
  domain: { switching: { above: 0 }, beta: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true } },
  create: (ratchet) => {
    const control = new Float64Array(0);
    const jumps = ratchetJumps(ratchet);
    const kernel = transitionKernel(
      jumps.states,
      (from, to, around) => {
        if (from === to) return 0;
        let leaving = 0;
        for (let j = 0; j < jumps.states; j++) if (j !== from) leaving += jumps.rate(from, j, around, 0);
        return jumps.rate(from, to, around, 0) / leaving;
      },
      { where: '[jump/ratchet-chain]', claims: { invariance: 'none', detailedBalance: 'none' } },
    );
    const steady = discreteBoundary([...stationaryLaw(chainOf(ratchet))], control);
    return {
      subsystems: { x: jumpSeat(jumps, kernel, (state) => ratchetEnergy(ratchet, state)), theta: still },
      ticks: Array.from({ length: ratchet.ticks }, (): Tick => ({ mover: 'x', control })),
      start: steady,
      end: steady,
    };
  },
  exact: {
    'entropy-production': (ratchet) => ratchet.ticks * entropyProductionRate(stationaryLaw(chainOf(ratchet)), [chainOf(ratchet)]),
  },
});

const chainOf = (ratchet: Ratchet) => jumpChain(ratchetRates(ratchet));
