import type { Batch, Buffers, FusedPass, Given, Kernel, RandomStream, Subsystem } from '@szilard/core';
import { canSpecialise, specialise } from './specialise.ts';

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

/** Step and bookkeeping in one pass over a block. */
const fusedEulerMaruyama =
  ({ energy, force, dt }: OverdampedOptions) =>
  ({ x, beta, known, work, heat, logRatio }: Buffers): FusedPass => {
    const noise = new Float64Array(x.n);
    const width = new Float64Array(x.n);
    const quarter = new Float64Array(x.n);
    const pass = specialise(
      ['energy', 'force', 'dt', 'x', 'known', 'work', 'heat', 'logRatio', 'noise', 'width', 'quarter', 'n'],
      `return (lambda) => {
        for (let i = 0; i < n; i++) {
          const at = x[i];
          const rest = energy(at, lambda);
          const push = force(at, lambda);
          const move = dt * push + width[i] * noise[i];
          const next = at + move;
          const after = energy(next, lambda);
          const pushNext = force(next, lambda);
          work[i] += rest - known[i];
          heat[i] += rest - after;
          logRatio[i] += quarter[i] * (push + pushNext) * (2 * move + dt * (pushNext - push));
          known[i] = after;
          x[i] = next;
        }
      };`,
      [energy, force, dt, x.data, known, work, heat, logRatio, noise, width, quarter, x.n],
    );
    let rng: RandomStream;
    return {
      begin(stream) {
        rng = stream;
        for (let i = 0; i < x.n; i++) {
          width[i] = Math.sqrt((2 * dt) / beta[i]);
          quarter[i] = beta[i] / 4;
        }
      },
      move([lambda]) {
        rng.fillNormal(noise);
        pass(lambda);
      },
    };
  };
