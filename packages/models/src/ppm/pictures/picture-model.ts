import type { Batch } from '@szilard/core';

/**
 * A parametric model of pictures of zeros and ones that is known exactly: its density is normalised, it can be drawn from, and the
 * slope of its loss is at hand. Rows of x may hold more than the pixels, which come last: a label that rides along is not looked at.
 */
export interface PictureModel {
  readonly pixels: number;
  /** Numbers that make θ. */
  readonly parameters: number;
  /** Uniform numbers that drawing one picture takes. */
  readonly chances: number;
  /** ln p(x_i|θ_i) row by row; [n], nats. −∞ for what is no picture of zeros and ones. */
  logDensity(x: Batch, theta: Batch, out: Float64Array): void;
  /** ln p(x_i|θ_j) of every pair; [x.n, theta.n] by rows, nats. */
  logDensities(x: Batch, theta: Batch, out: Float64Array): void;
  /** x_i ~ p(·|θ_i), exactly and independently, from uniforms [n, chances] → the pixels of x. */
  draw(theta: Batch, chance: Float64Array, x: Batch): void;
  /** Mean of −ln p over `rows` of the pictures under row i of θ; nats. Its gradient is written to row i of `gradient` where one is given. */
  loss(theta: Batch, i: number, pictures: Batch, rows: ArrayLike<number>, gradient?: Float64Array): number;
}
