import { type Batch, SzilardError } from '@szilard/core';
import type { PictureModel } from '../pictures/picture-model.ts';
import { pullback } from './backward.ts';
import { activity, draw, logProbability, pass } from './forward.ts';
import { type MadeLayout, type MadeShape, madeLayout } from './layout.ts';

/** An autoregressive model of pictures [Germain2015]: p(x|θ) = Π_o p(x_o|x_0 … x_{o−1}, θ), normalised by construction. */
export interface Made extends PictureModel {
  readonly layout: MadeLayout;
}

export function made(shape: MadeShape, where = '[made]'): Made {
  const layout = madeLayout(shape, where);
  const { pixels, parameters } = layout;
  const seen = activity(layout);
  const mustFit = (x: Batch, theta: Batch) => {
    if (x.dim < pixels || theta.dim !== parameters)
      throw new SzilardError(
        'shape',
        `${where} expected pictures of at least ${pixels} numbers and ${parameters} parameters, got ${x.dim} and ${theta.dim}. Take those of one model.`,
      );
  };
  const density = (x: Batch, i: number, theta: Batch, j: number): number => {
    const at = (i + 1) * x.dim - pixels;
    pass(layout, theta.data, j * parameters, x.data, at, seen);
    return logProbability(seen, x.data, at);
  };
  return {
    layout,
    pixels,
    parameters,
    chances: pixels,
    logDensity(x, theta, out) {
      mustFit(x, theta);
      for (let i = 0; i < x.n; i++) out[i] = density(x, i, theta, i);
    },
    logDensities(x, theta, out) {
      mustFit(x, theta);
      // One θ after the other: its weights stay in the cache while pictures pass by.
      for (let j = 0; j < theta.n; j++) for (let i = 0; i < x.n; i++) out[i * theta.n + j] = density(x, i, theta, j);
    },
    draw(theta, chance, x) {
      mustFit(x, theta);
      for (let i = 0; i < x.n; i++) draw(layout, theta.data, i * parameters, chance, i * pixels, x.data, (i + 1) * x.dim - pixels, seen);
    },
    loss(theta, i, pictures, rows, gradient) {
      mustFit(pictures, theta);
      gradient?.fill(0, i * parameters, (i + 1) * parameters);
      let sum = 0;
      for (let k = 0; k < rows.length; k++) {
        sum -= density(pictures, rows[k], theta, i);
        if (gradient)
          pullback(
            layout,
            theta.data,
            i * parameters,
            pictures.data,
            (rows[k] + 1) * pictures.dim - pixels,
            seen,
            1 / rows.length,
            gradient,
          );
      }
      if (!Number.isFinite(sum))
        throw new SzilardError(
          'non-finite',
          `${where} loss: expected a finite number, got ${sum}. Either θ has exploded (lower the learning rate) or the data are not zeros and ones.`,
        );
      return sum / rows.length;
    },
  };
}
