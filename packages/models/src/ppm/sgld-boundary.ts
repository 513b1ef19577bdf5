import { type Boundary, batch, type RandomStream } from '@szilard/core';

const signs = (rng: RandomStream, n: number): Float64Array => {
  const out = new Float64Array(n);
  rng.fillUniform(out);
  return out;
};

/**
 * θ from one of the normal laws N(centre, variance), each as likely, and, where there is an x, batches of ±spread apart from it.
 * ln p(x, θ); x: probabilities, θ: densities.
 */
export function mixtureBoundary(centres: Float64Array, variance: number, spread: number): Boundary {
  const lnZ = Math.log(centres.length) + 0.5 * Math.log(2 * Math.PI * variance);
  return {
    control: new Float64Array(0),
    sample(rng, x, theta) {
      const which = signs(rng.fork('component'), theta.n);
      if (x.dim === 1) signs(rng.fork('batch'), x.n).forEach((u, i) => void (x.data[i] = u < 0.5 ? -spread : spread));
      const noise = batch(theta.n, 1);
      rng.fillNormal(noise.data);
      for (let i = 0; i < theta.n; i++)
        theta.data[i] = centres[Math.floor(which[i] * centres.length)] + Math.sqrt(variance) * noise.data[i];
    },
    logDensity(x, theta, out) {
      for (let i = 0; i < theta.n; i++) {
        let nearest = Number.POSITIVE_INFINITY;
        for (const centre of centres) nearest = Math.min(nearest, (theta.data[i] - centre) ** 2);
        let sum = 0;
        for (const centre of centres) sum += Math.exp((nearest - (theta.data[i] - centre) ** 2) / (2 * variance));
        out[i] = Math.log(sum) - nearest / (2 * variance) - lnZ - (x.dim === 1 ? Math.LN2 : 0);
      }
    },
  };
}
