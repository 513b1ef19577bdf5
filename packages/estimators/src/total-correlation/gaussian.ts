import { type Batch, defineEstimator, type Estimate } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnsOf } from '../columns.ts';
import { errorOf } from '../information/mean-error.ts';
import { corrected, type NormalParams, normalDefaults, normalDomain, nothingSeen } from '../information/normal-params.ts';
import { normalTerms } from '../information/normal-terms.ts';
import { normalityCautions } from '../information/normality.ts';
import { total } from '../information/terms.ts';
import { correlations, standardise } from '../information/whiten.ts';
import { viewOf } from '../neighbours/view.ts';
import { refuseOneColumn } from './columns-estimate.ts';

const id = 'total-correlation/gaussian';

/**
 * Total correlation of the normal law with the sample's covariances [Watanabe1960]; [n, m], nats:
 *
 *     T = −½ ln det R        R: correlations of the columns
 *
 * Infinite where a column is a linear function of others. Error by the delta method, bias of normal data: as for
 * mutual-information/gaussian.
 */
export const gaussianTotalCorrelation = defineEstimator<'total-correlation', NormalParams>({
  id,
  title: 'total correlation of the normal law with the same covariances',
  quantity: 'total-correlation',
  source: '[Watanabe1960], [Misra2005]',
  calibrated: true,
  defaults: normalDefaults,
  domain: normalDomain,
  create: (params) => ({ estimate: ({ x }) => estimate(params, x) }),
});

function estimate(params: NormalParams, x: Batch): Estimate {
  checkSamples(id, { x }, x.dim + 2);
  refuseOneColumn(id, x);
  const columns = columnsOf('x', x);
  const rows = standardise(id, viewOf(x), columns);
  const correlation = correlations(rows);
  const report = (value: number, stderr: number, cautions: string[]): Estimate => {
    return { value, stderr, unit: 'nat', n: x.n, method: id, params: { ...params }, cautions };
  };
  const each = columns.map((_, k) => [k]);
  const terms = normalTerms(rows, correlation, each, total(x.dim));
  if (terms === null)
    return report(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, [
      'infinite: a column is a linear function of the others to rounding',
    ]);
  const stderr = errorOf(terms.influence);
  const { value, cautions } = corrected(params, terms, stderr);
  return report(value, stderr, [...cautions, ...nothingSeen(terms), ...normalityCautions(columns, rows, correlation, each.flat())]);
}
