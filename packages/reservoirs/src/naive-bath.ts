import type { Bath } from '@szilard/core';

/** One bath per trajectory at one temperature for ever: ΔS_R = q/T. */
export const naiveBath = (n: number, temperature: number): Bath => ({
  beta: new Float64Array(n).fill(1 / temperature),
  additive: true,
  entropyGain(heat, out) {
    for (let i = 0; i < n; i++) out[i] = heat[i] / temperature;
  },
  absorb() {},
});
