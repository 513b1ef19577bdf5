import { defineEstimator } from '@szilard/core';
import { combinedEstimate } from '../discrete/combined-estimate.ts';
import { type CorrectionParams, correctionDefaults, correctionDomain } from '../discrete/corrections.ts';
import { symbolsOf } from '../discrete/symbols.ts';
import { mutual } from '../information/terms.ts';
import { checkPaired } from '../paired-samples.ts';

const id = 'mutual-information/discrete';

/**
 * I(X;Y) = S(X) + S(Y) − S(X,Y), each entropy by the same formula [Cover2006; Panzeri2007]; rows are symbols, nats. With correction
 * `none` never negative, and biased upwards by (K_x − 1)(K_y − 1)/(2n) where x and y are independent; corrected it straddles 0 there.
 *
 * Error: jackknife, not below that of second order, √((K_x − 1)(K_y − 1)/2)/n for independent variables [docs/theory.md 13].
 */
export const discreteMutualInformation = defineEstimator<'mutual-information', CorrectionParams>({
  id,
  title: 'mutual information of symbols, from how often they occur',
  quantity: 'mutual-information',
  rows: 'symbols',
  source: '[Cover2006], [Panzeri2007]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure, jidt (correction none)',
  defaults: correctionDefaults,
  domain: correctionDomain,
  create: (params) => ({
    estimate: ({ x, y }) => {
      checkPaired(id, { x, y });
      return combinedEstimate(id, params, { x: symbolsOf(x), y: symbolsOf(y) }, mutual);
    },
  }),
});
