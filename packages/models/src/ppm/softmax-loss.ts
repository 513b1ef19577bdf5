import type { Batch } from '@szilard/core';
import { crossEntropy, type Labelled, parameterCount } from './softmax.ts';
import type { Tensors } from './tensors-contract.ts';

/** Mini-batch loss of a block of parameters. */
export interface LossAt {
  /** [n], nats. */
  readonly loss: Float64Array;
  /** [n, dim], nats/length; rounded to single precision where tensors made it. */
  gradient(): Float64Array;
}

/**
 * Mean cross-entropy over the training rows of a mini-batch, and its gradient. A pure function that remembers its last two
 * answers: the density of a move and of its reverse, and the energies at both ends, ask for the same two again and again.
 */
export function lossOf(train: Labelled, classes: number, tensors: Tensors | undefined): (theta: Batch, rows: Float64Array) => LossAt {
  const recent: ReturnType<typeof evaluation>[] = [];
  return (theta, rows) => {
    let at = recent.findIndex((known) => same(known.theta, theta.data) && same(known.rows, rows));
    if (at < 0) at = recent.push(evaluation(theta, rows)) - 1;
    const [found] = recent.splice(at, 1);
    recent.unshift(found);
    recent.length = Math.min(2, recent.length);
    return found;
  };

  function evaluation({ n, data }: Batch, batch: Float64Array) {
    const [theta, rows, dim] = [data.slice(), batch.slice(), parameterCount(train.inputs, classes)];
    const loss = new Float64Array(n);
    let gradient: Float64Array | undefined = tensors ? undefined : new Float64Array(n * dim);
    for (let i = 0; i < n; i++) {
      const [from, to] = [i * dim, (i + 1) * dim];
      loss[i] = crossEntropy(theta.subarray(from, to), train, rows, classes, gradient?.subarray(from, to));
    }
    return { theta, rows, loss, gradient: () => (gradient ??= Float64Array.from(tensors!.softmaxGradients(single(theta, rows, n)))) };
  }

  function single(theta: Float64Array, rows: Float64Array, replicas: number) {
    const { inputs: width, features } = train;
    const inputs = new Float32Array(rows.length * width);
    for (let i = 0; i < rows.length; i++) inputs.set(features.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
    return { inputs, labels: Int32Array.from(rows, (row) => train.labels[row]), parameters: Float32Array.from(theta), replicas, classes };
  }
}

function same(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
