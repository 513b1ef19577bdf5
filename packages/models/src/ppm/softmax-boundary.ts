import type { Boundary } from '@szilard/core';
import { type Labelled, logProbabilities } from './softmax.ts';
import { logConditional, pick } from './softmax-labels.ts';

export interface SoftmaxBoundaryOptions {
  readonly probes: Labelled;
  readonly classes: number;
  /** Mean of θ; [dim]. */
  readonly centre: Float64Array;
  /** Width of θ around it. */
  readonly prior: number;
  readonly control: Float64Array;
}

/** θ ~ N(centre, prior²), u any probe, y ~ p(·|u, θ). */
export function softmaxBoundary({ probes, classes, centre, prior, control }: SoftmaxBoundaryOptions): Boundary {
  const dim = centre.length;
  const lnP = new Float64Array(classes);
  const lnZ = Math.log(probes.n) + dim * Math.log(prior * Math.sqrt(2 * Math.PI));
  return {
    control,
    sample(rng, x, theta) {
      rng.fillNormal(theta.data);
      for (let at = 0; at < theta.data.length; at++) theta.data[at] = centre[at % dim] + prior * theta.data[at];
      const chance = new Float64Array(2 * x.n);
      rng.fillUniform(chance);
      for (let i = 0; i < x.n; i++) {
        const probe = Math.floor(probes.n * chance[2 * i + 1]);
        logProbabilities(theta.data.subarray(i * dim, (i + 1) * dim), probes, probe, lnP);
        x.data[2 * i] = pick(lnP, 0, chance[2 * i]);
        x.data[2 * i + 1] = probe;
      }
    },
    logDensity(x, theta, out) {
      logConditional(x, theta, probes, classes, out);
      for (let i = 0; i < x.n; i++) {
        let square = 0;
        for (let k = 0; k < dim; k++) square += (theta.data[i * dim + k] - centre[k]) ** 2;
        out[i] -= square / (2 * prior * prior) + lnZ;
      }
    },
  };
}
