import { type Batch, SzilardError } from '@szilard/core';
import { rbm } from '../rbm/rbm.ts';
import type { RbmShape } from '../rbm/shape.ts';
import { logSum, logWeights } from '../rbm/states.ts';
import type { PictureModel } from './picture-model.ts';

/** Above this, sums over the states of the hidden layer take longer than anything else. */
const MOST = 14;

/**
 * A restricted Boltzmann machine seen through its visible layer: p(v|θ) = e^−F(v)/Z, all states of few hidden units being summed
 * over, exactly. A picture is drawn by the law of the hidden layer, then pixel by pixel given that.
 */
export function rbmPictures(shape: RbmShape, where = '[rbmPictures]'): PictureModel {
  const machine = rbm(shape);
  const { visible: pixels, hidden } = shape;
  const dim = machine.parameters;
  if (hidden > MOST)
    throw new SzilardError(
      'parameter',
      `${where} hidden: expected at most ${MOST} units, whose states are summed over for every θ, got ${hidden}. Take fewer.`,
    );
  const weights = (theta: Batch, j: number) => logWeights(shape, 'hidden', theta.data, j * dim, 1, where);
  // The same parameters are asked for again and again: one sum over hidden states each.
  const known: { readonly theta: Float64Array; readonly logZ: Float64Array }[] = [];
  const logZ = (theta: Batch): Float64Array => {
    const at = known.findIndex(({ theta: seen }) => seen.length === theta.data.length && seen.every((v, k) => v === theta.data[k]));
    const [found] =
      at >= 0
        ? known.splice(at, 1)
        : [{ theta: theta.data.slice(), logZ: Float64Array.from({ length: theta.n }, (_, j) => logSum(weights(theta, j))) }];
    known.unshift(found);
    known.length = Math.min(3, known.length);
    return found.logZ;
  };
  /** −F(v_i; θ_j), −∞ off the zeros and ones. */
  const height = (x: Batch, i: number, { data: theta }: Batch, j: number): number => {
    const [w, b, c] = [j * dim, j * dim + pixels * hidden, j * dim + pixels * hidden + pixels];
    const fields = theta.slice(c, c + hidden);
    let sum = 0;
    for (let k = 0; k < pixels; k++) {
      const pixel = x.data[(i + 1) * x.dim - pixels + k];
      if (pixel === 0) continue;
      if (pixel !== 1) return Number.isNaN(pixel) ? Number.NaN : Number.NEGATIVE_INFINITY;
      sum += theta[b + k];
      for (let h = 0; h < hidden; h++) fields[h] += theta[w + k * hidden + h];
    }
    for (let h = 0; h < hidden; h++) sum += fields[h] > 0 ? fields[h] + Math.log1p(Math.exp(-fields[h])) : Math.log1p(Math.exp(fields[h]));
    return sum;
  };
  return {
    pixels,
    parameters: dim,
    chances: pixels + 1,
    logDensity(x, theta, out) {
      const lnZ = logZ(theta);
      for (let i = 0; i < x.n; i++) out[i] = height(x, i, theta, i) - lnZ[i];
    },
    logDensities(x, theta, out) {
      const lnZ = logZ(theta);
      for (let j = 0; j < theta.n; j++) for (let i = 0; i < x.n; i++) out[i * theta.n + j] = height(x, i, theta, j) - lnZ[j];
    },
    draw(theta, chance, x) {
      const lnZ = logZ(theta);
      for (let i = 0; i < x.n; i++) {
        const logs = weights(theta, i);
        let [state, left] = [0, chance[i * (pixels + 1) + pixels]];
        // Rounding leaves the last state what the others do not add up to.
        while (state < logs.length - 1 && (left -= Math.exp(logs[state] - lnZ[i])) >= 0) state++;
        for (let k = 0; k < pixels; k++) {
          let field = theta.data[i * dim + pixels * hidden + k];
          for (let h = 0; h < hidden; h++) if ((state >> (hidden - 1 - h)) & 1) field += theta.data[i * dim + k * hidden + h];
          x.data[(i + 1) * x.dim - pixels + k] = chance[i * (pixels + 1) + k] < 1 / (1 + Math.exp(-field)) ? 1 : 0;
        }
      }
    },
    loss(theta, i, pictures, rows, gradient) {
      const own = theta.data.subarray(i * dim, (i + 1) * dim);
      const data = { n: rows.length, dim: pixels, data: new Float64Array(rows.length * pixels) };
      for (let r = 0; r < rows.length; r++)
        data.data.set(pictures.data.subarray((rows[r] + 1) * pictures.dim - pixels, (rows[r] + 1) * pictures.dim), r * pixels);
      if (!gradient) return machine.loss(own, data);
      const { loss, gradient: slope } = machine.exactGradient(own, data);
      gradient.set(slope, i * dim);
      return loss;
    },
  };
}
