import { type Batch, component } from '@szilard/core';
import type { Classifier, CrossEntropy, Labelled } from './classifier.ts';
import type { DataSet } from './data-sets.ts';
import type { LossAt } from './langevin-descent.ts';
import { recalled } from './recall.ts';

export interface LossOptions {
  readonly classifier: Classifier;
  readonly train: Labelled;
  /** Data sets as rows of `train`, the number of one as component 2 of x. Absent: all of `train`, for everybody. */
  readonly sets?: readonly DataSet[];
  /** Gradients by other means: [n, dim] of θ, rows of `train` → [n, dim]. Absent: those of the classifier. Only without `sets`. */
  readonly gradients?: (theta: Batch, rows: Float64Array) => Float64Array;
}

/** Mean cross-entropy over the rows of a mini-batch, each replica's of its own data set, and its gradient. */
export function classifierLoss({
  classifier,
  train,
  sets,
  gradients,
}: LossOptions): (theta: Batch, rows: Float64Array, partner: Batch) => LossAt {
  const gather = gatherer(train, sets);
  return recalled(
    (theta, rows, partner) => {
      const { n, dim, data } = theta;
      const batches = new Map<number, Gathered>();
      const at = (i: number): CrossEntropy => {
        const source = sets ? partner.data[i * partner.dim + 2] : 0;
        if (!batches.has(source)) batches.set(source, gather(source, rows));
        const { inputs, labels } = batches.get(source)!;
        return classifier.crossEntropy(data.subarray(i * dim, (i + 1) * dim), inputs, labels);
      };
      const each = Array.from({ length: n }, (_, i) => at(i));
      let gradient: Float64Array | undefined;
      const own = () => {
        const out = new Float64Array(n * dim);
        for (let i = 0; i < n; i++) each[i].gradient(out.subarray(i * dim, (i + 1) * dim));
        return out;
      };
      return { loss: Float64Array.from(each, ({ mean }) => mean), gradient: () => (gradient ??= gradients?.(theta, rows) ?? own()) };
    },
    ...(sets ? [(partner: Batch) => component(partner, 2)] : []),
  );
}

export interface Gathered {
  /** [rows, inputs]. */
  readonly inputs: Float64Array;
  /** [rows]. */
  readonly labels: Uint8Array;
}

/** Inputs and labels at positions of one data set, side by side. */
export function gatherer({ inputs: width, features, labels }: Labelled, sets?: readonly DataSet[]) {
  return (source: number, at: ArrayLike<number>): Gathered => {
    const set = sets?.[source];
    const out = { inputs: new Float64Array(at.length * width), labels: new Uint8Array(at.length) };
    for (let i = 0; i < at.length; i++) {
      const row = set ? set.rows[at[i]] : at[i];
      out.inputs.set(features.subarray(row * width, (row + 1) * width), i * width);
      out.labels[i] = set?.labels ? set.labels[at[i]] : labels[row];
    }
    return out;
  };
}
