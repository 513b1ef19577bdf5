import { type Ensemble, type RateMatrix, ratesOf } from '@szilard/core';

/**
 * Spins one of which, picked at random, is drawn anew with chance 1/(1 + e^{2 s_i h_i}) to turn over, h_i = Σ_j J_ij s_j; J_ij between all pairs, larger to the
 * next spin round the ring by `drive` and smaller to the one before. State: bits, spin k is bit k [Glauber1963].
 */
export function kineticIsing(spins: number, coupling: number, drive: number): RateMatrix {
  const strength = (i: number, j: number) =>
    i === j ? 0 : coupling + ((i + 1) % spins === j ? drive : 0) - ((j + 1) % spins === i ? drive : 0);
  return ratesOf(2 ** spins, (from, to) => {
    const turned = from ^ to;
    const i = Math.log2(turned);
    if (!Number.isInteger(i)) return 0;
    const spin = (k: number) => 2 * ((from >> k) & 1) - 1;
    let field = 0;
    for (let j = 0; j < spins; j++) field += strength(i, j) * spin(j);
    return 1 / (1 + Math.exp(2 * spin(i) * field)) / spins;
  });
}

/** States by number as ±1, one spin a column. */
export const asSpins = ({ trajectories, steps, data }: Ensemble, spins: number): Ensemble => ({
  trajectories,
  steps,
  dim: spins,
  data: Float64Array.from({ length: data.length * spins }, (_, at) => 2 * ((data[Math.floor(at / spins)] >> (at % spins)) & 1) - 1),
});
