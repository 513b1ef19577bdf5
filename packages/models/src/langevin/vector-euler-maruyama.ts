import { type Batch, type Given, type Kernel, SzilardError } from '@szilard/core';
import { lowRankNoise } from './low-rank-noise.ts';

export interface VectorEulerOptions {
  readonly dim: number;
  /** Drift per unit time; [n, dim]. */
  readonly drift: (x: Batch, given: Given, out: Float64Array) => void;
  readonly dt: number;
  /** Reference temperature: a bath at β = 1 lends displacements of variance 2 dt · temperature. */
  readonly temperature: number;
}

/**
 * Euler-Maruyama in any dimension, in a bath with one temperature or a temperature tensor that may depend on the state:
 * x′ = x + f(x) dt + L(x) ξ, L Lᵀ = 2 dt · temperature · T(x). The ratio of two moves carries ln det of both tensors. Where the
 * bath knows its tensor by few factors no tensor is formed. A force of the bath moves x with mobility `temperature`.
 */
export function vectorEulerMaruyama({ dim, drift, dt, temperature }: VectorEulerOptions): Kernel {
  /** Lower Cholesky factors of the displacement covariance at each state; [n, dim, dim]. */
  const factors = (x: Batch, { bath }: Given): Float64Array => {
    const out = new Float64Array(x.n * dim * dim);
    if (bath.temperature) bath.temperature(x, out);
    else for (let i = 0; i < x.n; i++) for (let k = 0; k < dim; k++) out[(i * dim + k) * dim + k] = 1 / bath.beta[i];
    for (let at = 0; at < out.length; at++) out[at] *= 2 * dt * temperature;
    for (let i = 0; i < x.n; i++) cholesky(out.subarray(i * dim * dim, (i + 1) * dim * dim), dim);
    return out;
  };
  /** Mean displacement; [n, dim]. */
  const shift = (x: Batch, given: Given): Float64Array => {
    const push = new Float64Array(x.data.length);
    drift(x, given, push);
    const { force } = given.bath;
    if (force) for (let at = 0; at < push.length; at++) push[at] += temperature * (force.constant[at] - force.stiffness * x.data[at]);
    for (let at = 0; at < push.length; at++) push[at] *= dt;
    return push;
  };
  return {
    feelsForce: true,
    step(x, given, rng, next) {
      const push = shift(x, given);
      if (given.bath.temperatureFactors) {
        for (let at = 0; at < push.length; at++) next.data[at] = x.data[at] + push[at];
        lowRankNoise(given.bath.temperatureFactors, dim).add(x, 2 * dt * temperature, rng, next.data);
        return;
      }
      const noise = new Float64Array(x.data.length);
      rng.fillNormal(noise);
      const factor = factors(x, given);
      for (let i = 0; i < x.n; i++) {
        for (let k = 0; k < dim; k++) {
          let kick = 0;
          for (let l = 0; l <= k; l++) kick += factor[(i * dim + k) * dim + l] * noise[i * dim + l];
          next.data[i * dim + k] = x.data[i * dim + k] + push[i * dim + k] + kick;
        }
      }
    },
    logDensity(from, to, given, out) {
      const push = shift(from, given);
      if (given.bath.temperatureFactors) {
        const miss = to.data.map((v, at) => v - from.data[at] - push[at]);
        lowRankNoise(given.bath.temperatureFactors, dim).logDensity(from, 2 * dt * temperature, miss, out);
        return;
      }
      const factor = factors(from, given);
      const z = new Float64Array(dim);
      for (let i = 0; i < from.n; i++) {
        let square = 0;
        let lnDet = 0;
        for (let k = 0; k < dim; k++) {
          const at = i * dim + k;
          z[k] = to.data[at] - from.data[at] - push[at];
          for (let l = 0; l < k; l++) z[k] -= factor[at * dim + l] * z[l];
          z[k] /= factor[at * dim + k];
          square += z[k] * z[k];
          lnDet += Math.log(factor[at * dim + k]);
        }
        out[i] = -0.5 * square - lnDet - 0.5 * dim * Math.log(2 * Math.PI);
      }
    },
  };
}

/** In place; refuses what is not positive definite. */
function cholesky(a: Float64Array, dim: number): void {
  for (let k = 0; k < dim; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = a[k * dim + l];
      for (let j = 0; j < l; j++) sum -= a[k * dim + j] * a[l * dim + j];
      if (k === l) {
        if (!(sum > 0)) {
          throw new SzilardError(
            'composition',
            `[Euler-Maruyama] the bath's temperature tensor is not positive definite (pivot ${k} is ${sum.toPrecision(3)}): some moves could not be undone. Give the reservoir a floor above 0.`,
          );
        }
        a[k * dim + k] = Math.sqrt(sum);
      } else {
        a[k * dim + l] = sum / a[l * dim + l];
        a[l * dim + k] = 0;
      }
    }
  }
}
