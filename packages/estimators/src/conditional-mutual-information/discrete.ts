import { defineEstimator } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { combinedEstimate } from '../discrete/combined-estimate.ts';
import { type CorrectionParams, correctionDefaults, correctionDomain } from '../discrete/corrections.ts';
import { symbolsOf } from '../discrete/symbols.ts';
import { conditional } from '../information/terms.ts';

const id = 'conditional-mutual-information/discrete';

/**
 * I(X;Y|Z) = S(X,Z) + S(Y,Z) − S(Z) − S(X,Y,Z), each entropy by the same formula [Cover2006]; rows are symbols, nats. With correction
 * `none` never negative, and biased upwards by up to (K_x − 1)(K_y − 1)K_z/(2n). Error as for mutual-information/discrete.
 */
export const discreteConditionalMutualInformation = defineEstimator<'conditional-mutual-information', CorrectionParams>({
  id,
  title: 'conditional mutual information of symbols, from how often they occur',
  quantity: 'conditional-mutual-information',
  rows: 'symbols',
  source: '[Cover2006]; docs/theory.md 13',
  calibrated: true,
  verifiedBy: 'infomeasure (correction none)',
  defaults: correctionDefaults,
  domain: correctionDomain,
  create: (params) => ({
    estimate: ({ x, y, z }) => {
      checkSamples(id, { x, y, z });
      return combinedEstimate(id, params, { x: symbolsOf(x), y: symbolsOf(y), z: symbolsOf(z) }, conditional);
    },
  }),
});
