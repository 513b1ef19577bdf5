import { type Batch, type Bath, defineReservoir, SzilardError } from '@szilard/core';

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
      if (dim <= 1) return naive(n, temperatures[0] ?? from);
      const parts = temperatures.map((temperature) => naive(n, temperature));
      return {
        ...naive(n, temperatures.reduce((a, b) => a + b) / dim),
        temperature({ n: states }: Batch, out: Float64Array) {
          out.fill(0);
          for (let i = 0; i < states; i++) for (let k = 0; k < dim; k++) out[(i * dim + k) * dim + k] = temperatures[k];
        },
        part(component) {
          const part = parts[component];
          if (part) return part;
          throw new SzilardError('composition', `[gradient] expected a component from 0 to ${dim - 1}, got ${component}.`);
        },
      };
    },
  }),
});

function naive(n: number, temperature: number): Bath {
  return {
    beta: new Float64Array(n).fill(1 / temperature),
    additive: true,
    entropyGain(heat, out) {
      for (let i = 0; i < n; i++) out[i] = heat[i] / temperature;
    },
    absorb() {},
  };
}
