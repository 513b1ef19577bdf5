import { defineEstimator } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnSymbols } from '../discrete/columns.ts';
import { combinedEstimate } from '../discrete/combined-estimate.ts';
import { type CorrectionParams, correctionDefaults, correctionDomain } from '../discrete/corrections.ts';
import { organisation } from '../information/terms.ts';
import { refuseOneColumn } from '../total-correlation/columns-estimate.ts';

const id = 'o-information/discrete';

/**
 * Ω = (m − 2) S(X) + Σ_k [S(X_k) − S(X without X_k)], each entropy by the same formula [Rosas2019]; the entries of each column are
 * symbols, nats, above 0 where redundancy prevails, below where synergy does, 0 for m = 2. Either sign of bias. Error as for
 * mutual-information/discrete.
 */
export const discreteOInformation = defineEstimator<'o-information', CorrectionParams>({
  id,
  title: 'O-information of columns of symbols, from how often they occur',
  quantity: 'o-information',
  rows: 'symbols',
  source: '[Rosas2019]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'jidt (correction none)',
  defaults: correctionDefaults,
  domain: correctionDomain,
  create: (params) => ({
    estimate: ({ x }) => {
      checkSamples(id, { x });
      refuseOneColumn(id, x);
      return combinedEstimate(id, params, columnSymbols(x), organisation(x.dim));
    },
  }),
});
