import type { NeuralNetwork, Tensors } from '@szilard/core';
import type { DenseEngine, DenseJob } from './engine.ts';
import { head } from './head.ts';
import { plainEngine } from './plain-engine.ts';
import { wasmEngine } from './wasm-engine.ts';

/**
 * An engine that leaves long batches to a library, where the service `tensors` has networks of so many rows computed by one
 * (docs/tensors.md): gradients, and steps, of all that is not asked row by row. The rest is ours, and all of it where the service says so.
 */
export const tensorEngine =
  (tensors: Tensors) =>
  (job: DenseJob): DenseEngine => {
    const own = wasmEngine(job) ?? plainEngine(job);
    const { shape, data } = job;
    const layers = [shape.at[0].from, ...shape.at.map(({ to }) => to)];
    const [width, classes] = [layers[0], layers[layers.length - 1]];
    const networkOf = (rows: number) => tensors.network({ layers, activation: 'relu' }, rows);
    if (networkOf(data.n).backend === 'szilard') return own;

    const known = new Map<number, NeuralNetwork>();
    /** Who computes so many rows; undefined: we do. */
    function libraryFor(rows: number): NeuralNetwork | undefined {
      const network = known.get(rows) ?? networkOf(rows);
      known.set(rows, network);
      return network.backend === 'szilard' ? undefined : network;
    }
    const order = contractOrder(job);
    const top = head(classes);
    const [theta, values] = [new Float32Array(shape.parameters), new Float32Array(shape.parameters)];

    /** Σ over rows of the gradient, parameters in the order of the contract. */
    function summed(network: NeuralNetwork, rows: Int32Array): Float32Array {
      own.store(theta);
      const inputs = new Float32Array(rows.length * width);
      for (const [i, row] of rows.entries()) inputs.set(data.inputs.subarray(row * width, (row + 1) * width), i * width);
      for (let k = 0; k < order.length; k++) values[k] = theta[order[k]];
      const { outputs, pullback } = network.pass(values, inputs);
      const slope = new Float32Array(outputs.length);
      for (const [i, row] of rows.entries()) top.delta(outputs, i * classes, data.labels[row], slope, i * classes);
      return pullback(slope);
    }

    return {
      ...own,
      name: `${own.name}, long batches by ${tensors.backend}`,
      descend(rows, scale) {
        const network = libraryFor(rows.length);
        if (!network) return own.descend(rows, scale);
        const sum = summed(network, rows);
        for (let k = 0; k < sum.length; k++) theta[order[k]] -= Math.fround(scale) * sum[k];
        own.load(theta);
      },
      gradient(rows, sum, squares) {
        const network = squares ? undefined : libraryFor(rows.length);
        if (!network) return own.gradient(rows, sum, squares);
        const found = summed(network, rows);
        for (let k = 0; k < found.length; k++) sum[order[k]] = found[k];
      },
    };
  };

/** Of every parameter in the order of the contract, [from, to], its place in that of `Perceptron`, [to, from]; [parameters]. */
function contractOrder({ shape }: DenseJob): Int32Array {
  const order = new Int32Array(shape.parameters);
  let next = 0;
  for (const { weights, biases, from, to } of shape.at) {
    for (let k = 0; k < from; k++) for (let o = 0; o < to; o++) order[next++] = weights + o * from + k;
    for (let o = 0; o < to; o++) order[next++] = biases + o;
  }
  return order;
}
