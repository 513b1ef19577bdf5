import type { Domain } from '@szilard/core';

/** What every estimator that trains a network can be told. */
export interface TrainingParams {
  /** Hidden layers, and numbers in each. */
  layers: number;
  width: number;
  /** What bends the layers: `softplus` suits smooth densities, `relu` and `tanh` find combinations of symbols. */
  activation: 'relu' | 'tanh' | 'softplus';
  /** Samples in a step of training, and in a block of the evaluation. */
  batch: number;
  /** Of Adam: about how far each parameter moves in a step. */
  learningRate: number;
  /** At most so many steps. */
  steps: number;
  /** Steps from one look at the validation part to the next. */
  every: number;
  /** Looks without a new best before training stops. */
  patience: number;
  /** Shares of the samples that train, and that say when to stop; the rest is evaluated. */
  training: number;
  validation: number;
  /**
   * Columns to mean 0 and standard deviation 1 of the training part on their way into the network. The map is the network's first
   * layer, as it were: the bound is that of the data as given, and the data are not changed.
   */
  standardise: boolean;
}

export const trainingDefaults: TrainingParams = {
  layers: 2,
  width: 32,
  activation: 'softplus',
  batch: 128,
  learningRate: 0.003,
  steps: 2000,
  every: 25,
  patience: 8,
  training: 0.5,
  validation: 0.2,
  standardise: true,
};

export const trainingDomain: { readonly [K in keyof TrainingParams]?: Domain } = {
  layers: { integer: true, atLeast: 1, atMost: 8 },
  width: { integer: true, atLeast: 1, atMost: 1024 },
  activation: { oneOf: ['relu', 'tanh', 'softplus'] },
  batch: { integer: true, atLeast: 2, atMost: 4096 },
  learningRate: { above: 0 },
  steps: { integer: true, atLeast: 1 },
  every: { integer: true, atLeast: 1 },
  patience: { integer: true, atLeast: 1 },
  training: { above: 0, below: 1 },
  validation: { above: 0, below: 1 },
};
