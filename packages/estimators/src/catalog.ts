import { continuousEstimators } from './continuous.ts';
import { discreteEstimators } from './discrete.ts';
import { ledgerEntropyProduction } from './entropy-production/ledger.ts';
import { bar } from './free-energy/bar.ts';
import { crooksSlope } from './free-energy/crooks-slope.ts';
import { cumulant } from './free-energy/cumulant.ts';
import { jarzynski } from './free-energy/jarzynski.ts';
import { mbar } from './free-energy/mbar.ts';
import { entropyAtResolutionFrom } from './learning/entropy-at-resolution.ts';
import { gaussianStepBound } from './learning/gaussian-step-bound.ts';
import { learnedInformationFrom } from './learning/learned-information.ts';
import { memorisedInformationFrom } from './learning/memorised-information.ts';
import { gaussianMutualInformation } from './mutual-information/gaussian.ts';
import { ksg1 } from './mutual-information/ksg1.ts';
import { mixtureMutualInformation } from './mutual-information/mixture.ts';
import { neuralEstimators } from './neural.ts';
import { trajectoryEstimators } from './trajectories.ts';

export * from './continuous.ts';
export * from './discrete.ts';
export * from './neural.ts';
export * from './trajectories.ts';
export {
  bar,
  crooksSlope,
  cumulant,
  gaussianMutualInformation,
  gaussianStepBound,
  jarzynski,
  ksg1,
  ledgerEntropyProduction,
  mbar,
  mixtureMutualInformation,
};

const measured = [
  ksg1,
  gaussianMutualInformation,
  mixtureMutualInformation,
  ...continuousEstimators,
  ...discreteEstimators,
  ledgerEntropyProduction,
  ...trajectoryEstimators,
  jarzynski,
  cumulant,
  bar,
  mbar,
  crooksSlope,
] as const;

/** Made of other estimators. */
export const memorisedInformation = memorisedInformationFrom([...measured, ...neuralEstimators]);
export const learnedInformation = learnedInformationFrom([...measured, ...neuralEstimators]);
export const entropyAtResolution = entropyAtResolutionFrom(measured);
export const estimators = [
  ...measured,
  memorisedInformation,
  learnedInformation,
  entropyAtResolution,
  gaussianStepBound,
  ...neuralEstimators,
] as const;
