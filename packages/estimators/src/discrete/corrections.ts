import type { Domain } from '@szilard/core';
import { chaoShen } from '../entropy/chao-shen.ts';
import { jackknife } from '../entropy/jackknife.ts';
import { millerMadowSeen } from '../entropy/miller-madow.ts';
import { nsb } from '../entropy/nsb.ts';
import { plugIn } from '../entropy/plug-in.ts';
import { zhang } from '../entropy/zhang.ts';

/**
 * Entropies that may be added and subtracted, by the names of their estimators; `none` is the plug-in. Missing are shrinkage and Bayes,
 * which pull each law elsewhere, and Grassberger's, which swings with the parity of counts: neither cancels in a difference.
 */
export const corrections = {
  none: plugIn,
  'miller-madow': millerMadowSeen,
  jackknife,
  zhang,
  'chao-shen': chaoShen,
  nsb,
};

export interface CorrectionParams {
  /**
   * Which entropy is added and subtracted. `none`: the plug-in, biased upwards by about (cells − 1)/(2n) of independent variables.
   * `nsb` takes the alphabet of several variables to be all pairs, triples, … of the symbols seen of each.
   */
  correction: keyof typeof corrections;
}

export const correctionDefaults: CorrectionParams = { correction: 'miller-madow' };
export const correctionDomain: { readonly correction: Domain } = { correction: { oneOf: Object.keys(corrections) } };
