import { defineReservoir, logGamma } from '@szilard/core';

/**
 * A realistic reservoir: heat capacity C, so it warms as it absorbs. Energy E with S_R = C ln E, prepared canonically
 * at β: E ~ Gamma(C + 1, 1/β). Its hidden energy owes σ a boundary term, hence `logDensity`.
 */
export const finite = defineReservoir({
  id: 'finite',
  title: 'finite heat capacity: warms as it absorbs, prepared canonically',
  source: 'docs/theory.md 4',
  defaults: { beta: 1, capacity: 20 },
  domain: { beta: { above: 0 }, capacity: { above: 0 } },
  create: ({ beta, capacity }) => ({
    open(n, rng) {
      const energy = Float64Array.from({ length: n }, (_, i) => gamma(capacity + 1, rng.lane(i)) / beta);
      const now = energy.map((e) => capacity / e);
      const lnZ = logGamma(capacity + 1) - (capacity + 1) * Math.log(beta);
      return {
        beta: now,
        entropyGain(heat, out) {
          for (let i = 0; i < n; i++)
            out[i] = energy[i] + heat[i] > 0 ? capacity * Math.log1p(heat[i] / energy[i]) : Number.NEGATIVE_INFINITY;
        },
        absorb(heat) {
          for (let i = 0; i < n; i++) {
            energy[i] += heat[i];
            now[i] = capacity / energy[i];
          }
        },
        logDensity(out) {
          for (let i = 0; i < n; i++)
            out[i] = energy[i] > 0 ? capacity * Math.log(energy[i]) - beta * energy[i] - lnZ : Number.NEGATIVE_INFINITY;
        },
      };
    },
  }),
});

/** Gamma(shape, 1) for shape ≥ 1 by squeeze and rejection [Marsaglia2000]. */
function gamma(shape: number, rng: { normal(): number; uniform(): number }): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = rng.normal();
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(rng.uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}
