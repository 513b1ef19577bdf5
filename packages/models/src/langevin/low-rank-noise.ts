import { type Batch, type RandomStream, SzilardError, type TemperatureFactors } from '@szilard/core';

/**
 * N(0, v T) with T = floor·1 + Σ_r f_r f_rᵀ, in as many operations as there are factors squared times components: the draw is
 * √v(√floor ξ + Σ_r ζ_r f_r), the density by Woodbury's identity and the determinant lemma [Woodbury1950],
 *   uᵀT⁻¹u = (|u|² − wᵀM⁻¹w)/floor,   w_r = f_r·u,   M = floor·1 + FFᵀ,   ln det T = (dim − rank) ln floor + ln det M.
 */
export interface LowRankNoise {
  /** ADDS a draw to each state; [n, dim]. */
  add(at: Batch, variance: number, rng: RandomStream, out: Float64Array): void;
  /** ln density of the displacements `miss` from the states `at`; [n, dim] → [n], nats. */
  logDensity(at: Batch, variance: number, miss: Float64Array, out: Float64Array): void;
}

export function lowRankNoise({ rank, floor, at: factorsAt }: TemperatureFactors, dim: number): LowRankNoise {
  if (!(floor > 0))
    throw new SzilardError(
      'composition',
      `[Euler-Maruyama] the bath's noise has ${rank} directions in ${dim} dimensions and a floor of ${floor}: some moves could not be undone. Give the reservoir a floor above 0.`,
    );
  const factors = new Float64Array(rank * dim);
  const look = (states: Batch, i: number) => factorsAt(states.data.subarray(i * dim, (i + 1) * dim), factors);
  return {
    add(states, variance, rng, out) {
      const [white, few] = [new Float64Array(states.n * dim), new Float64Array(states.n * rank)];
      rng.fillNormal(white);
      rng.fillNormal(few);
      const [width, flat] = [Math.sqrt(variance), Math.sqrt(variance * floor)];
      for (let i = 0; i < states.n; i++) {
        look(states, i);
        for (let k = 0; k < dim; k++) out[i * dim + k] += flat * white[i * dim + k];
        for (let r = 0; r < rank; r++) {
          const kick = width * few[i * rank + r];
          for (let k = 0, f = r * dim; k < dim; k++) out[i * dim + k] += kick * factors[f + k];
        }
      }
    },
    logDensity(states, variance, miss, out) {
      const inner = new Float64Array(rank * rank);
      const w = new Float64Array(rank);
      for (let i = 0; i < states.n; i++) {
        look(states, i);
        const u = miss.subarray(i * dim, (i + 1) * dim);
        for (let r = 0; r < rank; r++) {
          w[r] = dot(factors, r * dim, u, 0, dim);
          for (let s = 0; s <= r; s++) inner[r * rank + s] = dot(factors, r * dim, factors, s * dim, dim) + (r === s ? floor : 0);
        }
        let lnDet = (dim - rank) * Math.log(floor);
        let square = dot(u, 0, u, 0, dim);
        // Cholesky of M and the solution of L y = w in one pass: wᵀM⁻¹w = |y|².
        for (let r = 0; r < rank; r++) {
          for (let s = 0; s <= r; s++) {
            const rest = inner[r * rank + s] - dot(inner, r * rank, inner, s * rank, s);
            inner[r * rank + s] = r === s ? Math.sqrt(rest) : rest / inner[s * rank + s];
          }
          w[r] = (w[r] - dot(inner, r * rank, w, 0, r)) / inner[r * rank + r];
          lnDet += 2 * Math.log(inner[r * rank + r]);
          square -= w[r] * w[r];
        }
        out[i] = -0.5 * (square / (floor * variance) + lnDet + dim * Math.log(2 * Math.PI * variance));
      }
    },
  };
}

function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += a[fromA + k] * b[fromB + k];
  return sum;
}
