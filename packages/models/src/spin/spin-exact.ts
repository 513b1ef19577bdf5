import { batch, ratesOf, SzilardError, stationaryLaw, sum } from '@szilard/core';
import { localField, type SpinNetwork, spinEnergy } from './couplings.ts';
import { spinStates } from './spin-states.ts';

/** Most spins whose stationary law is computed; up to `DENSE` by removing states, beyond it by iteration. */
export const MOST_SOLVED = 12;
const DENSE = 8;
const SWEEPS = 20_000;

/** What every spin of every state does when it is its turn. */
export interface FlipTable {
  readonly spins: number;
  /** Chance to turn; [2ⁿ, n]. */
  readonly chance: Float64Array;
  /** ln of that chance over the chance to turn back; [2ⁿ, n], nats. */
  readonly logRatio: Float64Array;
}

export function flipTable(network: SpinNetwork, beta: number, extra = 0): FlipTable {
  const { spins } = network;
  const states = spinStates(spins);
  const logRatio = Float64Array.from({ length: states.n * spins }, (_, at) => {
    const [s, site] = [Math.floor(at / spins), at % spins];
    return -2 * beta * states.data[at] * localField(network, states, s, site, extra, network.coupling);
  });
  return { spins, logRatio, chance: logRatio.map((nats) => 1 / (1 + Math.exp(-nats))) };
}

/** e^−βU/Z of all states, and ln Z; [2ⁿ]. */
export function boltzmannSpins(network: SpinNetwork, beta: number, extra = 0): { readonly law: Float64Array; readonly logZ: number } {
  const states = spinStates(network.spins);
  const energy = new Float64Array(states.n);
  spinEnergy(network, states, extra, energy);
  const least = energy.reduce((a, b) => Math.min(a, b));
  const weight = energy.map((u) => Math.exp(-beta * (u - least)));
  const z = sum(weight);
  return { law: weight.map((w) => w / z), logZ: Math.log(z) - beta * least };
}

/** The law that single random flips leave as it is; [2ⁿ]. */
export function stationarySpins(table: FlipTable, where = '[stationarySpins]'): Float64Array {
  const { spins: n, chance } = table;
  if (n > MOST_SOLVED)
    throw new SzilardError(
      'parameter',
      `${where} couplings: expected at most ${MOST_SOLVED} spins for a stationary law, got ${n}. Sample instead.`,
    );
  const states = 2 ** n;
  if (n <= DENSE) {
    const rates = new Float64Array(states * states);
    for (let s = 0; s < states; s++) for (let k = 0; k < n; k++) rates[s * states + (s ^ (1 << k))] = chance[s * n + k];
    return stationaryLaw(ratesOf(states, (i, j) => rates[i * states + j]));
  }
  // What comes in over what leaves, state after state, until nothing changes: every term is above 0.
  const law = new Float64Array(states).fill(1 / states);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let change = 0;
    for (let s = 0; s < states; s++) {
      let [comes, leaves] = [0, 0];
      for (let k = 0; k < n; k++) {
        comes += law[s ^ (1 << k)] * chance[(s ^ (1 << k)) * n + k];
        leaves += chance[s * n + k];
      }
      change = Math.max(change, Math.abs(comes / leaves / law[s] - 1));
      law[s] = comes / leaves;
    }
    if (change > 1e-14) continue;
    const total = sum(law);
    return law.map((p) => p / total);
  }
  throw new SzilardError(
    'input',
    `${where} expected a law that settles in ${SWEEPS} sweeps, got one that does not: the spins are nearly frozen. Raise the temperature, or take at most ${DENSE} spins.`,
  );
}

/** Entropy produced by one attempted flip in a law of all states: Σ p(s) (1/n) Σ_k chance · [ratio + ln p/p′]; nats, ≥ 0. */
export function flipEntropyProduction(law: Float64Array, { spins: n, chance, logRatio }: FlipTable): number {
  return sum(
    chance.map((c, at) => {
      const s = Math.floor(at / n);
      return ((law[s] * c) / n) * (logRatio[at] + Math.log(law[s] / law[s ^ (1 << (at % n))]));
    }),
  );
}

/** The law after one attempted flip; [2ⁿ]. */
export function afterFlip(law: Float64Array, { spins: n, chance }: FlipTable): Float64Array {
  const next = law.slice();
  for (let at = 0; at < chance.length; at++) {
    const s = Math.floor(at / n);
    const moved = (law[s] * chance[at]) / n;
    next[s] -= moved;
    next[s ^ (1 << (at % n))] += moved;
  }
  return next;
}

/** ⟨U⟩ and ⟨Σ s⟩/n under a law of all states. */
export function spinMeans(law: Float64Array, network: SpinNetwork, extra = 0): { readonly energy: number; readonly magnetisation: number } {
  const states = spinStates(network.spins);
  const energy = new Float64Array(states.n);
  spinEnergy(network, states, extra, energy);
  const aligned = batch(states.n, 1).data.map((_, s) =>
    states.data.subarray(s * network.spins, (s + 1) * network.spins).reduce((a, b) => a + b, 0),
  );
  return { energy: sum(law.map((p, s) => p * energy[s])), magnetisation: sum(law.map((p, s) => p * aligned[s])) / network.spins };
}
