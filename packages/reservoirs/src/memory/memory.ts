import { defineReservoir, SzilardError } from '@szilard/core';
import { naiveBath } from '../naive-bath.ts';
import { embedMemory } from './embed.ts';

export interface Memory {
  /** Inverse temperature of the white noise. */
  readonly beta: number;
  /** κ, energy/length²: the coloured force has variance κ · memoryTemperature. */
  readonly stiffness: number;
  /** τ: correlation time of the coloured force, in ticks of its seat. */
  readonly time: number;
  /** T of the memory's own bath. */
  readonly memoryTemperature: number;
  /** `matched`: friction has the memory that noise has. `none`: noise alone has one. */
  readonly friction: 'matched' | 'none';
  /** `naive`: takes all noise for white, at `beta`. */
  readonly accountant: 'informed' | 'naive';
}

/**
 * Coloured noise by Markov embedding: beside white noise at β, a force with ⟨ξ(t)ξ(s)⟩ = κT e^(−|t−s|/τ). It comes from a hidden
 * coordinate z for every component, which moves in a tick of its own before each tick of the seat, z′ = m + e^(−1/τ)(z − m) + noise,
 * so that (x, z) together are Markov and every path ratio is exact [Zwanzig1973].
 *
 * `matched`: z is tied to x by κ(x − z)²/2 and relaxes to m = x; x then has friction with the memory κ e^(−t/τ), and is in
 * equilibrium where both temperatures are one. `none`: z relaxes to 0 and pushes x by κz without feeling it, the active
 * Ornstein-Uhlenbeck particle [Martin2021]; the push is work. An informed accountant credits each tick its own bath; the naive
 * one sees neither z, nor its energy, nor its push, and credits −βΔU.
 */
export const memory = defineReservoir<Memory>({
  id: 'memory',
  title: 'coloured noise by Markov embedding, with or without the friction that matches it',
  source: '[Zwanzig1973]; [Martin2021]; docs/theory.md 17',
  defaults: { beta: 1, stiffness: 1, time: 5, memoryTemperature: 1, friction: 'matched', accountant: 'informed' },
  domain: {
    beta: { above: 0 },
    stiffness: { above: 0 },
    time: { above: 0 },
    memoryTemperature: { above: 0 },
    friction: { oneOf: ['matched', 'none'] },
    accountant: { oneOf: ['informed', 'naive'] },
  },
  miscredits: ({ accountant }) => accountant === 'naive',
  create: (params) => ({
    embed: (model, seat) => embedMemory(model, seat, params),
    open(n, _rng, { state, subsystem }) {
      const white = naiveBath(n, 1 / params.beta);
      if (state.dim === 0) return white;
      if (!subsystem.hidden)
        throw new SzilardError(
          'composition',
          '[memory] expected a seat that holds the coordinates of the memory, got one without. Compose with inContact(model, reservoirs).',
        );
      const hidden = naiveBath(n, params.memoryTemperature);
      return { ...white, part: (whose) => (whose === 0 ? white : hidden) };
    },
  }),
});
