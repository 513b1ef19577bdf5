import { defineModel, SzilardError, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { latticeCouplings, type SpinNetwork, spinNetwork } from './couplings.ts';
import { flippingSpins } from './heat-bath.ts';
import { afterFlip, boltzmannSpins, flipTable, spinMeans } from './spin-exact.ts';
import { MOST_SPINS, spinBoundary } from './spin-states.ts';

export interface IsingLattice {
  readonly width: number;
  readonly height: number;
  readonly coupling: number;
  readonly field: number;
  readonly finalField: number;
  readonly ticks: number;
  readonly beta: number;
}

/**
 * The Ising model on a small square lattice with joined edges, U = −J Σ s_i s_j − λ Σ s_i, one spin a tick by heat bath. The field goes from
 * `field` to `finalField` in equal steps, one a tick; both ends are equilibria, every state of which is counted. Equal fields:
 * equilibrium throughout.
 */
export const isingHeatBath = defineModel<IsingLattice>({
  id: 'spin/ising-heat-bath',
  title: 'the Ising model on a small lattice in a field that is ramped',
  source: '[Glauber1963]; [Jarzynski1997]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { width: 3, height: 3, coupling: 0.3, field: 0, finalField: 0.3, ticks: 60, beta: 1 },
  quick: { ticks: 20 },
  domain: {
    width: { atLeast: 2, integer: true },
    height: { atLeast: 1, integer: true },
    ticks: { atLeast: 1, atMost: 1e6, integer: true },
    beta: { above: 0 },
  },
  create: (lattice) => {
    const network = networkOf(lattice);
    const { beta } = lattice;
    const rest = (field: number) => spinBoundary(boltzmannSpins(network, beta, field).law, Float64Array.of(field));
    return {
      subsystems: { x: flippingSpins(network), theta: still },
      ticks: ramp(lattice).map((field): Tick => ({ mover: 'x', control: Float64Array.of(field) })),
      start: rest(lattice.field),
      end: rest(lattice.finalField),
    };
  },
  exact: {
    'free-energy-difference': (lattice) => {
      const logZ = (field: number) => boltzmannSpins(networkOf(lattice), lattice.beta, field).logZ;
      return (logZ(lattice.field) - logZ(lattice.finalField)) / lattice.beta;
    },
    /** −Σ Δλ ⟨Σ s⟩, the law followed flip by flip. */
    work: (lattice) => {
      const network = networkOf(lattice);
      let { law } = boltzmannSpins(network, lattice.beta, lattice.field);
      let [at, work] = [lattice.field, 0];
      for (const field of ramp(lattice)) {
        if (field !== at) work -= (field - at) * network.spins * spinMeans(law, network).magnetisation;
        law = afterFlip(law, flipTable(network, lattice.beta, field));
        at = field;
      }
      return work;
    },
  },
});

/** λ at every tick; the last is the final field. */
const ramp = ({ field, finalField, ticks }: IsingLattice): number[] =>
  Array.from({ length: ticks }, (_, t) => field + ((finalField - field) * (t + 1)) / ticks);

function networkOf({ width, height, coupling }: IsingLattice): SpinNetwork {
  const spins = width * height;
  if (spins > MOST_SPINS)
    throw new SzilardError(
      'parameter',
      `[spin/ising-heat-bath] width · height: expected at most ${MOST_SPINS} spins, got ${spins}. Take a smaller lattice.`,
    );
  return spinNetwork(latticeCouplings(width, height, coupling), new Array(spins).fill(0), '[spin/ising-heat-bath]');
}
