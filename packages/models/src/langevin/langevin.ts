import type { Batch, Buffers, FusedPass, Given, Kernel, Subsystem } from '@szilard/core';
import { fusedLine } from './fused-line.ts';
import { canSpecialise } from './specialise.ts';

/** A one-dimensional overdamped system by plain functions of (x, λ), λ the first control. */
export interface OverdampedOptions {
  /** U(x; λ), energy. */
  readonly energy: (x: number, lambda: number) => number;
  /** Conservative force −∂U/∂x, energy/length. */
  readonly force: (x: number, lambda: number) => number;
  /** Time step. */
  readonly dt: number;
}

/** Overdamped Langevin motion by Euler-Maruyama at unit mobility: x′ = x + f(x, λ) dt + √(2 dt/β) ξ. */
export function langevin(options: OverdampedOptions): Subsystem {
  const { energy } = options;
  return {
    dim: 1,
    kernel: eulerMaruyama(options),
    energy(x, { control: [lambda] }, out) {
      for (let i = 0; i < x.n; i++) out[i] = energy(x.data[i], lambda);
    },
    ...(canSpecialise ? { fuse: fusedEulerMaruyama(options) } : {}),
  };
}

/** Its path ratio is β (f + f′)(2 Δx + dt (f′ − f))/4, the Stratonovich heat and an O(dt) rest; its energy heat is not that. */
export function eulerMaruyama({ force, dt }: Pick<OverdampedOptions, 'force' | 'dt'>): Kernel {
  return {
    step(x, { control: [lambda], bath }, rng, next) {
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++)
        next.data[i] = x.data[i] + dt * force(x.data[i], lambda) + Math.sqrt((2 * dt) / bath.beta[i]) * next.data[i];
    },
    logDensity(from: Batch, to: Batch, { control: [lambda], bath }: Given, out: Float64Array) {
      for (let i = 0; i < from.n; i++) {
        const variance = (2 * dt) / bath.beta[i];
        const miss = to.data[i] - from.data[i] - dt * force(from.data[i], lambda);
        out[i] = -0.5 * (Math.log(2 * Math.PI * variance) + (miss * miss) / variance);
      }
    },
  };
}

/** Step and bookkeeping in one pass over a block: the force at the end of a move is that at the start of the next. */
const fusedEulerMaruyama =
  ({ energy, force, dt }: OverdampedOptions) =>
  (buffers: Buffers): FusedPass => {
    const noise = new Float64Array(buffers.x.n);
    return fusedLine(buffers, {
      captured: { energy, force, noise },
      settings: ['lambda'],
      set: (control, into) => void (into[0] = control[0]),
      ofBeta: { dt: () => dt, width: (beta) => Math.sqrt((2 * dt) / beta), quarter: (beta) => beta / 4 },
      energy: (place) => `energy(${place}, lambda)`,
      carried: { push: (place) => `force(${place}, lambda)` },
      draw: `const move = dt * push + width * noise[i];
        const next = at + move;
        const pushNext = force(next, lambda);
        const ratio = quarter * (push + pushNext) * (move + move + dt * (pushNext - push));`,
      prepare: (rng) => rng.fillNormal(noise),
    });
  };
