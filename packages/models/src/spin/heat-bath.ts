import { type Batch, type Given, type Kernel, ownPass, type Subsystem } from '@szilard/core';
import { localField, type SpinNetwork, spinEnergy } from './couplings.ts';
import { fusedFlips } from './fused-flips.ts';
import { MOST_SPINS, spinStates } from './spin-states.ts';

/** The field λ on every spin: the first control, if there is one. */
const extraOf = ({ control }: Given): number => control[0] ?? 0;

/** Chance that spin `site` of row i turns when it is its turn: 1/(1 + e^{2β s h}) [Glauber1963]. */
const turns = (network: SpinNetwork, x: Batch, i: number, site: number, given: Given): number =>
  1 / (1 + Math.exp(2 * given.bath.beta[i] * x.data[i * x.dim + site] * localField(network, x, i, site, extraOf(given), network.coupling)));

/** One spin of each state, picked at random, takes a value from its equilibrium in the field of the others. Exact in detailed balance where couplings are reciprocal. */
export function singleFlips(network: SpinNetwork): Kernel {
  const { spins, reciprocal } = network;
  let u = new Float64Array(0);
  const promise = reciprocal ? 'exact' : 'none';
  return {
    claims: { invariance: promise, detailedBalance: promise },
    step(x, given, rng, next) {
      if (u.length !== x.n) u = new Float64Array(x.n);
      rng.fillUniform(u);
      next.data.set(x.data);
      for (let i = 0; i < x.n; i++) {
        // Whole part: which spin; the rest, uniform as well: does it turn?
        const scaled = u[i] * spins;
        const site = Math.floor(scaled);
        if (scaled - site < turns(network, x, i, site, given)) next.data[i * spins + site] *= -1;
      }
    },
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) {
        const turned: number[] = [];
        for (let site = 0; site < spins; site++) if (from.data[i * spins + site] !== to.data[i * spins + site]) turned.push(site);
        if (turned.length > 1) out[i] = Number.NEGATIVE_INFINITY;
        else if (turned.length === 1) out[i] = Math.log(turns(network, from, i, turned[0], given) / spins);
        else {
          let leaving = 0;
          for (let site = 0; site < spins; site++) leaving += turns(network, from, i, site, given);
          out[i] = Math.log1p(-leaving / spins);
        }
      }
    },
  };
}

/**
 * All spins at once, each from its equilibrium in the field of the others as they were: leaves no e^−βU alone, and its ratio is that of
 * another energy, −Σ f s − Σ ln 2cosh(βh)/β where couplings are reciprocal [Peretto1984].
 */
export function parallelFlips(network: SpinNetwork): Kernel {
  const { spins } = network;
  return {
    claims: {
      invariance: 'none',
      detailedBalance: 'none',
      ...(network.reciprocal
        ? {
            shadowEnergy(x: Batch, given: Given, out: Float64Array) {
              for (let i = 0; i < x.n; i++) {
                out[i] = 0;
                const beta = given.bath.beta[i];
                for (let site = 0; site < spins; site++) {
                  const pull = Math.abs(beta * localField(network, x, i, site, extraOf(given), network.coupling));
                  out[i] -=
                    x.data[i * spins + site] * (network.fields[site] + extraOf(given)) + (pull + Math.log1p(Math.exp(-2 * pull))) / beta;
                }
              }
            },
          }
        : {}),
    },
    step(x, given, rng, next) {
      rng.fillUniform(next.data);
      for (let i = 0; i < x.n; i++) {
        for (let site = 0, at = i * spins; site < spins; site++, at++)
          next.data[at] = next.data[at] < turns(network, x, i, site, given) ? -x.data[at] : x.data[at];
      }
    },
    logDensity(from, to, given, out) {
      for (let i = 0; i < from.n; i++) {
        out[i] = 0;
        for (let site = 0, at = i * spins; site < spins; site++, at++) {
          const chance = turns(network, from, i, site, given);
          out[i] += from.data[at] === to.data[at] ? Math.log1p(-chance) : Math.log(chance);
        }
      }
    },
  };
}

/** Spins with a kernel. The energy holds what is reciprocal in the couplings; the rest is a force that does work on the spin it turns. */
export function spinSeat(network: SpinNetwork, kernel: Kernel): Subsystem {
  const { spins } = network;
  const seat: Subsystem = {
    dim: spins,
    kernel,
    energy: (x, given, out) => spinEnergy(network, x, extraOf(given), out),
    ...(spins <= MOST_SPINS ? { states: spinStates(spins) } : {}),
  };
  if (network.reciprocal) return seat;
  return {
    ...seat,
    work(from, to, _given, out) {
      for (let i = 0; i < from.n; i++) {
        out[i] = 0;
        for (let site = 0; site < spins; site++) {
          if (from.data[i * spins + site] === to.data[i * spins + site]) continue;
          const [all, held] = [network.coupling, network.symmetric].map((pull) => localField(network, from, i, site, 0, pull));
          out[i] -= 2 * from.data[i * spins + site] * (all - held);
        }
      }
    },
  };
}

/** Spins that turn one at a time, step and bookkeeping in one pass. */
export const flippingSpins = (network: SpinNetwork): Subsystem =>
  ownPass({ ...spinSeat(network, singleFlips(network)), fuse: (buffers) => fusedFlips(network, buffers) });
