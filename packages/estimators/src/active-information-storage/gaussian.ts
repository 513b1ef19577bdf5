import { defineEstimator, type Ensemble, type Estimate, type RandomStream } from '@szilard/core';
import { columnsOfView } from '../columns.ts';
import { normalConditional } from '../information/normal-conditional.ts';
import { type NormalParams, normalDefaults, normalDomain } from '../information/normal-params.ts';
import { standardise } from '../information/whiten.ts';
import { joined } from '../neighbours/view.ts';
import { prepareSeries } from '../series/read.ts';
import { serialError } from '../series/serial-error.ts';
import { serialCautions } from '../series/series-params.ts';
import { type StorageParams, storageDefaults, storageDomain, storageOf } from './history.ts';

const id = 'active-information-storage/gaussian';

export interface GaussianStorageParams extends StorageParams, NormalParams {}

/**
 * Active information storage [Lizier2012] of the stationary normal law with the same covariances; [trajectories, steps, dim], nats:
 *
 *     A = ½ ln( det C(y_t) / det C(y_t | y_{t−1}, …) )
 *
 * Columns that others determine are left out and named. Error and bias as for transfer-entropy/gaussian.
 */
export const gaussianActiveInformationStorage = defineEstimator<'active-information-storage', GaussianStorageParams>({
  id,
  title: 'active information storage of the normal law with the same covariances',
  quantity: 'active-information-storage',
  source: '[Lizier2012], [Cover2006]',
  calibrated: true,
  defaults: { ...storageDefaults, ...normalDefaults },
  domain: { ...storageDomain, ...normalDomain },
  create: (params) => ({ estimate: ({ target }, rng) => estimate(params, target, rng) }),
});

function estimate(params: GaussianStorageParams, target: Ensemble, rng: RandomStream): Estimate {
  const { frames, variables } = storageOf(id, target, params);
  const { length, trajectories } = frames;
  const n = length * trajectories;
  const { read } = prepareSeries(id, { target }, { normalise: 'none', noise: 0 }, rng);
  const [past, next] = variables(read('target'));
  const columns = [...columnsOfView('past', past), ...columnsOfView('next', next)];
  const rows = standardise(id, joined([past, next]), columns);
  const { value, stderr: alone, influence, cautions } = normalConditional(params, rows, columns, [past.dim, next.dim, 0]);
  const { stderr, inefficiency } = Number.isFinite(alone) ? serialError(influence, length) : { stderr: alone, inefficiency: 1 };
  return {
    value,
    stderr,
    unit: 'nat',
    n,
    method: id,
    params: { ...params },
    details: { inefficiency },
    cautions: [...cautions, ...serialCautions(inefficiency, n)],
  };
}
