import { defineModel, entropyProductionRate, rateMatrix, stationaryLaw, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';
import { gillespie } from './gillespie.ts';
import { jumpSeat } from './jump-seat.ts';
import type { Jumps } from './jumps.ts';

/**
 * Any rate matrix, w[i][j] = w(i → j), in its steady state π. The energy of a state is −ln π, so that the non-conservative work of
 * a jump, ln[π_i w(i → j)/π_j w(j → i)], is the housekeeping heat [Hatano2001]: none where the rates obey detailed balance. The rates
 * are those at β = 1; at another, w becomes √(ww̃) (w/w̃)^{β/2}.
 */
export const rateMatrixModel = defineModel({
  id: 'jump/rate-matrix',
  title: 'jumps in continuous time by any rate matrix, in the steady state',
  source: '[Schnakenberg1976]; [Hatano2001]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: {
    rates: [
      [0, 2, 1, 0],
      [1, 0, 1.5, 0.5],
      [1, 0.5, 0, 1],
      [0, 1, 0.5, 0],
    ],
    interval: 0.5,
    ticks: 4,
  },
  domain: { interval: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true } },
  create: ({ rates, interval, ticks }) => {
    const control = new Float64Array(0);
    const w = rateMatrix(rates, '[jump/rate-matrix] rates');
    const law = stationaryLaw(w);
    const { states } = w;
    const ratio = (i: number, j: number) => Math.log(w.rates[i * states + j] / w.rates[j * states + i]);
    const jumps: Jumps = {
      states,
      rate: (i, j, { beta }) => {
        const [out, home] = [w.rates[i * states + j], w.rates[j * states + i]];
        // A jump without a way back has no energy to be scaled by β.
        return out === 0 || home === 0 || beta === 1 ? out : Math.sqrt(out * home) * Math.exp((beta * ratio(i, j)) / 2);
      },
      work: (i, j) => ratio(i, j) + Math.log(law[i] / law[j]),
    };
    const steady = discreteBoundary([...law], control);
    return {
      subsystems: {
        x: jumpSeat(jumps, gillespie(jumps, interval, { where: '[jump/rate-matrix]' }), (state) => -Math.log(law[state])),
        theta: still,
      },
      ticks: Array.from({ length: ticks }, (): Tick => ({ mover: 'x', control })),
      start: steady,
      end: steady,
    };
  },
  exact: {
    'entropy-production': ({ rates, interval, ticks }) => {
      const w = rateMatrix(rates, '[jump/rate-matrix] rates');
      return entropyProductionRate(stationaryLaw(w), [w]) * interval * ticks;
    },
  },
});
