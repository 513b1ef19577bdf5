import type { Batch } from '@szilard/core';

/** Labelled inputs of a classifier. */
export interface Labelled {
  readonly n: number;
  /** Numbers per input. */
  readonly inputs: number;
  /** [n, inputs]. */
  readonly features: Float64Array;
  /** [n]. */
  readonly labels: Uint8Array;
}

/** Parameters of a linear softmax model: weights [classes, inputs] row by row, then biases [classes]. */
export const parameterCount = (inputs: number, classes: number): number => classes * (inputs + 1);

/** z ← ln softmax(z), for any range; [classes], nats. */
export function logSoftmax(z: Float64Array): void {
  let top = -Infinity;
  for (let k = 0; k < z.length; k++) if (z[k] > top || Number.isNaN(z[k])) top = z[k];
  let total = 0;
  for (let k = 0; k < z.length; k++) total += Math.exp(z[k] - top);
  const lnZ = top + Math.log(total);
  for (let k = 0; k < z.length; k++) z[k] -= lnZ;
}

/** ln p(·|u, θ) for input `row` of `data`: ln softmax(W u + b); → [classes], nats. */
export function logProbabilities(theta: Float64Array, { inputs, features }: Labelled, row: number, out: Float64Array): void {
  const biases = theta.length - out.length;
  for (let k = 0; k < out.length; k++) out[k] = theta[biases + k] + dot(theta, k * inputs, features, row * inputs, inputs);
  logSoftmax(out);
}

/** Mean of −ln p(y|u, θ) over the `rows` of `data`, nats; its gradient goes to `gradient` [parameters] where one is given. */
export function crossEntropy(
  theta: Float64Array,
  data: Labelled,
  rows: ArrayLike<number>,
  classes: number,
  gradient?: Float64Array,
): number {
  const { inputs, features, labels } = data;
  const biases = classes * inputs;
  const lnP = new Float64Array(classes);
  let loss = 0;
  gradient?.fill(0);
  for (let i = 0; i < rows.length; i++) {
    logProbabilities(theta, data, rows[i], lnP);
    loss -= lnP[labels[rows[i]]];
    if (!gradient) continue;
    // ∂(−ln p_y)/∂z_k = p_k − δ_ky
    for (let k = 0; k < classes; k++) {
      const error = (Math.exp(lnP[k]) - (k === labels[rows[i]] ? 1 : 0)) / rows.length;
      gradient[biases + k] += error;
      for (let j = 0, to = k * inputs, from = rows[i] * inputs; j < inputs; j++) gradient[to + j] += error * features[from + j];
    }
  }
  return loss / rows.length;
}

/** Share of `data` whose likeliest label under each θ is the right one; [n]. */
export function accuracy({ n, dim, data }: Batch, on: Labelled, classes: number): Float64Array {
  const lnP = new Float64Array(classes);
  return Float64Array.from({ length: n }, (_, i) => {
    const theta = data.subarray(i * dim, (i + 1) * dim);
    let right = 0;
    for (let row = 0; row < on.n; row++) {
      logProbabilities(theta, on, row, lnP);
      if (lnP.indexOf(Math.max(...lnP)) === on.labels[row]) right++;
    }
    return right / on.n;
  });
}

/** Four running sums: the additions of one need not wait for each other. */
function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let j = 0;
  for (; j + 3 < length; j += 4) {
    s0 += a[fromA + j] * b[fromB + j];
    s1 += a[fromA + j + 1] * b[fromB + j + 1];
    s2 += a[fromA + j + 2] * b[fromB + j + 2];
    s3 += a[fromA + j + 3] * b[fromB + j + 3];
  }
  for (; j < length; j++) s0 += a[fromA + j] * b[fromB + j];
  return s0 + s1 + (s2 + s3);
}
