import { defineReservoir, SzilardError } from '@szilard/core';
import { bathOfComponents } from './bath-of-components.ts';
import { naiveBath } from './naive-bath.ts';

/**
 * Two naive baths at two temperatures. Between `seats`: x, whatever its dimension, at `first`, θ at `second`; ΔS_R = q/T of who
 * moves. Between `components`: those of (x, θ) with an even number, counted from 0, at `first`, those with an odd one at `second`,
 * each in a bath of its own as in `gradient`. What flows between the two is the only source of entropy: q (1/T_second − 1/T_first).
 */
export const twoTemperature = defineReservoir({
  id: 'two-temperature',
  title: 'two naive baths at two temperatures: one a seat, or one every other component',
  source: '[Horowitz2014]; docs/theory.md 17',
  defaults: { first: 2, second: 1, between: 'seats' },
  domain: { first: { above: 0 }, second: { above: 0 }, between: { oneOf: ['seats', 'components'] } },
  create: ({ first, second, between }) => ({
    open(n, _rng, { state: { dim }, seat, place }) {
      if (between === 'components') {
        const from = place?.first ?? 0;
        const temperatures = Array.from({ length: dim }, (_, k) => ((from + k) % 2 === 0 ? first : second));
        return dim <= 1 ? naiveBath(n, temperatures[0] ?? first) : bathOfComponents('two-temperature', n, temperatures);
      }
      if (!seat)
        throw new SzilardError(
          'composition',
          '[two-temperature] expected a contact that names its seat, got none. Put seat: "x" or "theta" into it, or take between=components.',
        );
      return naiveBath(n, seat === 'x' ? first : second);
    },
  }),
});
