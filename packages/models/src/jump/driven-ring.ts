import { type Batch, batchOf, defineModel, type Given, type Kernel, ratesOf, SzilardError, stationaryLaw, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';

interface Ring {
  readonly states: number;
  readonly slope: number;
  readonly affinity: number;
  readonly rate: number;
  readonly dt: number;
  readonly ticks: number;
  readonly beta: number;
}

/**
 * Jumps on a ring of N states with energies E_i = slope · i, driven by a force that does the work `affinity` per turn:
 * w(i → j) = rate · exp(−β(E_j − E_i)/2 ± β·affinity/2N). One tick is dt: a jump with probability w dt, else none. The law of
 * the ratio holds at any dt, and the stationary law is that of the rates. Runs in its steady state.
 */
export const drivenRing = defineModel({
  id: 'jump/driven-ring',
  title: 'driven jumps on a ring, in the steady state',
  source: '[Schnakenberg1976]; [Lebowitz1999]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { states: 3, slope: 0.5, affinity: 1.5, rate: 1, dt: 0.1, ticks: 40, beta: 1 },
  domain: {
    states: { atLeast: 3, atMost: 1000, integer: true },
    rate: { above: 0 },
    dt: { above: 0 },
    ticks: { atLeast: 1, atMost: 1e6, integer: true },
    beta: { above: 0 },
  },
  create: (ring) => {
    const none = new Float64Array(0);
    const stationary = discreteBoundary([...steadyLaw(ring)], none);
    return {
      subsystems: {
        x: {
          dim: 1,
          states: batchOf(Float64Array.from({ length: ring.states }, (_, i) => i)),
          kernel: hops(ring),
          energy(x, _given, out) {
            for (let i = 0; i < x.n; i++) out[i] = ring.slope * x.data[i];
          },
          work(from, to, _given, out) {
            for (let i = 0; i < from.n; i++) out[i] = (ring.affinity / ring.states) * direction(from.data[i], to.data[i], ring.states);
          },
        },
        theta: still,
      },
      ticks: Array.from({ length: ring.ticks }, (): Tick => ({ mover: 'x', control: none })),
      start: stationary,
      end: stationary,
    };
  },
  cycles: ({ states }) => [
    { seat: 'x', states: batchOf(Float64Array.from({ length: states }, (_, i) => i)), control: new Float64Array(0) },
  ],
  exact: {
    /** J: the net current through every bond, turns per unit time. */
    current: (ring) => current(ring),
    /** ⟨σ⟩ of a run: β J · affinity · time. */
    'entropy-production': (ring) => ring.beta * current(ring) * ring.affinity * ring.dt * ring.ticks,
  },
});

/** +1 a step up the ring, −1 down, 0 none. */
function direction(from: number, to: number, states: number): number {
  if (from === to) return 0;
  return (from + 1) % states === to ? 1 : -1;
}

/** Rate of the jump from state i up (+1) or down (−1) the ring; 1/time. */
function jumpRate({ states, slope, affinity, rate }: Ring, i: number, way: 1 | -1, beta: number): number {
  const to = (i + way + states) % states;
  return rate * Math.exp((-beta * slope * (to - i)) / 2 + (way * beta * affinity) / (2 * states));
}

function steadyLaw(ring: Ring): Float64Array {
  const { states, beta } = ring;
  const rate = (from: number, to: number): number => {
    if ((from + 1) % states === to) return jumpRate(ring, from, 1, beta);
    return (to + 1) % states === from ? jumpRate(ring, from, -1, beta) : 0;
  };
  return stationaryLaw(ratesOf(states, rate, '[jump/driven-ring] rate'));
}

function current(ring: Ring): number {
  const law = steadyLaw(ring);
  return law[0] * jumpRate(ring, 0, 1, ring.beta) - law[1] * jumpRate(ring, 1, -1, ring.beta);
}

function hops(ring: Ring): Kernel {
  const { states, dt } = ring;
  const chance = (i: number, way: 1 | -1, beta: number) => dt * jumpRate(ring, i, way, beta);
  const leave = (i: number, beta: number): number => {
    const sum = chance(i, 1, beta) + chance(i, -1, beta);
    if (!(sum <= 1))
      throw new SzilardError(
        'parameter',
        `[jump/driven-ring] dt: expected a chance to leave state ${i} of at most 1, got ${sum.toPrecision(4)} at β = ${beta}. Take dt below ${(dt / sum).toPrecision(3)}.`,
      );
    return sum;
  };
  return {
    step(x: Batch, { bath }: Given, rng, next) {
      rng.fillUniform(next.data);
      for (let i = 0; i < x.n; i++) {
        const from = x.data[i];
        const u = next.data[i];
        const beta = bath.beta[i];
        const up = chance(from, 1, beta);
        next.data[i] = u >= leave(from, beta) ? from : u < up ? (from + 1) % states : (from - 1 + states) % states;
      }
    },
    logDensity(from, to, { bath }, out) {
      for (let i = 0; i < from.n; i++) {
        const way = direction(from.data[i], to.data[i], states);
        out[i] = way === 0 ? Math.log1p(-leave(from.data[i], bath.beta[i])) : Math.log(chance(from.data[i], way as 1 | -1, bath.beta[i]));
      }
    },
  };
}
