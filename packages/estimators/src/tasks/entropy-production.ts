import {
  defineTask,
  type Ensemble,
  entropyProductionRate,
  jumpChain,
  linearLangevin,
  type RandomStream,
  type RateMatrix,
  ratesOf,
  SzilardError,
  stationaryLaw,
} from '@szilard/core';
import { chainSeries } from './chains.ts';
import { fineNormal } from './gaussian-pairs.ts';
import { asSpins, kineticIsing } from './kinetic-ising.ts';
import { beadChain, exactStep, linearSeries } from './linear-series.ts';

const quantity = 'entropy-production-rate' as const;
/** Free particles start anywhere on a line of so many steps: a common start would tell the direction of time by itself. */
const WIDE = 200;
const steps = { atLeast: 1, integer: true };

interface Stepped {
  /** Frames of each trajectory. */
  readonly steps: number;
}

/** A chain in its steady state, and how its states are seen. */
const chainTask = (chain: RateMatrix, frames: number, seen: (series: Ensemble) => Ensemble = (series) => series) => ({
  truth: entropyProductionRate(stationaryLaw(chain), [chain]),
  unit: 'nat/tick' as const,
  sample: (n: number, rng: RandomStream) => ({ series: seen(chainSeries(chain, n, frames, rng)) }),
});
const CHAIN = 'Σ = Σ_ij p_i P_ij ln(p_i P_ij/p_j P_ji) per step';

export const entropyProductionTasks = [
  defineTask<typeof quantity, Stepped & { readonly states: number; readonly up: number; readonly down: number }>({
    id: 'entropy-production/discrete-ring',
    title: 'a biased walk in discrete time on a ring, states by number',
    source: '[Lebowitz1999]; docs/theory.md 11',
    equation: 'Σ = (p − q) ln(p/q) per step',
    quantity,
    rows: 'symbols',
    defaults: { states: 3, up: 0.5, down: 0.25, steps: 20 },
    domain: { states: { atLeast: 3, atMost: 1000, integer: true }, up: { above: 0, below: 1 }, down: { above: 0, below: 1 }, steps },
    create: ({ states, up, down, steps: frames }) => {
      if (!(up + down <= 1))
        throw new SzilardError(
          'parameter',
          `[entropy-production/discrete-ring] up + down: expected at most 1, got ${up + down}. Lower one.`,
        );
      const ring = ratesOf(states, (from, to) => ((from + 1) % states === to ? up : (to + 1) % states === from ? down : 0));
      return { ...chainTask(ring, frames), truth: (up - down) * Math.log(up / down) };
    },
  }),
  defineTask<typeof quantity, Stepped & { readonly height: number; readonly switching: number }>({
    id: 'entropy-production/flashing-ratchet',
    title: 'the jumps of a flashing ratchet of three positions, six states by number',
    source: '[Kim2020]; docs/theory.md 11',
    equation: CHAIN,
    quantity,
    rows: 'symbols',
    defaults: { height: 1.5, switching: 1, steps: 20 },
    domain: { switching: { above: 0 }, steps },
    create: ({ height, switching, steps: frames }) => {
      const energy = (state: number) => (state < 3 ? height * state : 0);
      const rates = ratesOf(6, (from, to) => {
        if (from < 3 === to < 3) return Math.exp((energy(from) - energy(to)) / 2);
        return from % 3 === to % 3 ? switching : 0;
      });
      return chainTask(jumpChain(rates), frames);
    },
  }),
  defineTask<typeof quantity, Stepped & { readonly spins: number; readonly coupling: number; readonly drive: number }>({
    id: 'entropy-production/kinetic-ising',
    title: 'spins with one-sided couplings, one redrawn a step, a column each',
    source: '[Glauber1963]; docs/theory.md 11',
    equation: CHAIN,
    quantity,
    rows: 'symbols',
    defaults: { spins: 4, coupling: 0.1, drive: 0.7, steps: 50 },
    domain: { spins: { atLeast: 2, atMost: 8, integer: true }, steps },
    create: ({ spins, coupling, drive, steps: frames }) =>
      chainTask(kineticIsing(spins, coupling, drive), frames, (series) => asSpins(series, spins)),
  }),
  defineTask<typeof quantity, Stepped & { readonly beads: number; readonly cold: number; readonly hot: number; readonly interval: number }>(
    {
      id: 'entropy-production/linear-chain',
      title: 'beads on springs between a cold and a hot bath, seen at regular times',
      source: '[Li2019]; docs/theory.md 9',
      equation: 'Σ = tr[Q⁻¹(1 − F²)S] − d per step, F = e^{−A dt}, Q = S − F S Fᵀ',
      quantity,
      defaults: { beads: 2, cold: 1, hot: 10, interval: 0.1, steps: 20 },
      domain: { beads: { atLeast: 2, atMost: 50, integer: true }, cold: { above: 0 }, hot: { above: 0 }, interval: { above: 0 }, steps },
      create: ({ beads, cold, hot, interval, steps: frames }) => {
        const { drift, diffusion } = beadChain(Array.from({ length: beads }, (_, k) => cold + ((hot - cold) * k) / (beads - 1)));
        const { map, noise } = exactStep(drift, linearLangevin({ drift, diffusion }).covariance, interval);
        const { entropyProduction, sample } = linearSeries(map, noise);
        return { truth: entropyProduction, unit: 'nat/tick', sample: (n, rng) => ({ series: sample(n, frames, rng) }) };
      },
    },
  ),
  defineTask<typeof quantity, Stepped & { readonly speed: number; readonly diffusion: number; readonly interval: number }>({
    id: 'entropy-production/drifted-brownian',
    title: 'Brownian motion with drift on a line, seen at regular times',
    source: '[Seifert2012]',
    equation: 'Σ = v² dt/D per step',
    quantity,
    defaults: { speed: 1, diffusion: 1, interval: 0.1, steps: 20 },
    domain: { diffusion: { above: 0 }, interval: { above: 0 }, steps },
    create: ({ speed, diffusion, interval, steps: frames }) => ({
      truth: (speed * speed * interval) / diffusion,
      unit: 'nat/tick',
      sample(n, rng) {
        const data = new Float64Array(n * frames);
        const step = Math.sqrt(2 * diffusion * interval);
        for (let i = 0; i < n; i++) {
          const own = rng.fork(i);
          data[i * frames] = WIDE * step * own.uniform();
          for (let t = 1; t < frames; t++) data[i * frames + t] = data[i * frames + t - 1] + speed * interval + step * fineNormal(own);
        }
        return { series: { trajectories: n, steps: frames, dim: 1, data } };
      },
    }),
  }),
] as const;
