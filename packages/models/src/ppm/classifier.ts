import { type Batch, SzilardError } from '@szilard/core';
import { type Perceptron, type PerceptronShape, perceptron, type Tape } from './dense/perceptron.ts';

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

/** −ln p(y|u, θ) of some rows under one θ, and what follows from it. */
export interface CrossEntropy {
  /** Mean over the rows, nats. */
  readonly mean: number;
  /** ADDS ∂mean/∂θ; [parameters], nats/length. */
  gradient(out: Float64Array): void;
  /** ∂(−ln p)/∂θ of every row by itself; [n, parameters], nats/length. */
  gradients(out: Float64Array): void;
}

/** A conditional model of labels, p(y|u, θ) = softmax(f_θ(u))_y, f a perceptron: a linear map where there is no hidden layer. Float64. */
export interface Classifier {
  readonly inputs: number;
  readonly classes: number;
  readonly parameters: number;
  readonly net: Perceptron;
  /** Where θ_k stands for the weight scale_k θ_k; [parameters]. Absent: for itself. */
  readonly scale?: Float64Array;
  /** ln p(·|u, θ); [parameters], [n, inputs] → [n, classes], nats. */
  logProbabilities(theta: Float64Array, inputs: Float64Array, n: number): Float64Array;
  /** [parameters], [n, inputs], [n]. */
  crossEntropy(theta: Float64Array, inputs: Float64Array, labels: ArrayLike<number>): CrossEntropy;
}

export function classifierOf(shape: PerceptronShape, scale?: Float64Array): Classifier {
  const net = perceptron(shape);
  const { parameters } = net;
  const inputs = shape.layers[0];
  const classes = shape.layers[shape.layers.length - 1];
  if (scale && scale.length !== parameters)
    throw new SzilardError('shape', `[classifier] scale: expected ${parameters} numbers, got ${scale.length}.`);
  const weights = (theta: Float64Array) => (scale ? theta.map((value, k) => value * scale[k]) : theta);

  function forward(theta: Float64Array, from: Float64Array, n: number): { tape: Tape; lnP: Float64Array } {
    const tape = net.forward(theta, from, n);
    const lnP = tape.layers[tape.layers.length - 1];
    for (let i = 0; i < n; i++) logSoftmax(lnP, i * classes, classes);
    return { tape, lnP };
  }

  return {
    inputs,
    classes,
    parameters,
    net,
    ...(scale ? { scale } : {}),
    logProbabilities: (theta, from, n) => forward(weights(theta), from, n).lnP,
    crossEntropy(theta, from, labels) {
      const n = labels.length;
      const own = weights(theta);
      const { tape, lnP } = forward(own, from, n);
      let sum = 0;
      for (let i = 0; i < n; i++) sum -= lnP[i * classes + labels[i]];
      // ∂(−ln p_y)/∂z_k = p_k − δ_ky
      const errors = (over: number) =>
        lnP.map((value, at) => (Math.exp(value) - (at % classes === labels[Math.floor(at / classes)] ? 1 : 0)) / over);
      const scaled = (add: (out: Float64Array) => void, out: Float64Array) => {
        if (!scale) return add(out);
        const raw = new Float64Array(parameters);
        add(raw);
        for (let k = 0; k < parameters; k++) out[k] += scale[k] * raw[k];
      };
      return {
        mean: sum / n,
        gradient(out) {
          const deltas = net.deltas(own, tape, errors(n));
          scaled((to) => net.gradient(tape, deltas, to), out);
        },
        gradients(out) {
          const deltas = net.deltas(own, tape, errors(1));
          const row = (array: Float64Array, i: number) => array.subarray((i * array.length) / n, ((i + 1) * array.length) / n);
          out.fill(0);
          for (let i = 0; i < n; i++) {
            const alone = { n: 1, layers: tape.layers.map((layer) => row(layer, i)) };
            const own = deltas.map((delta) => row(delta, i));
            scaled((to) => net.gradient(alone, own, to), out.subarray(i * parameters, (i + 1) * parameters));
          }
        },
      };
    },
  };
}

/** z ← ln softmax(z) of `count` numbers from `first`, for any range; nats. NaN in, NaN out. */
export function logSoftmax(z: Float64Array, first = 0, count = z.length): void {
  let top = -Infinity;
  for (let k = first; k < first + count; k++) if (z[k] > top || Number.isNaN(z[k])) top = z[k];
  let total = 0;
  for (let k = first; k < first + count; k++) total += Math.exp(z[k] - top);
  const lnZ = top + Math.log(total);
  for (let k = first; k < first + count; k++) z[k] -= lnZ;
}

/** Share of `data` whose likeliest label under each θ is the right one; [n]. */
export function accuracy({ classes, logProbabilities }: Classifier, { n, dim, data }: Batch, on: Labelled): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const lnP = logProbabilities(data.subarray(i * dim, (i + 1) * dim), on.features, on.n);
    let right = 0;
    for (let row = 0; row < on.n; row++) {
      const own = lnP.subarray(row * classes, (row + 1) * classes);
      if (own.indexOf(Math.max(...own)) === on.labels[row]) right++;
    }
    return right / on.n;
  });
}

/** Refuses labelled inputs that do not fit a classifier, in the name of whoever asks. */
export function mustFit(where: string, { inputs, classes }: Classifier, data: Labelled): void {
  if (data.inputs !== inputs || data.features.length !== data.n * inputs || data.labels.length !== data.n)
    throw new SzilardError(
      'shape',
      `[${where}] data: expected features [${data.n}, ${inputs}] and ${data.n} labels, got ${data.features.length} numbers of width ${data.inputs} and ${data.labels.length} labels. Match the first layer to the data.`,
    );
  const wrong = data.labels.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new SzilardError(
      'input',
      `[${where}] labels: expected whole numbers below classes = ${classes}, got ${data.labels[wrong]} in row ${wrong}. Raise classes, or leave these rows out.`,
    );
  const lost = data.features.findIndex((value) => !Number.isFinite(value));
  if (lost >= 0)
    throw new SzilardError(
      'non-finite',
      `[${where}] features: expected finite numbers, got ${data.features[lost]} in row ${Math.floor(lost / inputs)}. Clean the data.`,
    );
}
