import { defineEstimator, type Ensemble, type Estimate, type RandomStream } from '@szilard/core';
import { ballTerms } from '../information/balls.ts';
import { meanOf } from '../information/mean-error.ts';
import { errorWithTies, neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { mutual } from '../information/terms.ts';
import { prepareSeries } from '../series/read.ts';
import { serialErrorOfLocal } from '../series/serial-error.ts';
import { type SeriesNeighbourParams, serialCautions, seriesNeighbourDefaults, seriesNeighbourDomain } from '../series/series-params.ts';
import { type StorageParams, storageDefaults, storageDomain, storageOf } from './history.ts';

const id = 'active-information-storage/ksg';

export interface KsgStorageParams extends StorageParams, SeriesNeighbourParams {}

/**
 * Active information storage [Lizier2012] from nearest neighbours [Kraskov2004, eq. 8]; [trajectories, steps, dim], nats:
 *
 *     A = I(y_{t−1}, y_{t−1−spacing}, …; y_t)
 *
 * All frames of all trajectories are taken together: the series is taken to be stationary. Error as for transfer-entropy/ksg.
 */
export const ksgActiveInformationStorage = defineEstimator<'active-information-storage', KsgStorageParams>({
  id,
  title: 'active information storage from nearest neighbours',
  quantity: 'active-information-storage',
  source: '[Lizier2012], [Kraskov2004]',
  calibrated: true,
  defaults: { ...storageDefaults, ...seriesNeighbourDefaults },
  domain: { ...storageDomain, ...seriesNeighbourDomain },
  create: (params) => ({ estimate: ({ target }, rng) => estimate(params, target, rng) }),
});

function estimate(params: KsgStorageParams, target: Ensemble, rng: RandomStream): Estimate {
  const { frames, variables } = storageOf(id, target, params);
  const { length, trajectories } = frames;
  const n = length * trajectories;
  const { columns, read } = prepareSeries(id, { target }, params, rng);
  const views = variables(read('target'));
  const window = { width: params.theiler, length };
  const { local, response, tied, ceiling } = ballTerms(id, views, mutual, { ...params, window, names: 'target' });
  const value = meanOf(local);
  const { stderr: spread, inefficiency } = serialErrorOfLocal(local, response, length);
  const stderr = errorWithTies(spread, tied, n);
  const dim = views[0].dim + views[1].dim;
  const cautions = [
    ...preparationCautions(params),
    ...neighbourCautions({ value, stderr, n, k: params.k, tied, columns, dim, ceiling }),
    ...serialCautions(inefficiency, n),
  ];
  return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, details: { inefficiency }, cautions };
}
