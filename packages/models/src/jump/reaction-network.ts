import { defineModel, stationaryLaw, summedRates, type Tick } from '@szilard/core';
import { readNetwork } from '../network/network.ts';
import { parseJson } from '../network/network-document.ts';
import { type ReachableStates, reachableStates } from '../network/reachable-states.ts';
import { waysBack } from '../network/ways-back.ts';
import { still } from '../still.ts';
import { countedBoundary, countedKernel, numbersOf } from './counted-states.ts';
import { discreteBoundary } from './discrete-boundary.ts';
import { gillespie } from './gillespie.ts';
import { type Jumps, mechanismsAt } from './jumps.ts';

const ID = 'jump/reaction-network';
/** States whose law and propagator are still made in no time. */
const MOST = 300;

const binding = {
  initial: { A: 6, B: 5, C: 0 },
  reactions: [
    { name: 'binding', reactants: { A: 1, B: 1 }, products: { C: 1 }, rate_constant: 0.4 },
    { name: 'release', reactants: { C: 1 }, products: { A: 1, B: 1 }, rate_constant: 1 },
  ],
};

/**
 * A reaction network (docs/networks.md) with few enough states to list, in its steady state π. State: all counts. Every reaction
 * has a way back, the first one after it with the opposite change: the two are one mechanism, whose ratio of propensities is what a
 * firing is worth. The energy of a state is −ln π, so that the work of a firing, ln[π(n) a(n)/π(n′) ã(n′)], is what drives the
 * network: none under detailed balance. Propensities are those at β = 1; at another, a becomes √(aã)(a/ã)^{β/2} (docs/theory.md 11).
 */
export const reactionNetwork = defineModel({
  id: ID,
  title: 'a reversible reaction network with few states, in the steady state; reversible binding by default',
  source: '[Schnakenberg1976]; [Gillespie1977]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { network: JSON.stringify(binding), interval: 0.2, ticks: 8 },
  domain: { interval: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true } },
  create: ({ network: text, interval, ticks }) => {
    const control = new Float64Array(0);
    const network = readNetwork(parseJson(text, `${ID} network`), { source: `${ID} network` });
    const states = reachableStates(network, MOST);
    const jumps = jumpsOf(states, waysBack(network));
    const law = stationaryLaw(summedRates(mechanismsAt(jumps, { partner: control, control, beta: 1 }), `[${ID} network] reactions`));
    const kernel = gillespie({ ...jumps, work: workOf(jumps, law) }, interval, { where: `[${ID}]` });
    const dim = network.variables.length;
    const steady = countedBoundary(discreteBoundary([...law], control), states, dim);
    return {
      subsystems: {
        x: {
          dim,
          kernel: countedKernel(kernel, states),
          states: { n: states.count, dim, data: states.counts },
          energy(x, _given, out) {
            const numbers = numbersOf(x, states);
            for (let i = 0; i < x.n; i++) out[i] = -Math.log(law[numbers.data[i]]);
          },
        },
        theta: still,
      },
      ticks: Array.from({ length: ticks }, (): Tick => ({ mover: 'x', control })),
      start: steady,
      end: steady,
    };
  },
});

function jumpsOf({ count, propensity }: ReachableStates, mechanisms: readonly (readonly [number, number])[]): Jumps {
  const rate = (from: number, to: number, m: number) => mechanisms[m].reduce((sum, r) => sum + propensity(r, from, to), 0);
  return {
    states: count,
    mechanisms: mechanisms.length,
    rate: (from, to, { beta }, m) => {
      const [out, home] = [rate(from, to, m), rate(to, from, m)];
      return beta === 1 || out === 0 || home === 0 ? out : Math.sqrt(out * home) * (out / home) ** (beta / 2);
    },
  };
}

function workOf({ rate }: Jumps, law: Float64Array): NonNullable<Jumps['work']> {
  const atOne = { partner: new Float64Array(0), control: new Float64Array(0), beta: 1 };
  return (from, to, _around, m) => Math.log((law[from] * rate(from, to, atOne, m)) / (law[to] * rate(to, from, atOne, m)));
}
