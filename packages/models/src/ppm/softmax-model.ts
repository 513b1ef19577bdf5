import { type Environment, SzilardError } from '@szilard/core';
import { digitFeatures, type FeatureOptions } from './classifier-features.ts';
import { type ClassifierModel, classifierModel, type TrainingParams } from './classifier-model.ts';
import { bySingles, linearClassifier } from './softmax-loss.ts';

export interface SoftmaxParams extends FeatureOptions, TrainingParams {
  /** Who drives: the tensor backend in single precision, or plain float64. */
  readonly gradients: 'tensors' | 'plain';
}

/** The classifier with what is needed to look at it. */
export type SoftmaxModel = ClassifierModel;

const id = 'ppm/softmax-classifier';

/** Digits classified by a softmax of a linear map: p(y|u, θ) = softmax(W u + b)_y. */
export function softmaxModel({ gradients, ...params }: SoftmaxParams, { digits, tensors }: Partial<Environment>): SoftmaxModel {
  if (!digits || !tensors) {
    throw new SzilardError(
      'composition',
      `[${id}] expected the services digits and tensors, got ${digits ? 'no tensors' : 'no digits'}. Build it by a lab that binds them, or pass them to make.`,
    );
  }
  const { train, test } = digitFeatures(id, digits, params);
  const classifier = linearClassifier(train.inputs, params.classes);
  const driven = gradients === 'tensors' ? { gradients: bySingles(train, params.classes, tensors) } : {};
  return classifierModel({ ...params, where: id, classifier, train, test, ...driven });
}
