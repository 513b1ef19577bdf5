import { defineReservoir } from '@szilard/core';

/** The naive reservoir: infinite, memoryless, one temperature for ever. ΔS_R(q) = βq. */
export const ideal = defineReservoir({
  id: 'ideal',
  title: 'infinite, memoryless, one temperature',
  source: '[Seifert2012]',
  defaults: { beta: 1 },
  domain: { beta: { above: 0 } },
  create: ({ beta }) => ({
    open: (n) => ({
      beta: new Float64Array(n).fill(beta),
      additive: true,
      entropyGain(heat, out) {
        for (let i = 0; i < n; i++) out[i] = beta * heat[i];
      },
      absorb() {},
    }),
  }),
});
