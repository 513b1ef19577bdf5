import type { Kernel } from '@szilard/core';
import { mixtureLogDensity } from './sgld-mixture.ts';

export interface SgldKernelOptions {
  readonly keep: number;
  readonly pull: number;
  /** Variance of the noise that is injected at β = 1. */
  readonly spread: number;
  readonly batchVariance: number;
}

const normal = (miss: number, variance: number): number =>
  variance === 0 ? (miss === 0 ? 0 : Number.NEGATIVE_INFINITY) : -0.5 * ((miss * miss) / variance + Math.log(2 * Math.PI * variance));

/** The batch is the partner and given: θ′ = keep·θ + pull·b + N(0, spread/β); without noise a map, its density counted as 1 or 0. */
export const givenBatch = ({ keep, pull, spread }: SgldKernelOptions): Kernel => ({
  step(theta, { partner, bath }, rng, next) {
    rng.fillNormal(next.data);
    for (let i = 0; i < theta.n; i++)
      next.data[i] = keep * theta.data[i] + pull * partner.data[i] + Math.sqrt(spread / bath.beta[i]) * next.data[i];
  },
  logDensity(from, to, { partner, bath }, out) {
    for (let i = 0; i < from.n; i++) out[i] = normal(to.data[i] - (keep * from.data[i] + pull * partner.data[i]), spread / bath.beta[i]);
  },
  affine: (_control, beta) => ({
    own: Float64Array.of(keep),
    other: Float64Array.of(pull),
    offset: new Float64Array(1),
    covariance: Float64Array.of(spread / beta),
  }),
});

/** Gaussian batches as noise: θ′ = keep·θ + N(0, pull²·batchVariance + spread/β). */
export const gaussianBatches = ({ keep, pull, spread, batchVariance }: SgldKernelOptions): Kernel => {
  const variance = (beta: number) => pull * pull * batchVariance + spread / beta;
  return {
    step(theta, { bath }, rng, next) {
      rng.fillNormal(next.data);
      for (let i = 0; i < theta.n; i++) next.data[i] = keep * theta.data[i] + Math.sqrt(variance(bath.beta[i])) * next.data[i];
    },
    logDensity(from, to, { bath }, out) {
      for (let i = 0; i < from.n; i++) out[i] = normal(to.data[i] - keep * from.data[i], variance(bath.beta[i]));
    },
    affine: (_control, beta) => ({
      own: Float64Array.of(keep),
      other: new Float64Array(0),
      offset: new Float64Array(1),
      covariance: Float64Array.of(variance(beta)),
    }),
  };
};

/** Batches of ±√batchVariance as noise: a mixture of two Gaussians. */
export const binaryBatches = ({ keep, pull, spread, batchVariance }: SgldKernelOptions): Kernel => {
  const kick = pull * Math.sqrt(batchVariance);
  return {
    step(theta, { bath }, rng, next) {
      const draws = new Float64Array(2 * theta.n);
      rng.fillNormal(draws);
      for (let i = 0; i < theta.n; i++) {
        const centre = keep * theta.data[i] + (draws[2 * i] < 0 ? -kick : kick);
        next.data[i] = centre + Math.sqrt(spread / bath.beta[i]) * draws[2 * i + 1];
      }
    },
    logDensity(from, to, { bath }, out) {
      for (let i = 0; i < from.n; i++) out[i] = mixtureLogDensity(from.data[i], to.data[i], { keep, kick, spread: spread / bath.beta[i] });
    },
  };
};

/** ±spread drawn afresh, each with the chance ½. */
export const eitherSign = (spread: number): Kernel => ({
  step(_x, _given, rng, next) {
    rng.fillUniform(next.data);
    for (let i = 0; i < next.n; i++) next.data[i] = next.data[i] < 0.5 ? -spread : spread;
  },
  logDensity(_from, to, _given, out) {
    for (let i = 0; i < to.n; i++) out[i] = Math.abs(to.data[i]) === spread ? -Math.LN2 : Number.NEGATIVE_INFINITY;
  },
});
