import { defineEstimator, type Estimate, type PairedSeries, type RandomStream } from '@szilard/core';
import type { Column } from '../columns.ts';
import { columnsOfView } from '../columns.ts';
import { normalConditional } from '../information/normal-conditional.ts';
import { type NormalParams, normalDefaults, normalDomain } from '../information/normal-params.ts';
import { standardise } from '../information/whiten.ts';
import { joined } from '../neighbours/view.ts';
import { prepareSeries } from '../series/read.ts';
import { serialError } from '../series/serial-error.ts';
import { serialCautions } from '../series/series-params.ts';
import { type HistoryParams, historyDefaults, historyDomain, transferOf, variablesOf } from './history.ts';

const id = 'transfer-entropy/gaussian';

export interface GaussianTransferParams extends HistoryParams, NormalParams {}

/**
 * Transfer entropy of the stationary normal law with the same covariances [Barnett2009]; [trajectories, steps, dim] each, nats per step:
 * half of Granger's log ratio of the residual variances of the target's next, without and with the source's past,
 *
 *     TE = ½ ln( det C(y_t | past of y) / det C(y_t | past of y, past of x) )
 *
 * Histories as in transfer-entropy/ksg. Columns that others determine are left out and named. Error: spread of influences by the
 * delta method, correlations in time included; the bias of normal data is that of independent rows.
 */
export const gaussianTransferEntropy = defineEstimator<'transfer-entropy', GaussianTransferParams>({
  id,
  title: 'transfer entropy of the normal law with the same covariances: half of Granger’s causality',
  quantity: 'transfer-entropy',
  source: '[Schreiber2000], [Barnett2009]',
  calibrated: true,
  defaults: { ...historyDefaults, ...normalDefaults },
  domain: { ...historyDomain, ...normalDomain },
  create: (params) => ({ estimate: (input, rng) => estimate(params, input, rng) }),
});

function estimate(params: GaussianTransferParams, input: PairedSeries, rng: RandomStream): Estimate {
  const transfer = transferOf(id, input, params);
  const { length, trajectories } = transfer.frames;
  const n = length * trajectories;
  const { read } = prepareSeries<keyof PairedSeries>(id, input, { normalise: 'none', noise: 0 }, rng);
  const [x, y, z] = variablesOf(transfer, read);
  const columns: Column[] = [...columnsOfView('source past', x), ...columnsOfView('target next', y), ...columnsOfView('known past', z)];
  const rows = standardise(id, joined([x, y, z]), columns);
  const { value, stderr: alone, influence, cautions } = normalConditional(params, rows, columns, [x.dim, y.dim, z.dim]);
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
