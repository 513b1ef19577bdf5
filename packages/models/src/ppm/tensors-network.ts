import type { NetworkShape, NeuralNetwork, TensorBackend } from '@szilard/core';
import { networkPlan } from './network/plan.ts';
import type { TensorFlow } from './tensors.ts';

type Matrix = ReturnType<TensorFlow['tensor2d']>;
type Vector = ReturnType<TensorFlow['tensor1d']>;

/** Rows, and numbers of inputs, that pass through the library at once: they bound its memory. */
const [ROWS, NUMBERS] = [16384, 2 ** 22];

/** A small network on the backend that `awake` puts in charge. */
export function neuralNetwork(tf: TensorFlow, awake: () => void, shape: NetworkShape, backend: TensorBackend): NeuralNetwork {
  const { activation, embeddings } = shape;
  const plan = networkPlan(shape);
  const { inputs, outputs: out, blocks, parameters } = plan;
  const bend = { relu: tf.relu<Matrix>, tanh: tf.tanh<Matrix>, softplus: tf.softplus<Matrix> }[activation];

  /** y = x w, plus b where there is one. By hand, since the wasm product is fast only without flags of transposition. */
  const affine = tf.customGrad((...args) => {
    const [x, w, b] = args.slice(0, -1) as [Matrix, Matrix, Vector?];
    (args.at(-1) as unknown as (saved: Matrix[]) => void)([x, w]);
    const value = tf.fused.matMul({ a: x, b: w, ...(b ? { bias: b } : {}) });
    const gradFunc = (dy: Matrix, [x0, w0]: Matrix[]) => {
      const dw = tf.matMul(tf.transpose(x0), dy);
      const dx = tf.matMul(dy, tf.transpose(w0));
      return b ? [dx, dw, tf.matMul(tf.ones([1, dy.shape[0]]), dy).reshape([-1])] : [dx, dw];
    };
    return { value, gradFunc: gradFunc as never };
  }) as (...tensors: (Matrix | Vector)[]) => Matrix;

  const forward = (x: Matrix, weights: readonly (Matrix | Vector)[]): Matrix => {
    let at = 0;
    let h = x;
    if (embeddings) h = affine(x, weights[at++]).reshape([-1, inputs * embeddings.width]);
    for (; at < weights.length; at += 2) {
      h = affine(h, weights[at], weights[at + 1]);
      if (at + 2 < weights.length) h = bend(h);
    }
    return h;
  };

  const upload = (values: Float32Array): (Matrix | Vector)[] => {
    let end = 0;
    return blocks.map(([rows, columns], k) => {
      end += rows * columns;
      const own = values.subarray(end - rows * columns, end);
      // On wasm a bias must have been made with one axis: to reshape it does not help.
      return plan.isBias(k) ? tf.tensor1d(own) : tf.tensor2d(own, [rows, columns]);
    });
  };
  /** Symbols become rows with a single 1: made here, since a oneHot of the library wants two symbols or more. */
  const read = (rows: Float32Array): Matrix => {
    if (!embeddings) return tf.tensor2d(rows, [rows.length / inputs, inputs]);
    const { symbols } = embeddings;
    const hot = new Float32Array(rows.length * symbols);
    for (let i = 0; i < rows.length; i++) hot[i * symbols + rows[i]] = 1;
    return tf.tensor2d(hot, [rows.length, symbols]);
  };

  const check = (values: Float32Array, x: Float32Array): number => {
    const n = plan.check(values, x);
    awake();
    return n;
  };
  // An even number, so that pairs of rows stay together.
  const most = 2 * Math.max(1, Math.floor(Math.min(ROWS, NUMBERS / (inputs * (embeddings?.symbols ?? 1))) / 2));
  const parts = function* (n: number): Generator<readonly [number, number]> {
    for (let from = 0; from < n; from += most) yield [from, Math.min(n, from + most)];
  };

  const network: NeuralNetwork = {
    backend,
    parameters,
    initial: plan.initial,
    outputs(values, x) {
      const n = check(values, x);
      const result = new Float32Array(n * out);
      tf.tidy(() => {
        const weights = upload(values);
        for (const [from, to] of parts(n))
          tf.tidy(() => result.set(forward(read(x.subarray(from * inputs, to * inputs)), weights).dataSync<'float32'>(), from * out));
      });
      return result;
    },
    pullback(values, x, given) {
      const n = check(values, x);
      if (typeof given === 'function') plan.checkPairs(n);
      else plan.checkSlope(given, n);
      const result = new Float32Array(parameters);
      tf.tidy(() => {
        const weights = upload(values);
        for (const [from, to] of parts(n))
          tf.tidy(() => {
            const some = x.subarray(from * inputs, to * inputs);
            const rows = read(some);
            const own = typeof given === 'function' ? given(network.outputs(values, some)) : given.subarray(from * out, to * out);
            const dy = tf.tensor2d(own, [to - from, out]);
            const gradients = tf.grads((...w) => forward(rows, w as Matrix[]))(weights, dy);
            let at = 0;
            for (const gradient of gradients) {
              const own = gradient.dataSync<'float32'>();
              for (let k = 0; k < own.length; k++) result[at++] += own[k];
            }
          });
      });
      return result;
    },
    pass: (values, x) => ({
      outputs: network.outputs(values, x),
      pullback: (outputGradient) => network.pullback(values, x, outputGradient),
    }),
  };
  return network;
}

/** What is wrong with a backend's network, or nothing: y = tanh(x), with slope 0.64 where y = 0.6. */
export function networkFault(network: (shape: NetworkShape) => NeuralNetwork): string | undefined {
  const line = network({ layers: [1, 1, 1], activation: 'tanh' });
  const x = Float32Array.of(Math.log(2));
  const [own, expected] = [
    [...line.outputs(Float32Array.of(1, 0, 1, 0), x), ...line.pullback(Float32Array.of(1, 0, 1, 0), x, Float32Array.of(1))],
    [0.6, 0.64 * Math.log(2), 0.64, 0.6, 1],
  ];
  if (expected.every((value, k) => Math.abs(own[k] - value) < 1e-5)) return undefined;
  return `loads, but its network is wrong: expected ${expected.join(', ')}, got ${own.join(', ')}`;
}
