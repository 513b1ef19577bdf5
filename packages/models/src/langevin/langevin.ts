import { type Batch, type Buffers, type FusedPass, type Given, type Kernel, ownPass, type Subsystem } from '@szilard/core';
import { fusedLine } from './fused-line.ts';
import { eulerText } from './line-euler.ts';
import { fusedPolynomial, type PolynomialOptions, polynomialEnergies, polynomialFunctions, polynomialSetting } from './line-polynomial.ts';
import { canSpecialise } from './specialise.ts';

export type { PolynomialOptions } from './line-polynomial.ts';

/** A one-dimensional overdamped system by plain functions of (x, λ), λ the first control. */
export interface OverdampedOptions {
  /** U(x; λ), energy. */
  readonly energy: (x: number, lambda: number) => number;
  /** Conservative force −∂U/∂x, energy/length. */
  readonly force: (x: number, lambda: number) => number;
  /** Time step. */
  readonly dt: number;
}

/**
 * Overdamped Langevin motion by Euler-Maruyama at unit mobility: x′ = x + f(x, λ) dt + √(2 dt/β) ξ. Where the energy is a polynomial of
 * at most fourth degree, and is given as one, moves are made in WebAssembly SIMD.
 */
export function langevin(options: OverdampedOptions | PolynomialOptions): Subsystem {
  const set = 'polynomial' in options ? polynomialSetting(options) : undefined;
  const { energy, force } = set ? polynomialFunctions(set) : (options as OverdampedOptions);
  const { dt } = options;
  const fuse = (buffers: Buffers) => (set ? fusedPolynomial(buffers, set, dt) : fusedEulerMaruyama({ energy, force, dt }, buffers));
  return ownPass({
    dim: 1,
    kernel: eulerMaruyama({ force, dt }),
    energy: set
      ? polynomialEnergies(set)
      : ({ n, data }, { control: [lambda] }, out) => {
          for (let i = 0; i < n; i++) out[i] = energy(data[i], lambda);
        },
    ...(canSpecialise ? { fuse } : {}),
  });
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
const fusedEulerMaruyama = ({ energy, force, dt }: OverdampedOptions, buffers: Buffers): FusedPass =>
  fusedLine(buffers, {
    captured: { energy, force },
    settings: ['lambda'],
    set: (control, into) => void (into[0] = control[0]),
    energy: (place) => `energy(${place}, lambda)`,
    ...eulerText(dt, (place) => `force(${place}, lambda)`),
  });
