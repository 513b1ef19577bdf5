import { SzilardError } from '@szilard/core';
import { type Activation, bend, slope } from './activation.ts';

/** Layers of numbers, each an affine map of the one before; all but the last are bent by `activation`. */
export interface PerceptronShape {
  /** Numbers in, in every hidden layer, out. */
  readonly layers: readonly number[];
  readonly activation: Activation;
  /** Which weights there are, layer by layer: 0 or 1, [out, in] each. A weight that is not there counts as 0 and has gradient 0. Absent: all. */
  readonly masks?: readonly ArrayLike<number>[];
}

/** What a forward pass leaves behind: numbers of every layer, inputs first; [n, width] each. */
export interface Tape {
  readonly n: number;
  readonly layers: readonly Float64Array[];
}

/**
 * A multilayer perceptron in float64, plain and readable: the definition that faster paths are held to.
 * Parameters, layer by layer: weights [out, in] by rows, then biases [out].
 */
export interface Perceptron {
  readonly shape: PerceptronShape;
  readonly parameters: number;
  /** Where the weights and biases of layer l (0: the first affine map) start. */
  readonly at: readonly { readonly weights: number; readonly biases: number; readonly from: number; readonly to: number }[];
  /** [parameters], [n, in] → every layer. The last entry of `layers` is the output [n, out]. */
  forward(theta: Float64Array, inputs: Float64Array, n: number): Tape;
  /** ∂L/∂(affine output) of every layer, first layer first, from ∂L/∂output [n, out]; [n, to] each. Rows stay apart: row i is that of sample i alone. */
  deltas(theta: Float64Array, tape: Tape, outputGradient: Float64Array): Float64Array[];
  /** ADDS Σ over rows of ∂L/∂parameter to `out`; [parameters]. */
  gradient(tape: Tape, deltas: readonly Float64Array[], out: Float64Array): void;
  /** ∂L/∂input, row by row; [n, in]. */
  inputGradient(theta: Float64Array, deltas: readonly Float64Array[], n: number): Float64Array;
}

export function perceptron(shape: PerceptronShape): Perceptron {
  const { layers, activation, masks } = shape;
  if (layers.length < 2 || layers.some((width) => !Number.isSafeInteger(width) || width < 1))
    throw new SzilardError('shape', `[perceptron] layers: expected at least two whole numbers above 0, got ${layers.join('-') || 'none'}.`);
  let parameters = 0;
  const at = layers.slice(1).map((to, l) => {
    const from = layers[l];
    const place = { weights: parameters, biases: parameters + from * to, from, to };
    parameters += (from + 1) * to;
    return place;
  });
  masks?.forEach((mask, l) => {
    const expected = at[l] ? at[l].from * at[l].to : 0;
    if (mask.length !== expected)
      throw new SzilardError('shape', `[perceptron] masks: expected ${expected} numbers for layer ${l}, got ${mask.length}.`);
  });
  if (masks && masks.length !== at.length)
    throw new SzilardError('shape', `[perceptron] masks: expected one for each of ${at.length} layers, got ${masks.length}.`);
  const depth = at.length;

  /** Weights of layer l, those that are not there as zeros. */
  function weights(theta: Float64Array, l: number): Float64Array {
    const { weights: first, biases } = at[l];
    const mask = masks?.[l];
    const own = theta.subarray(first, biases);
    return mask ? own.map((weight, k) => (mask[k] ? weight : 0)) : own;
  }

  /** ∂L/∂input of layer l; [n, from]. */
  function pulled(theta: Float64Array, l: number, delta: Float64Array, n: number): Float64Array {
    const { from, to } = at[l];
    const w = weights(theta, l);
    const out = new Float64Array(n * from);
    for (let i = 0; i < n; i++) {
      for (let o = 0; o < to; o++) {
        const d = delta[i * to + o];
        if (d === 0) continue;
        for (let k = 0, a = i * from, b = o * from; k < from; k++) out[a + k] += d * w[b + k];
      }
    }
    return out;
  }

  return {
    shape,
    parameters,
    at,
    forward(theta, inputs, n) {
      if (theta.length !== parameters)
        throw new SzilardError('shape', `[perceptron] parameters: expected ${parameters} for ${layers.join('-')}, got ${theta.length}.`);
      if (inputs.length !== n * layers[0])
        throw new SzilardError('shape', `[perceptron] inputs: expected [${n}, ${layers[0]}], got ${inputs.length} numbers.`);
      const kept = [inputs];
      for (let l = 0; l < depth; l++) {
        const { biases, from, to } = at[l];
        const [w, before, after] = [weights(theta, l), kept[l], new Float64Array(n * to)];
        for (let i = 0; i < n; i++)
          for (let o = 0; o < to; o++) after[i * to + o] = theta[biases + o] + dot(w, o * from, before, i * from, from);
        if (l < depth - 1) bend(activation, after);
        kept.push(after);
      }
      return { n, layers: kept };
    },
    deltas(theta, { n, layers: kept }, outputGradient) {
      if (outputGradient.length !== n * layers[depth])
        throw new SzilardError(
          'shape',
          `[perceptron] output gradient: expected [${n}, ${layers[depth]}], got ${outputGradient.length} numbers.`,
        );
      const out = new Array<Float64Array>(depth);
      out[depth - 1] = outputGradient;
      for (let l = depth - 1; l > 0; l--) {
        const back = pulled(theta, l, out[l], n);
        slope(activation, kept[l], back);
        out[l - 1] = back;
      }
      return out;
    },
    gradient({ n, layers: kept }, deltas, out) {
      for (let l = 0; l < depth; l++) {
        const { weights: first, biases, from, to } = at[l];
        const [delta, before, mask] = [deltas[l], kept[l], masks?.[l]];
        for (let i = 0; i < n; i++) {
          for (let o = 0; o < to; o++) {
            const d = delta[i * to + o];
            if (d === 0) continue;
            out[biases + o] += d;
            const [a, b] = [first + o * from, i * from];
            if (mask) for (let k = 0; k < from; k++) out[a + k] += mask[o * from + k] ? d * before[b + k] : 0;
            else for (let k = 0; k < from; k++) out[a + k] += d * before[b + k];
          }
        }
      }
    },
    inputGradient: (theta, deltas, n) => pulled(theta, 0, deltas[0], n),
  };
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
