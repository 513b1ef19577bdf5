import { type Batch, lagged, type Model, type Subsystem, SzilardError, type TickOrder } from '@szilard/core';
import { accuracy, type Classifier, type Labelled, mustFit } from './classifier.ts';
import { type BatchOptions, drawBatches } from './classifier-batches.ts';
import { classifierBoundary } from './classifier-boundary.ts';
import { classifierLabels, logConditional } from './classifier-labels.ts';
import { classifierLoss, gatherer } from './classifier-loss.ts';
import { classifierNoise } from './classifier-noise.ts';
import type { DataSet } from './data-sets.ts';
import { type DescentOptions, langevinDescent } from './langevin-descent.ts';

/** How a classifier is trained, whatever it is. */
export interface TrainingParams extends BatchOptions {
  /** ε: learning rate. Below prior²/temperature. */
  readonly rate: number;
  /** T: nats of loss that are worth one k_BT at β = 1. */
  readonly temperature: number;
  /** w: width of the parameters at the start, and for ever where no data act. */
  readonly prior: number;
  /** Share of the run over which the weight of the loss rises to one. 0: at once. */
  readonly ramp: number;
  /** Test inputs that labels are drawn for. */
  readonly probes: number;
  readonly lag: number;
  readonly order: TickOrder;
}

export interface ClassifierOptions extends TrainingParams {
  /** Who asks, for messages: the model's id. */
  readonly where: string;
  readonly classifier: Classifier;
  /** The pool that data sets are made of. */
  readonly train: Labelled;
  readonly test: Labelled;
  /** c: mean of θ where no data act; [parameters]. Absent: 0. */
  readonly centre?: Float64Array;
  /** Data sets, of which every trajectory has one: its number rides along in x = (y, u, b). Absent: all of `train`; x = (y, u). */
  readonly sets?: readonly DataSet[];
  /** Gradients by other means than the classifier's own, see `classifierLoss`. */
  readonly gradients?: (theta: Batch, rows: Float64Array) => Float64Array;
  /** How θ moves. Absent: Langevin descent, mini-batches in λ. */
  readonly descent?: (options: DescentOptions) => Subsystem;
  /** True: every step descends the whole data set; batches are the bath's business. */
  readonly whole?: boolean;
}

/** A classifier with what is needed to look at it. */
export interface ClassifierModel {
  readonly model: Model;
  readonly classifier: Classifier;
  readonly train: Labelled;
  readonly test: Labelled;
  /** ln p(y|u, θ), row by row, for x = (y, u, …); [n], nats. */
  logConditional(x: Batch, theta: Batch, out: Float64Array): void;
  /** Share of test inputs that each θ gets right by its likeliest label; [n]. */
  accuracy(theta: Batch): Float64Array;
  /** Where training without noise ends from c, in float64; [parameters]. */
  trained(source?: number): Float64Array;
}

/** X: labels drawn for probes. Θ: the classifier's parameters, driven by mini-batches or whole data sets. */
export function classifierModel(options: ClassifierOptions): ClassifierModel {
  const { where, classifier, train, test, sets, gradients, descent = langevinDescent, whole = false } = options;
  const { rate, temperature, prior, ramp, steps, lag, order } = options;
  const dim = classifier.parameters;
  mustFit(where, classifier, train);
  mustFit(where, classifier, test);
  if (options.probes > test.n)
    throw new SzilardError(
      'parameter',
      `[${where}] probes: expected at most the ${test.n} test inputs, got ${options.probes}. Set probes=${test.n}, or bring more data.`,
    );
  const of = { classifier, probes: { ...test, n: options.probes } };

  const size = sets ? sets[0].rows.length : train.n;
  const all = Float64Array.from({ length: size }, (_, i) => i);
  const batches = whole ? Array.from({ length: steps }, () => all) : drawBatches(where, size, options);
  const weight = (step: number) => (ramp === 0 ? 1 : Math.min(1, step / (ramp * steps)));
  const control = (s: number, rows: Float64Array): Float64Array => {
    const lambda = new Float64Array(1 + rows.length);
    lambda[0] = s;
    lambda.set(rows, 1);
    return lambda;
  };
  const controls = batches.map((rows, k) => control(weight(k + 1), rows));

  const centre = options.centre ?? new Float64Array(dim);
  const gather = gatherer(train, sets);
  const known = new Map<number, Float64Array>();
  function trained(source = 0): Float64Array {
    const found = known.get(source);
    if (found) return found;
    const theta = centre.slice();
    for (const lambda of controls) {
      const { inputs, labels } = gather(source, lambda.subarray(1));
      const gradient = new Float64Array(dim);
      classifier.crossEntropy(theta, inputs, labels).gradient(gradient);
      for (let k = 0; k < dim; k++) theta[k] -= rate * (lambda[0] * gradient[k] + (temperature / (prior * prior)) * (theta[k] - centre[k]));
    }
    known.set(source, theta);
    return theta;
  }

  // A bath sees θ alone: the noise of one data set is all that it can be told of.
  const only = !sets ? train : sets.length === 1 ? { ...train, ...gatheredAs(gather(0, all)) } : undefined;
  const ends = { ...of, prior, ...(sets ? { sources: sets.length } : {}) };
  return {
    classifier,
    train,
    test,
    trained,
    logConditional: (x, theta, out) => logConditional(of, x, theta, out),
    accuracy: (theta) => accuracy(classifier, theta, test),
    model: {
      subsystems: {
        x: classifierLabels(of, sets ? 3 : 2),
        theta: descent({
          where,
          dim,
          rate,
          temperature,
          prior,
          ...(options.centre ? { centre } : {}),
          steps: controls,
          loss: classifierLoss({ classifier, train, ...(sets ? { sets } : {}), ...(gradients ? { gradients } : {}) }),
          ...(only ? { gradientNoise: classifierNoise({ where, classifier, train: only, rate, temperature }) } : {}),
        }),
      },
      ticks: lagged({ steps, lag, order, protocol: (s) => controls[Math.round(s * steps) - 1] }),
      start: classifierBoundary({ ...ends, centre: () => centre, control: control(0, batches[0]) }),
      end: classifierBoundary({ ...ends, centre: trained, control: controls[steps - 1] }),
    },
  };
}

const gatheredAs = ({ inputs, labels }: { readonly inputs: Float64Array; readonly labels: Uint8Array }) => ({
  n: labels.length,
  features: inputs,
  labels,
});
