import { type NetworkShape, type NeuralNetwork, type RandomStream, SzilardError } from '@szilard/core';
import type { TensorFlow } from './tensors.ts';

type Matrix = ReturnType<TensorFlow['tensor2d']>;
type Vector = ReturnType<TensorFlow['tensor1d']>;

/** Rows, and numbers of inputs, that pass through the library at once: they bound its memory. */
const [ROWS, NUMBERS] = [16384, 2 ** 22];

/** A small network on the backend that `awake` puts in charge. */
export function neuralNetwork(tf: TensorFlow, awake: () => void, shape: NetworkShape): NeuralNetwork {
  const { layers, activation, embeddings } = shape;
  checkShape(shape);
  const inputs = layers[0];
  const out = layers[layers.length - 1];
  /** Shapes of all blocks of parameters, in order: [rows, columns]. */
  const blocks: [number, number][] = embeddings ? [[embeddings.symbols, embeddings.width]] : [];
  for (let l = 0; l + 1 < layers.length; l++)
    blocks.push([l === 0 && embeddings ? inputs * embeddings.width : layers[l], layers[l + 1]], [1, layers[l + 1]]);
  const parameters = blocks.reduce((sum, [rows, columns]) => sum + rows * columns, 0);
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
      return isBias(shape, k) ? tf.tensor1d(own) : tf.tensor2d(own, [rows, columns]);
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
    const n = x.length / inputs;
    const fault = (what: string, expected: string, got: number) => {
      throw new SzilardError('shape', `[tensors] ${what}: expected ${expected}, got ${got}. Fit it to the layers ${layers.join('-')}.`);
    };
    if (values.length !== parameters) fault('parameters', `${parameters} numbers`, values.length);
    if (!Number.isInteger(n) || n === 0) fault('inputs', `rows of ${inputs} numbers`, x.length);
    const stranger = embeddings ? x.findIndex((s) => !(Number.isInteger(s) && s >= 0 && s < embeddings.symbols)) : -1;
    if (stranger >= 0) fault(`inputs, number ${stranger}`, `a whole number from 0 to ${embeddings!.symbols - 1}`, x[stranger]);
    awake();
    return n;
  };
  const most = Math.max(1, Math.min(ROWS, Math.floor(NUMBERS / (inputs * (embeddings?.symbols ?? 1)))));
  const parts = function* (n: number): Generator<readonly [number, number]> {
    for (let from = 0; from < n; from += most) yield [from, Math.min(n, from + most)];
  };

  return {
    parameters,
    initial: (rng) => drawn(shape, blocks, rng),
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
    pullback(values, x, outputGradient) {
      const n = check(values, x);
      if (outputGradient.length !== n * out)
        throw new SzilardError('shape', `[tensors] outputGradient: expected [${n}, ${out}] numbers, got ${outputGradient.length}.`);
      const result = new Float32Array(parameters);
      tf.tidy(() => {
        const weights = upload(values);
        for (const [from, to] of parts(n))
          tf.tidy(() => {
            const rows = read(x.subarray(from * inputs, to * inputs));
            const dy = tf.tensor2d(outputGradient.subarray(from * out, to * out), [to - from, out]);
            const gradients = tf.grads((...w) => forward(rows, w as Matrix[]))(weights, dy);
            let at = 0;
            for (const gradient of gradients) for (const g of gradient.dataSync<'float32'>()) result[at++] += g;
          });
      });
      return result;
    },
  };
}

function checkShape({ layers, activation, embeddings }: NetworkShape): void {
  const whole = [...layers, ...(embeddings ? [embeddings.symbols, embeddings.width] : [])];
  if (layers.length < 2 || !whole.every((size) => Number.isInteger(size) && size >= 1))
    throw new SzilardError('shape', `[tensors] layers: expected two or more whole numbers from 1 on, got ${whole.join(', ')}.`);
  if (!['relu', 'tanh', 'softplus'].includes(activation))
    throw new SzilardError('parameter', `[tensors] activation: expected relu, tanh or softplus, got "${activation}".`);
}

/** After the embedding, if there is one, weights and biases take turns. */
const isBias = ({ embeddings }: NetworkShape, block: number): boolean => block % 2 === (embeddings ? 0 : 1) && block > 0;

function drawn(shape: NetworkShape, blocks: readonly [number, number][], rng: RandomStream): Float32Array {
  const { activation, embeddings } = shape;
  const gain = activation === 'relu' ? 2 : 1;
  return Float32Array.from(
    blocks.flatMap(([rows, columns], at) => {
      const embedding = embeddings !== undefined && at === 0;
      const width = embedding ? 1 : Math.sqrt(gain / rows);
      return Array.from({ length: rows * columns }, () => (isBias(shape, at) ? 0 : width * rng.normal()));
    }),
  );
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
