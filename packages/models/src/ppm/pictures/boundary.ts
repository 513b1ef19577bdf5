import type { Boundary } from '@szilard/core';
import type { PictureModel } from './picture-model.ts';

export interface PictureBoundaryOptions {
  readonly model: PictureModel;
  /** Mean of θ for every data set that may be the one; [dim] each. */
  readonly centres: readonly Float64Array[];
  /** Numbers of these data sets, as the label of x says them; each as likely as the other. */
  readonly sources: readonly number[];
  /** Width of θ around its centre. */
  readonly prior: number;
  readonly control: Float64Array;
}

/** A data set at random, θ ~ N(centre of it, prior²), pixels ~ p(·|θ). */
export function pictureBoundary({ model, centres, sources, prior, control }: PictureBoundaryOptions): Boundary {
  const { parameters: dim, chances } = model;
  const lnZ = Math.log(sources.length) + dim * Math.log(prior * Math.sqrt(2 * Math.PI));
  return {
    control,
    sample(rng, x, theta) {
      rng.fillNormal(theta.data);
      const chance = new Float64Array(x.n * (chances + 1));
      rng.fillUniform(chance);
      const own = new Float64Array(x.n * chances);
      for (let i = 0; i < x.n; i++) {
        const pick = Math.floor(sources.length * chance[i * (chances + 1) + chances]);
        x.data[i * x.dim] = sources[pick];
        for (let k = 0; k < dim; k++) theta.data[i * dim + k] = centres[pick][k] + prior * theta.data[i * dim + k];
        own.set(chance.subarray(i * (chances + 1), i * (chances + 1) + chances), i * chances);
      }
      model.draw(theta, own, x);
    },
    logDensity(x, theta, out) {
      model.logDensity(x, theta, out);
      for (let i = 0; i < x.n; i++) {
        const pick = sources.indexOf(x.data[i * x.dim]);
        if (pick < 0) {
          out[i] = Number.NEGATIVE_INFINITY;
          continue;
        }
        let square = 0;
        for (let k = 0; k < dim; k++) square += (theta.data[i * dim + k] - centres[pick][k]) ** 2;
        out[i] -= square / (2 * prior * prior) + lnZ;
      }
    },
  };
}
