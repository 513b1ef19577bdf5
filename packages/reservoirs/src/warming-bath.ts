import { type Bath, logGamma, type RandomStream, SzilardError } from '@szilard/core';

/** A bath of heat capacity C with energy E: S_R = C ln E, β = C/E, E ~ Gamma(C + 1, 1/β) where it is prepared canonically. */
export interface WarmingBath extends Bath {
  readonly energy: Float64Array;
  /** Give one trajectory's bath this energy. */
  set(i: number, energy: number): void;
  /** ln p(E) of the canonical preparation; nats. */
  logCanonical(energy: number): number;
  /** A draw from it. */
  draw(rng: RandomStream): number;
}

/** n baths of one capacity, drawn from the canonical law at inverse temperature `beta`, one lane each. */
export function warmingBath(where: string, n: number, rng: RandomStream, beta: number, capacity: number): WarmingBath {
  const lnZ = logGamma(capacity + 1) - (capacity + 1) * Math.log(beta);
  const draw = (from: RandomStream) => gamma(capacity + 1, from) / beta;
  const energy = Float64Array.from({ length: n }, (_, i) => draw(rng.lane(i)));
  const now = energy.map((e) => capacity / e);
  const set = (i: number, e: number) => {
    energy[i] = e;
    now[i] = capacity / e;
  };
  const logCanonical = (e: number) => (e > 0 ? capacity * Math.log(e) - beta * e - lnZ : Number.NEGATIVE_INFINITY);
  return {
    energy,
    beta: now,
    set,
    logCanonical,
    draw,
    entropyGain(heat, out) {
      for (let i = 0; i < n; i++) out[i] = energy[i] + heat[i] > 0 ? capacity * Math.log1p(heat[i] / energy[i]) : Number.NEGATIVE_INFINITY;
    },
    absorb(heat) {
      for (let i = 0; i < n; i++) {
        if (energy[i] + heat[i] <= 0)
          throw new SzilardError(
            'composition',
            `[${where}] expected moves that leave the bath its energy, got one that takes ${(-heat[i]).toPrecision(3)} of ${energy[i].toPrecision(3)}. Its kernel does not ask the bath: take one that does (Metropolis), or more heat capacity than ${capacity}.`,
          );
        set(i, energy[i] + heat[i]);
      }
    },
    logDensity(out) {
      for (let i = 0; i < n; i++) out[i] = logCanonical(energy[i]);
    },
  };
}

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
