import {
  defineModel,
  entropyProductionRate,
  probabilityCurrents,
  type RateMatrix,
  SzilardError,
  stationaryLaw,
  type Tick,
} from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';
import { gillespie } from './gillespie.ts';
import { jumpSeat } from './jump-seat.ts';
import { type Jumps, mechanismsAt } from './jumps.ts';

export interface ContinuousRing {
  readonly energies: readonly number[];
  readonly affinity: number;
  readonly rate: number;
  readonly interval: number;
  readonly ticks: number;
  readonly beta: number;
}

/**
 * Jumps in continuous time on a ring with any energies, driven by a force that does the work `affinity` per turn:
 * w(i → i ± 1) = rate · exp(−β(E_j − E_i)/2 ± β·affinity/2N). One tick is a time `interval`, with as many jumps as come. Runs in its
 * steady state.
 */
export const continuousRing = defineModel<ContinuousRing>({
  id: 'jump/continuous-ring',
  title: 'driven jumps in continuous time on a ring with any energies, in the steady state',
  source: '[Schnakenberg1976]; [Gillespie1977]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { energies: [0, 0.5, 1], affinity: 1.5, rate: 1, interval: 0.5, ticks: 6, beta: 1 },
  domain: { rate: { above: 0 }, interval: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true }, beta: { above: 0 } },
  create: (ring) => {
    const control = new Float64Array(0);
    const jumps = ringJumps(ring);
    const driven = ring.affinity !== 0;
    const kernel = gillespie(jumps, ring.interval, {
      where: '[jump/continuous-ring]',
      claims: { invariance: driven ? 'none' : 'exact', detailedBalance: driven ? 'none' : 'exact' },
    });
    const stationary = discreteBoundary([...stationaryLaw(ratesOf(ring))], control);
    return {
      subsystems: { x: jumpSeat(jumps, kernel, (state) => ring.energies[state]), theta: still },
      ticks: Array.from({ length: ring.ticks }, (): Tick => ({ mover: 'x', control })),
      start: stationary,
      end: stationary,
    };
  },
  exact: {
    /** J: the net current through every bond, turns per unit time. */
    current: (ring) => probabilityCurrents(stationaryLaw(ratesOf(ring)), ratesOf(ring))[1],
    'entropy-production': (ring) => entropyProductionRate(stationaryLaw(ratesOf(ring)), [ratesOf(ring)]) * ring.interval * ring.ticks,
  },
});

function ringJumps({ energies, affinity, rate }: ContinuousRing): Jumps {
  const states = energies.length;
  if (states < 3) {
    throw new SzilardError(
      'parameter',
      `[jump/continuous-ring] energies: expected at least 3 states, got ${states}. Two have no way around.`,
    );
  }
  const way = (from: number, to: number) => ((from + 1) % states === to ? 1 : (to + 1) % states === from ? -1 : 0);
  return {
    states,
    rate: (from, to, { beta }) =>
      way(from, to) === 0 ? 0 : rate * Math.exp((beta / 2) * (energies[from] - energies[to] + (way(from, to) * affinity) / states)),
    work: (from, to) => (way(from, to) * affinity) / states,
  };
}

/** The rates in a bath of the model's own β. */
const ratesOf = (ring: ContinuousRing): RateMatrix => mechanismsAt(ringJumps(ring), { partner: none, control: none, beta: ring.beta })[0];
const none = new Float64Array(0);
