import type { Batch } from '@szilard/core';
import type { LossAt } from './langevin-descent.ts';
import { recalled } from './recall.ts';
import { crossEntropy, type Labelled, parameterCount } from './softmax.ts';
import type { Tensors } from './tensors-contract.ts';

/** Mean cross-entropy over the training rows of a mini-batch, and its gradient, by tensors or in plain float64. */
export function lossOf(
  train: Labelled,
  classes: number,
  tensors: Tensors | undefined,
): (theta: Batch, rows: Float64Array, partner: Batch) => LossAt {
  return recalled(({ n, data: theta }, rows) => {
    const dim = parameterCount(train.inputs, classes);
    const loss = new Float64Array(n);
    let gradient: Float64Array | undefined = tensors ? undefined : new Float64Array(n * dim);
    for (let i = 0; i < n; i++) {
      const [from, to] = [i * dim, (i + 1) * dim];
      loss[i] = crossEntropy(theta.subarray(from, to), train, rows, classes, gradient?.subarray(from, to));
    }
    return { loss, gradient: () => (gradient ??= Float64Array.from(tensors!.softmaxGradients(single(theta, rows, n)))) };
  });

  function single(theta: Float64Array, rows: Float64Array, replicas: number) {
    const { inputs: width, features } = train;
    const inputs = new Float32Array(rows.length * width);
    for (let i = 0; i < rows.length; i++) inputs.set(features.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
    return { inputs, labels: Int32Array.from(rows, (row) => train.labels[row]), parameters: Float32Array.from(theta), replicas, classes };
  }
}
