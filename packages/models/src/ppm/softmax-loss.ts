import type { Batch } from '@szilard/core';
import { classifierOf, type Labelled } from './classifier.ts';
import { classifierLoss } from './classifier-loss.ts';
import type { LossAt } from './langevin-descent.ts';
import type { Tensors } from './tensors-contract.ts';

/** ln softmax(W u + b): parameters are weights [classes, inputs] row by row, then biases [classes]. */
export const linearClassifier = (inputs: number, classes: number) => classifierOf({ layers: [inputs, classes], activation: 'relu' });

/** Mean cross-entropy over the training rows of a mini-batch, and its gradient, by tensors or in plain float64. */
export function lossOf(
  train: Labelled,
  classes: number,
  tensors: Tensors | undefined,
): (theta: Batch, rows: Float64Array, partner: Batch) => LossAt {
  const classifier = linearClassifier(train.inputs, classes);
  return classifierLoss({ classifier, train, ...(tensors ? { gradients: bySingles(train, classes, tensors) } : {}) });
}

/** Gradients by tensors, rounded to single precision. */
export function bySingles({ inputs: width, features, labels }: Labelled, classes: number, tensors: Tensors) {
  return ({ n: replicas, data: theta }: Batch, rows: Float64Array): Float64Array => {
    const inputs = new Float32Array(rows.length * width);
    for (let i = 0; i < rows.length; i++) inputs.set(features.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
    const batch = { inputs, labels: Int32Array.from(rows, (row) => labels[row]), parameters: Float32Array.from(theta), replicas, classes };
    return Float64Array.from(tensors.softmaxGradients(batch));
  };
}
