export type { GaussianSteps, LearnedSamples, LearningEnsemble, MemorisedSamples } from './ensemble.ts';
export { type EntropyAtResolutionParams, entropyAtResolutionFrom } from './entropy-at-resolution.ts';
export { type LearnedParams, learnedInformationFrom } from './learned-information.ts';
export { type MemorisedParams, memorisedInformationFrom } from './memorised-information.ts';
