export * from './batch-noise.ts';
export * from './batches.ts';
export * from './classifier.ts';
export type { DenseEngine, LabelledInputs } from './engine.ts';
export * from './sgd-trial.ts';
export { tensorEngine } from './tensor-engine.ts';
