import { type Batch, batchOf, defineModel, type Given, type Kernel, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';

/**
 * A two-level system whose upper level is lifted from 0 to `gap` in n equal jumps, with a heat-bath move after each: erasure of
 * one bit by quench and relaxation. Flips are tried with probability `attempt` and accepted with 1/(1 + e^−ΔS_R) (Glauber): exact
 * with any reservoir; attempt = 1 in an ideal bath relaxes fully in one move.
 */
export const twoLevel = defineModel({
  id: 'jump/two-level',
  title: 'two-level system lifted in jumps: Landauer erasure by quench and relaxation',
  source: '[Landauer1961]; [Glauber1963]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'finite'] },
  reservoirs: ['ideal', 'finite'],
  defaults: { gap: 4, jumps: 10, attempt: 1, beta: 1 },
  domain: { jumps: { atLeast: 1, atMost: 1e6, integer: true }, attempt: { above: 0, atMost: 1 }, beta: { above: 0 } },
  create: ({ gap, jumps, attempt, beta }) => {
    const rest = (level: number) => discreteBoundary([1 - occupation(beta * level), occupation(beta * level)], Float64Array.of(level));
    return {
      subsystems: { x: { dim: 1, kernel: glauber(attempt), energy, states: batchOf(Float64Array.of(0, 1)) }, theta: still },
      ticks: Array.from({ length: jumps }, (_, n): Tick => ({ mover: 'x', control: Float64Array.of((gap * (n + 1)) / jumps) })),
      start: rest(0),
      end: rest(gap),
    };
  },
  exact: {
    /** ⟨W⟩ = Σ p_n (E_{n+1} − E_n), p_n the occupation before each jump. */
    work: ({ gap, jumps, attempt, beta }) => {
      let occupied = 0.5;
      let work = 0;
      for (let n = 0; n < jumps; n++) {
        work += (occupied * gap) / jumps;
        occupied += attempt * (occupation((beta * gap * (n + 1)) / jumps) - occupied);
      }
      return work;
    },
    'free-energy-difference': ({ gap, beta }) => (Math.log(2) - Math.log1p(Math.exp(-beta * gap))) / beta,
  },
});

/** Chance of the upper level in equilibrium. */
const occupation = (gap: number) => 1 / (1 + Math.exp(gap));

function energy(x: Batch, { control: [level] }: Given, out: Float64Array): void {
  for (let i = 0; i < x.n; i++) out[i] = level * x.data[i];
}

function glauber(attempt: number): Kernel {
  /** Chance to flip away from the state x. */
  const flip = (x: Batch, given: Given): Float64Array => {
    const heat = x.data.map((state) => given.control[0] * (2 * state - 1));
    const worth = new Float64Array(x.n);
    given.bath.entropyGain(heat, worth);
    return worth.map((nats) => attempt / (1 + Math.exp(-nats)));
  };
  return {
    step(x, given, rng, next) {
      rng.fillUniform(next.data);
      const chance = flip(x, given);
      for (let i = 0; i < x.n; i++) next.data[i] = next.data[i] < chance[i] ? 1 - x.data[i] : x.data[i];
    },
    logDensity(from, to, given, out) {
      const chance = flip(from, given);
      // Staying put is its own reverse only as a move; its probability is one minus that of the flip.
      for (let i = 0; i < from.n; i++) out[i] = from.data[i] === to.data[i] ? Math.log1p(-chance[i]) : Math.log(chance[i]);
    },
  };
}
