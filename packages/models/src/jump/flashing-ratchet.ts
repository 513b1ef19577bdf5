import { defineModel, entropyProductionRate, stationaryLaw, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';
import { gillespie } from './gillespie.ts';
import { jumpSeat } from './jump-seat.ts';
import { mechanismsAt } from './jumps.ts';
import { type Ratchet, ratchetEnergy, ratchetJumps } from './ratchet.ts';

/** A flashing ratchet in continuous time, in its steady state; six states, as in `Ratchet`. One tick is a time `interval`. */
export const jumpRatchet = defineModel({
  id: 'jump/flashing-ratchet',
  title: 'a three-position flashing ratchet in continuous time, in the steady state',
  source: '[Kim2020]; docs/theory.md 11',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { height: 1.5, switching: 1, beta: 1, interval: 0.5, ticks: 8 },
  domain: { switching: { above: 0 }, beta: { above: 0 }, interval: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true } },
  create: (ratchet) => {
    const control = new Float64Array(0);
    const jumps = ratchetJumps(ratchet);
    const steady = discreteBoundary([...stationaryLaw(ratchetRates(ratchet))], control);
    return {
      subsystems: {
        x: jumpSeat(jumps, gillespie(jumps, ratchet.interval, { where: '[jump/flashing-ratchet]' }), (state) =>
          ratchetEnergy(ratchet, state),
        ),
        theta: still,
      },
      ticks: Array.from({ length: ratchet.ticks }, (): Tick => ({ mover: 'x', control })),
      start: steady,
      end: steady,
    };
  },
  exact: {
    'entropy-production': (ratchet) =>
      entropyProductionRate(stationaryLaw(ratchetRates(ratchet)), [ratchetRates(ratchet)]) * ratchet.interval * ratchet.ticks,
    /** What the switch puts in: in the steady state all of it is dissipated. */
    work: (ratchet) =>
      (entropyProductionRate(stationaryLaw(ratchetRates(ratchet)), [ratchetRates(ratchet)]) * ratchet.interval * ratchet.ticks) /
      ratchet.beta,
  },
});

/** The ratchet's rates at its own β; six states. */
export function ratchetRates(ratchet: Ratchet) {
  const none = new Float64Array(0);
  return mechanismsAt(ratchetJumps(ratchet), { partner: none, control: none, beta: ratchet.beta })[0];
}
