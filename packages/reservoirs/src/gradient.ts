import { defineReservoir } from '@szilard/core';
import { bathOfComponents } from './bath-of-components.ts';
import { naiveBath } from './naive-bath.ts';

/**
 * A naive bath for every component: temperatures from `from` at the first component of (x, θ) to `to` at the last, in equal
 * steps. A mover of one component at a time meets that component's bath, ΔS_R = q/T_k. Movers of several at once meet a
 * temperature tensor, and the entropy they are credited is a naive accountant's: one β = dim / Σ T_k.
 */
export const gradient = defineReservoir({
  id: 'gradient',
  title: 'a naive bath for every component, temperatures from one end to the other',
  source: '[Rieder1967]; docs/theory.md 12',
  defaults: { from: 2, to: 1 },
  domain: { from: { above: 0 }, to: { above: 0 } },
  create: ({ from, to }) => ({
    open(n, _rng, { state: { dim }, place = { first: 0, of: dim } }) {
      const { first, of } = place;
      const temperatures = Array.from({ length: dim }, (_, k) => (of > 1 ? from + ((to - from) * (first + k)) / (of - 1) : from));
      return dim <= 1 ? naiveBath(n, temperatures[0] ?? from) : bathOfComponents('gradient', n, temperatures);
    },
  }),
});
