import { defineEstimator, type Estimate, type PairedSeries } from '@szilard/core';
import { combinedEstimate } from '../discrete/combined-estimate.ts';
import { type CorrectionParams, correctionDefaults, correctionDomain } from '../discrete/corrections.ts';
import { frameSymbols, symbolsOfView } from '../discrete/series.ts';
import { conditional } from '../information/terms.ts';
import { type HistoryParams, historyDefaults, historyDomain, transferOf, variablesOf } from './history.ts';

const id = 'transfer-entropy/discrete';

export interface DiscreteTransferParams extends HistoryParams, CorrectionParams {}

/**
 * Transfer entropy of symbols [Schreiber2000]; [trajectories, steps, dim] each, every frame one symbol, nats per step:
 *
 *     TE = I(x_{t−lag}, …; y_t | y_{t−1}, …)        x: source, y: target
 *
 * Histories as in transfer-entropy/ksg; no history crosses from one trajectory into the next, and all frames are taken together: the
 * series is taken to be stationary. With correction `none` never negative. Error: as for mutual-information/discrete, correlations in
 * time included as for transfer-entropy/ksg.
 */
export const discreteTransferEntropy = defineEstimator<'transfer-entropy', DiscreteTransferParams>({
  id,
  title: 'transfer entropy of symbols, from how often they occur',
  quantity: 'transfer-entropy',
  rows: 'symbols',
  source: '[Schreiber2000]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure, jidt (correction none)',
  defaults: { ...historyDefaults, ...correctionDefaults },
  domain: { ...historyDomain, ...correctionDomain },
  create: (params) => ({ estimate: (input) => estimate(params, input) }),
});

function estimate(params: DiscreteTransferParams, input: PairedSeries): Estimate {
  const transfer = transferOf(id, input, params);
  const known = new Map<keyof PairedSeries, ReturnType<typeof frameSymbols>>();
  const read = (of: keyof PairedSeries) => {
    const own = known.get(of) ?? frameSymbols(input[of]!);
    known.set(of, own);
    return own;
  };
  const [x, y, z] = variablesOf(transfer, read).map(symbolsOfView);
  return combinedEstimate(id, params, { 'source past': x, 'target next': y, 'known past': z }, conditional, transfer.frames.length);
}
