import { type Batch, type Boundary, SzilardError } from '@szilard/core';

/** Most spins whose states are all listed. */
export const MOST_SPINS = 16;

/** Every state of n spins ±1; [2ⁿ, n]. Bit k of a state's number is set where spin k is up. */
export function spinStates(n: number): Batch {
  if (!(Number.isSafeInteger(n) && n >= 1 && n <= MOST_SPINS)) {
    throw new SzilardError(
      'parameter',
      `[spinStates] spins: expected 1 to ${MOST_SPINS}, whose states can be listed, got ${n}. Sample instead.`,
    );
  }
  const data = new Float64Array(2 ** n * n);
  for (let s = 0; s < 2 ** n; s++) for (let k = 0; k < n; k++) data[s * n + k] = (s >> k) & 1 ? 1 : -1;
  return { n: 2 ** n, dim: n, data };
}

/** Number of the state in row i. */
export function spinNumber({ dim, data }: Batch, i: number): number {
  let s = 0;
  for (let k = 0; k < dim; k++) if (data[i * dim + k] > 0) s |= 1 << k;
  return s;
}

/** A law of all states by their numbers, in seat x; [2ⁿ]. */
export function spinBoundary(law: Float64Array, control: Float64Array): Boundary {
  const below = new Float64Array(law.length);
  for (let s = 0, sum = 0; s < law.length; s++) below[s] = sum += law[s];
  return {
    control,
    sample(rng, x) {
      const u = new Float64Array(x.n);
      rng.fillUniform(u);
      for (let i = 0; i < x.n; i++) {
        const s = firstAbove(below, u[i] * below[law.length - 1]);
        for (let k = 0; k < x.dim; k++) x.data[i * x.dim + k] = (s >> k) & 1 ? 1 : -1;
      }
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = Math.log(law[spinNumber(x, i)]);
    },
  };
}

/** Independent spins, up or down alike: a law of any number of them. */
export const fairSpins = (control: Float64Array): Boundary => ({
  control,
  sample(rng, x) {
    rng.fillUniform(x.data);
    for (let at = 0; at < x.data.length; at++) x.data[at] = x.data[at] < 0.5 ? -1 : 1;
  },
  logDensity(x, _theta, out) {
    out.fill(-x.dim * Math.LN2);
  },
});

function firstAbove(below: Float64Array, level: number): number {
  let [low, high] = [0, below.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below[middle] > level) high = middle;
    else low = middle + 1;
  }
  return low;
}
