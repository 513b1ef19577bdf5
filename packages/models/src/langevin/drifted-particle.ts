import { defineModel, type Kernel, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { gaussianBoundary } from './gaussian-boundary.ts';

/**
 * A free particle under a constant force f: drift v = f, diffusion D = 1/β at unit mobility. The force does the work f Δx and
 * all of it is heat. Along a run β Q ~ N(βv²t, 2βv²t): the uncertainty relation is saturated.
 */
export const driftedParticle = defineModel({
  id: 'langevin/drifted-particle',
  title: 'free particle under a constant force, exact steps',
  source: '[Barato2015]; docs/theory.md 5',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { force: 1, dt: 0.1, ticks: 10, spread: 2 },
  domain: { dt: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true }, spread: { above: 0 } },
  create: ({ force, dt, ticks, spread }) => {
    const none = new Float64Array(0);
    return {
      subsystems: {
        x: {
          dim: 1,
          kernel: drift(force, dt),
          energy: (_x, _given, out) => void out.fill(0),
          work(from, to, _given, out) {
            for (let i = 0; i < from.n; i++) out[i] = force * (to.data[i] - from.data[i]);
          },
        },
        theta: still,
      },
      ticks: Array.from({ length: ticks }, (): Tick => ({ mover: 'x', control: none })),
      start: gaussianBoundary(0, spread ** 2, none),
      end: gaussianBoundary(force * dt * ticks, spread ** 2, none),
    };
  },
  exact: {
    /** ⟨Q⟩ = v²t at β = 1, the flow to the bath. */
    'entropy-flow': ({ force, dt, ticks }) => force ** 2 * dt * ticks,
    'entropy-flow-variance': ({ force, dt, ticks }) => 2 * force ** 2 * dt * ticks,
    /** Flow plus ⟨ln p_start − ln p_end⟩: the reversed run starts from a packet as narrow as the first one. */
    'entropy-production': ({ force, dt, ticks, spread }) => (force ** 2 + 1 / spread ** 2) * dt * ticks,
  },
});

function drift(force: number, dt: number): Kernel {
  return {
    step(x, { bath }, rng, next) {
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++) next.data[i] = x.data[i] + force * dt + Math.sqrt((2 * dt) / bath.beta[i]) * next.data[i];
    },
    logDensity(from, to, { bath }, out) {
      for (let i = 0; i < from.n; i++) {
        const variance = (2 * dt) / bath.beta[i];
        const miss = to.data[i] - from.data[i] - force * dt;
        out[i] = -0.5 * (Math.log(2 * Math.PI * variance) + (miss * miss) / variance);
      }
    },
  };
}
