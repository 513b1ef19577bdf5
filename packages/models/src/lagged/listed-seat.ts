import { type Batch, batch, type KernelClaims, type Subsystem } from '@szilard/core';
import type { Around } from '../jump/jumps.ts';
import { remembered } from '../jump/remembered.ts';
import { transitionKernel } from '../jump/transition-matrix.ts';
import { type States, stateNumbers } from './states.ts';

export interface ListedSeat {
  readonly states: States;
  /** Chance to be in state `to` one tick after `from`, by their numbers; staying included. */
  chance(from: number, to: number, around: Around): number;
  /** U of a state, by its number; energy. */
  energy(state: number, around: Around): number;
  /** What errors call it. */
  readonly where: string;
  readonly claims?: KernelClaims;
}

/** A seat with finitely many states in discrete time, from its table of chances; every state is a row of numbers. */
export function listedSeat({ states, chance, energy, where, claims }: ListedSeat): Subsystem {
  const dim = states[0].length;
  const numbers = stateNumbers(states, where);
  const numbered = (x: Batch): Batch => ({ n: x.n, dim: 1, data: numbers(x) });
  const kernel = transitionKernel(states.length, chance, { where, ...(claims ? { claims } : {}) });
  const energiesAt = remembered((around) => Float64Array.from(states, (_, state) => energy(state, around)));
  return {
    dim,
    states: { n: states.length, dim, data: Float64Array.from(states.flat()) },
    kernel: {
      ...kernel,
      step(x, given, rng, next) {
        const to = batch(x.n, 1);
        kernel.step(numbered(x), given, rng, to);
        for (let i = 0; i < x.n; i++) next.data.set(states[to.data[i]], i * dim);
      },
      logDensity: (from, to, given, out) => kernel.logDensity(numbered(from), numbered(to), given, out),
    },
    energy(x, given, out) {
      const at = numbers(x);
      for (let i = 0; i < x.n; i++) out[i] = energiesAt(given, i)[at[i]];
    },
  };
}
