import { defineEstimator, type Estimate, type PairedSeries, type RandomStream } from '@szilard/core';
import { ballTerms } from '../information/balls.ts';
import { meanOf } from '../information/mean-error.ts';
import { errorWithTies, neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { conditional } from '../information/terms.ts';
import { prepareSeries } from '../series/read.ts';
import { serialErrorOfLocal } from '../series/serial-error.ts';
import { type SeriesNeighbourParams, serialCautions, seriesNeighbourDefaults, seriesNeighbourDomain } from '../series/series-params.ts';
import { type HistoryParams, historyDefaults, historyDomain, transferOf, variablesOf } from './history.ts';

const id = 'transfer-entropy/ksg';

export interface KsgTransferParams extends HistoryParams, SeriesNeighbourParams {}

/**
 * Transfer entropy [Schreiber2000] from nearest neighbours [Frenzel2007]; [trajectories, steps, dim] each, nats per step:
 *
 *     TE = I(x_{t−lag}, …; y_t | y_{t−1}, …) = ψ(k) − ⟨ψ(n_xz + 1) + ψ(n_yz + 1) − ψ(n_z + 1)⟩
 *
 * x: source, y: target, z: the target's past, and the condition's. All frames of all trajectories are taken together: the series is
 * taken to be stationary. No history crosses from one trajectory into the next. May be negative; never clamped.
 *
 * Error: spread of the terms and of responses to every row, correlations in time included: over trajectories where there are 30 or more, by the initial
 * positive sequence [Geyer1992] where there are fewer. It does not cover bias: towards 0, and growing with the histories.
 */
export const ksgTransferEntropy = defineEstimator<'transfer-entropy', KsgTransferParams>({
  id,
  title: 'transfer entropy from nearest neighbours',
  quantity: 'transfer-entropy',
  source: '[Schreiber2000], [Frenzel2007]',
  calibrated: true,
  defaults: { ...historyDefaults, ...seriesNeighbourDefaults },
  domain: { ...historyDomain, ...seriesNeighbourDomain },
  verifiedBy: 'jidt, infomeasure',
  create: (params) => ({ estimate: (input, rng) => estimate(params, input, rng) }),
});

function estimate(params: KsgTransferParams, input: PairedSeries, rng: RandomStream): Estimate {
  const transfer = transferOf(id, input, params);
  const { length, trajectories } = transfer.frames;
  const n = length * trajectories;
  const { columns, read } = prepareSeries<keyof PairedSeries>(id, input, params, rng);
  const variables = variablesOf(transfer, read);
  const window = { width: params.theiler, length };
  const { local, response, tied, ceiling } = ballTerms(id, variables, conditional, { ...params, window, names: 'series' });
  const value = meanOf(local);
  const { stderr: spread, inefficiency } = serialErrorOfLocal(local, response, length);
  const stderr = errorWithTies(spread, tied, n);
  const dim = variables.reduce((sum, variable) => sum + variable.dim, 0);
  const cautions = [
    ...preparationCautions(params),
    ...neighbourCautions({ value, stderr, n, k: params.k, tied, columns, dim, ceiling }),
    ...serialCautions(inefficiency, n),
  ];
  return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, details: { inefficiency }, cautions };
}
