import type { Boundary } from '@szilard/core';
import { logConditional, type Probes, pick } from './classifier-labels.ts';

export interface ClassifierBoundaryOptions extends Probes {
  /** Mean of θ given the data set; [dim] of θ. */
  readonly centre: (source: number) => Float64Array;
  /** Width of θ around it. */
  readonly prior: number;
  /** Data sets, of which the number of one rides along in x = (y, u, b). Absent: x = (y, u). */
  readonly sources?: number;
  readonly control: Float64Array;
}

/** b any data set, θ ~ N(centre, prior²), u any probe, y ~ p(·|u, θ). */
export function classifierBoundary({ centre, prior, sources, control, ...of }: ClassifierBoundaryOptions): Boundary {
  const { classifier, probes } = of;
  const { inputs, parameters: dim } = classifier;
  const columns = sources === undefined ? 2 : 3;
  const lnZ = Math.log(probes.n * (sources ?? 1)) + dim * Math.log(prior * Math.sqrt(2 * Math.PI));
  const source = (data: Float64Array, i: number) => (sources === undefined ? 0 : data[columns * i + 2]);
  return {
    control,
    sample(rng, x, theta) {
      rng.fillNormal(theta.data);
      const chance = new Float64Array(columns * x.n);
      rng.fillUniform(chance);
      for (let i = 0; i < x.n; i++) {
        if (sources !== undefined) x.data[columns * i + 2] = Math.floor(sources * chance[columns * i + 2]);
        const mean = centre(source(x.data, i));
        const own = theta.data.subarray(i * dim, (i + 1) * dim);
        for (let k = 0; k < dim; k++) own[k] = mean[k] + prior * own[k];
        const probe = Math.floor(probes.n * chance[columns * i + 1]);
        const lnP = classifier.logProbabilities(own, probes.features.subarray(probe * inputs, (probe + 1) * inputs), 1);
        x.data[columns * i] = pick(lnP, 0, chance[columns * i]);
        x.data[columns * i + 1] = probe;
      }
    },
    logDensity(x, theta, out) {
      logConditional(of, x, theta, out);
      for (let i = 0; i < x.n; i++) {
        const mean = centre(source(x.data, i));
        let square = 0;
        for (let k = 0; k < dim; k++) square += (theta.data[i * dim + k] - mean[k]) ** 2;
        out[i] -= square / (2 * prior * prior) + lnZ;
      }
    },
  };
}
