import { type Batch, type Environment, lagged, type Model, SzilardError, type TickOrder } from '@szilard/core';
import { langevinDescent } from './langevin-descent.ts';
import { accuracy, crossEntropy, type Labelled, parameterCount } from './softmax.ts';
import { type BatchOptions, drawBatches } from './softmax-batches.ts';
import { softmaxBoundary } from './softmax-boundary.ts';
import { digitFeatures, type FeatureOptions } from './softmax-features.ts';
import { logConditional, softmaxLabels } from './softmax-labels.ts';
import { lossOf } from './softmax-loss.ts';
import { softmaxNoise } from './softmax-noise.ts';

export interface SoftmaxParams extends FeatureOptions, BatchOptions {
  /** ε: learning rate. Below prior²/temperature. */
  readonly rate: number;
  /** T: nats of loss that are worth one k_BT at β = 1. */
  readonly temperature: number;
  /** w: width of the parameters at the start, and for ever where no data act. */
  readonly prior: number;
  /** Share of the run over which the weight of the loss rises to one. 0: at once. */
  readonly ramp: number;
  /** Test digits that labels are drawn for. */
  readonly probes: number;
  readonly lag: number;
  readonly order: TickOrder;
  /** Who drives: the tensor backend in single precision, or plain float64. */
  readonly gradients: 'tensors' | 'plain';
}

/** The classifier with what is needed to look at it. */
export interface SoftmaxModel {
  readonly model: Model;
  readonly train: Labelled;
  readonly test: Labelled;
  /** ln p(y|u, θ), row by row, for x = (y, u); [n], nats. */
  logConditional(x: Batch, theta: Batch, out: Float64Array): void;
  /** Share of test digits that each θ gets right by its likeliest label; [n]. */
  accuracy(theta: Batch): Float64Array;
}

const id = 'ppm/softmax-classifier';

/** Digits classified by a softmax of a linear map: p(y|u, θ) = softmax(W u + b)_y. */
export function softmaxModel(params: SoftmaxParams, { digits, tensors }: Partial<Environment>): SoftmaxModel {
  const { classes, rate, temperature, prior, ramp, probes: wanted, steps, lag, order, gradients } = params;
  if (!digits || !tensors) {
    throw new SzilardError(
      'composition',
      `[${id}] expected the services digits and tensors, got ${digits ? 'no tensors' : 'no digits'}. Build it by a lab that binds them, or pass them to make.`,
    );
  }
  const { train, test } = digitFeatures(digits, params);
  if (wanted > test.n)
    throw new SzilardError(
      'parameter',
      `[${id}] probes: expected at most the ${test.n} test digits of ${digits.source}, got ${wanted}. Set probes=${test.n}, or bring more digits.`,
    );
  const probes: Labelled = { ...test, n: wanted };
  const { inputs } = train;
  const dim = parameterCount(inputs, classes);

  const batches = drawBatches(train.n, params);
  const weight = (step: number) => (ramp === 0 ? 1 : Math.min(1, step / (ramp * steps)));
  const control = (s: number, rows: Float64Array): Float64Array => {
    const lambda = new Float64Array(1 + rows.length);
    lambda[0] = s;
    lambda.set(rows, 1);
    return lambda;
  };
  const controls = batches.map((rows, k) => control(weight(k + 1), rows));

  const at = { probes, classes, prior };

  /** Where training without noise goes from θ = 0: a function of the parameters alone, in float64. */
  function trained(): Float64Array {
    const [theta, gradient] = [new Float64Array(dim), new Float64Array(dim)];
    for (const lambda of controls) {
      crossEntropy(theta, train, lambda.subarray(1), classes, gradient);
      for (let k = 0; k < dim; k++) theta[k] -= rate * (lambda[0] * gradient[k] + (temperature / (prior * prior)) * theta[k]);
    }
    return theta;
  }

  return {
    train,
    test,
    logConditional: (x, theta, out) => logConditional(x, theta, probes, classes, out),
    accuracy: (theta) => accuracy(theta, test, classes),
    model: {
      subsystems: {
        x: softmaxLabels(probes, classes),
        theta: langevinDescent({
          where: id,
          dim,
          rate,
          temperature,
          prior,
          loss: lossOf(train, classes, gradients === 'tensors' ? tensors : undefined),
          gradientNoise: softmaxNoise({ train, classes, rate, temperature }),
        }),
      },
      ticks: lagged({ steps, lag, order, protocol: (s) => controls[Math.round(s * steps) - 1] }),
      start: softmaxBoundary({ ...at, centre: new Float64Array(dim), control: control(0, batches[0]) }),
      end: softmaxBoundary({ ...at, centre: trained(), control: controls[steps - 1] }),
    },
  };
}
