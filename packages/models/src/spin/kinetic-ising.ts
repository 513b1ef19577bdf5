import { defineModel, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { type SpinNetwork, spinNetwork } from './couplings.ts';
import { flippingSpins } from './heat-bath.ts';
import { flipEntropyProduction, flipTable, MOST_SOLVED, stationarySpins } from './spin-exact.ts';
import { fairSpins, spinBoundary } from './spin-states.ts';

export interface KineticIsing {
  readonly couplings: readonly (readonly number[])[];
  readonly fields: readonly number[];
  readonly ticks: number;
  readonly beta: number;
}

/**
 * The kinetic Ising model: one spin a tick, picked at random, turns with the chance 1/(1 + e^{2βs_i h_i}), h_i = f_i + Σ_j J_ij s_j. Where
 * J_ij ≠ J_ji the couplings are not the slope of an energy; their antisymmetric part does work, which the steady state dissipates. Up to
 * 12 spins it starts and ends in its stationary law, solved for; more start and end as independent fair spins.
 */
export const kineticIsing = defineModel<KineticIsing>({
  id: 'spin/kinetic-ising',
  title: 'spins with couplings that need not be mutual, turning one at a time',
  source: '[Glauber1963]; [Crisanti1988]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: {
    couplings: [
      [0, 0.5, 0, -0.1],
      [0.1, 0, 0.4, 0],
      [0, 0, 0, 0.3],
      [0.2, 0, -0.2, 0],
    ],
    fields: [0.2, 0, 0, -0.1],
    ticks: 30,
    beta: 1,
  },
  domain: { ticks: { atLeast: 1, atMost: 1e6, integer: true }, beta: { above: 0 } },
  create: (params) => {
    const network = networkOf(params);
    const control = new Float64Array(0);
    const ends =
      network.spins > MOST_SOLVED ? fairSpins(control) : spinBoundary(stationarySpins(flipTable(network, params.beta), where), control);
    return {
      subsystems: { x: flippingSpins(network), theta: still },
      ticks: Array.from({ length: params.ticks }, (): Tick => ({ mover: 'x', control })),
      start: ends,
      end: ends,
    };
  },
  exact: {
    'entropy-production': (params) => {
      const table = flipTable(networkOf(params), params.beta);
      return params.ticks * flipEntropyProduction(stationarySpins(table, where), table);
    },
  },
});

const where = '[spin/kinetic-ising]';
const networkOf = ({ couplings, fields }: KineticIsing): SpinNetwork => spinNetwork(couplings, fields, where);
