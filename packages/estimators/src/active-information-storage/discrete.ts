import { defineEstimator, type Ensemble, type Estimate } from '@szilard/core';
import { combinedEstimate } from '../discrete/combined-estimate.ts';
import { type CorrectionParams, correctionDefaults, correctionDomain } from '../discrete/corrections.ts';
import { frameSymbols, symbolsOfView } from '../discrete/series.ts';
import { mutual } from '../information/terms.ts';
import { type StorageParams, storageDefaults, storageDomain, storageOf } from './history.ts';

const id = 'active-information-storage/discrete';

export interface DiscreteStorageParams extends StorageParams, CorrectionParams {}

/**
 * Active information storage of symbols [Lizier2012]; [trajectories, steps, dim], every frame one symbol, nats:
 *
 *     A = I(y_{t−1}, y_{t−1−spacing}, …; y_t)
 *
 * All frames of all trajectories are taken together: the series is taken to be stationary. Error as for transfer-entropy/discrete.
 */
export const discreteActiveInformationStorage = defineEstimator<'active-information-storage', DiscreteStorageParams>({
  id,
  title: 'active information storage of symbols, from how often they occur',
  quantity: 'active-information-storage',
  rows: 'symbols',
  source: '[Lizier2012]; docs/theory.md 13',
  calibrated: true,
  defaults: { ...storageDefaults, ...correctionDefaults },
  domain: { ...storageDomain, ...correctionDomain },
  create: (params) => ({ estimate: ({ target }) => estimate(params, target) }),
});

function estimate(params: DiscreteStorageParams, target: Ensemble): Estimate {
  const { frames, variables } = storageOf(id, target, params);
  const [past, next] = variables(frameSymbols(target)).map(symbolsOfView);
  return combinedEstimate(id, params, { past, next }, mutual, frames.length);
}
