import type { Batch, Given, Kernel, Subsystem } from '@szilard/core';

export interface RelaxingOptions {
  readonly dim: number;
  /** Memory of one move, in [0, 1): 0 draws afresh. */
  readonly decay: number;
  /** Stationary variance at temperature 1. */
  readonly variance: number;
  /** It relaxes to this component of its partner, out of so many. */
  readonly follows: { readonly component: number; readonly of: number };
}

/**
 * Autoregressive motion of component 0 towards a centre: x′ = c + a (x − c) + √((1 − a²) v T) ξ, reversible with respect to
 * N(c, vT). Further components are frozen labels. Energy (x − c)²/2v. T: 1/β, or the bath's temperature tensor where it has one.
 */
export function relaxing({ dim, decay, variance, follows: { component, of } }: RelaxingOptions): Subsystem {
  const spread = (1 - decay * decay) * variance;
  const centre = ({ partner }: Given, i: number) => partner.data[i * of + component];
  const kernel: Kernel = {
    step(x, given, rng, next) {
      const noise = new Float64Array(x.n);
      rng.fillNormal(noise);
      const temperature = temperatureOf(x, given);
      for (let i = 0; i < x.n; i++) {
        const c = centre(given, i);
        for (let k = 1; k < dim; k++) next.data[i * dim + k] = x.data[i * dim + k];
        next.data[i * dim] = c + decay * (x.data[i * dim] - c) + Math.sqrt(spread * temperature[i]) * noise[i];
      }
    },
    logDensity(from, to, given, out) {
      const temperature = temperatureOf(from, given);
      for (let i = 0; i < from.n; i++) {
        const c = centre(given, i);
        const miss = to.data[i * dim] - c - decay * (from.data[i * dim] - c);
        const v = spread * temperature[i];
        out[i] = -0.5 * (Math.log(2 * Math.PI * v) + (miss * miss) / v);
      }
    },
    affine(_control, beta) {
      const own = new Float64Array(dim * dim);
      for (let k = 0; k < dim; k++) own[k * dim + k] = k === 0 ? decay : 1;
      const other = new Float64Array(dim * of);
      other[component] = 1 - decay;
      const covariance = new Float64Array(dim * dim);
      covariance[0] = spread / beta;
      return { own, other, offset: new Float64Array(dim), covariance };
    },
  };
  return {
    dim,
    kernel,
    energy(x, given, out) {
      for (let i = 0; i < x.n; i++) out[i] = (x.data[i * dim] - centre(given, i)) ** 2 / (2 * variance);
    },
  };
}

function temperatureOf(x: Batch, { bath }: Given): Float64Array {
  if (!bath.temperature) return bath.beta.map((beta) => 1 / beta);
  const tensor = new Float64Array(x.n * x.dim * x.dim);
  bath.temperature(x, tensor);
  return Float64Array.from({ length: x.n }, (_, i) => tensor[i * x.dim * x.dim]);
}
