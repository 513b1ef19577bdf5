import type { Boundary } from '@szilard/core';

/** One Gaussian coordinate at one end: N(centre, variance), λ = control. */
export function gaussianBoundary(centre: number, variance: number, control: Float64Array = Float64Array.of(centre)): Boundary {
  const width = Math.sqrt(variance);
  const lnZ = 0.5 * Math.log(2 * Math.PI * variance);
  return {
    control,
    gaussian: { mean: Float64Array.of(centre), covariance: Float64Array.of(variance) },
    sample(rng, x) {
      rng.fillNormal(x.data);
      for (let i = 0; i < x.n; i++) x.data[i] = centre + width * x.data[i];
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = -((x.data[i] - centre) ** 2) / (2 * variance) - lnZ;
    },
  };
}
