import { type Batch, type Given, type Kernel, SzilardError } from '@szilard/core';

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
 * x′ = x + f(x) dt + L(x) ξ, L Lᵀ = 2 dt · temperature · T(x). The ratio of two moves carries ln det of both tensors.
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
  return {
    step(x, given, rng, next) {
      const push = new Float64Array(x.data.length);
      const noise = new Float64Array(x.data.length);
      drift(x, given, push);
      rng.fillNormal(noise);
      const factor = factors(x, given);
      for (let i = 0; i < x.n; i++) {
        for (let k = 0; k < dim; k++) {
          let kick = 0;
          for (let l = 0; l <= k; l++) kick += factor[(i * dim + k) * dim + l] * noise[i * dim + l];
          next.data[i * dim + k] = x.data[i * dim + k] + dt * push[i * dim + k] + kick;
        }
      }
    },
    logDensity(from, to, given, out) {
      const push = new Float64Array(from.data.length);
      drift(from, given, push);
      const factor = factors(from, given);
      const z = new Float64Array(dim);
      for (let i = 0; i < from.n; i++) {
        let square = 0;
        let lnDet = 0;
        for (let k = 0; k < dim; k++) {
          const at = i * dim + k;
          z[k] = to.data[at] - from.data[at] - dt * push[at];
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
