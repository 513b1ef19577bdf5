import { defineEstimator } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnSymbols } from '../discrete/columns.ts';
import { combinedEstimate } from '../discrete/combined-estimate.ts';
import { type CorrectionParams, correctionDefaults, correctionDomain } from '../discrete/corrections.ts';
import { total } from '../information/terms.ts';
import { refuseOneColumn } from './columns-estimate.ts';

const id = 'total-correlation/discrete';

/**
 * T = Σ_k S(X_k) − S(X), each entropy by the same formula [Watanabe1960]; the entries of each column are symbols, nats. With correction
 * `none` never negative, and biased upwards by (Π K_k − 1 − Σ (K_k − 1))/(2n) where columns are independent and all their
 * combinations are seen. Error as for mutual-information/discrete.
 */
export const discreteTotalCorrelation = defineEstimator<'total-correlation', CorrectionParams>({
  id,
  title: 'total correlation of columns of symbols, from how often they occur',
  quantity: 'total-correlation',
  rows: 'symbols',
  source: '[Watanabe1960]; docs/theory.md 13',
  calibrated: true,
  defaults: correctionDefaults,
  domain: correctionDomain,
  create: (params) => ({
    estimate: ({ x }) => {
      checkSamples(id, { x });
      refuseOneColumn(id, x);
      return combinedEstimate(id, params, columnSymbols(x), total(x.dim));
    },
  }),
});
