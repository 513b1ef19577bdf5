import { defineReservoir, SzilardError } from '@szilard/core';
import { warmingBath } from './warming-bath.ts';

/**
 * Θ as the bath of X. The naive reading is `ideal`. This one takes it at its word: Θ holds an energy E with as much heat capacity
 * as it has parameters, C = capacityPerParameter · dim θ, ½ each by equipartition, so that the heat of X raises the entropy of Θ by
 * ΔS = C ln(1 + q/E), and X feels β = C/E. While θ moves by itself, Θ settles with its own reservoir at `beta`: with chance
 * `renewal` a tick E is drawn afresh from the canonical law, for which Θ is credited C ln(E′/E) and its reservoir −β(E′ − E),
 * together ln p(E′)/p(E), which is the ratio of that move. dim θ → ∞ is the ideal bath.
 *
 * An INTERPRETATION [Parsi2024]: E is an account kept beside θ. No move of θ feels x, and E is not the loss of θ.
 */
export const parameters = defineReservoir({
  id: 'parameters',
  title: 'θ read as the heat bath of x: a heat capacity of ½ a parameter, settling while θ moves (an interpretation)',
  source: '[Parsi2024]; docs/theory.md 17',
  defaults: { beta: 1, capacityPerParameter: 0.5, renewal: 0.1 },
  domain: { beta: { above: 0 }, capacityPerParameter: { above: 0 }, renewal: { atLeast: 0, atMost: 1 } },
  seats: ['x'],
  create: ({ beta, capacityPerParameter, renewal }) => ({
    open(n, rng, { state: { dim }, place }) {
      const count = (place?.of ?? dim) - dim;
      if (!(count > 0))
        throw new SzilardError(
          'composition',
          `[parameters] expected a model with parameters θ beside x, got ${count}. Use it on the x seat of a learner, or take finite.`,
        );
      const { energy, set, logCanonical, draw, ...bath } = warmingBath('parameters', n, rng, beta, capacityPerParameter * count);
      const chance = new Float64Array(n);
      return {
        ...bath,
        settle(own, mask, entropy, logRatio) {
          own.fillUniform(chance);
          for (let i = 0; i < n; i++) {
            if ((mask && mask[i] === 0) || chance[i] >= renewal) continue;
            const next = draw(own.lane(i));
            const worth = logCanonical(next) - logCanonical(energy[i]);
            entropy[i] += worth;
            logRatio[i] += worth;
            set(i, next);
          }
        },
      };
    },
  }),
});
