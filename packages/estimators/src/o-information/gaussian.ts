import { type Batch, defineEstimator, type Estimate, SzilardError } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnsOf } from '../columns.ts';
import { errorOf } from '../information/mean-error.ts';
import { corrected, type NormalParams, normalDefaults, normalDomain } from '../information/normal-params.ts';
import { normalTerms } from '../information/normal-terms.ts';
import { normalityCautions } from '../information/normality.ts';
import { organisation } from '../information/terms.ts';
import { correlations, standardise } from '../information/whiten.ts';
import { viewOf } from '../neighbours/view.ts';
import { refuseOneColumn } from '../total-correlation/columns-estimate.ts';

const id = 'o-information/gaussian';

/**
 * O-information of the normal law with the sample's covariances [Rosas2019]; [n, m], nats, above 0 where redundancy prevails, below
 * where synergy does, 0 for m = 2:
 *
 *     Ω = ½ (m − 2) ln det R − ½ Σ_v ln det R_{¬v}        R: correlations of the columns, R_{¬v}: of all but column v
 *
 * Columns that others determine are refused: Ω is a difference of infinities there. Error by the delta method, bias of normal data:
 * as for mutual-information/gaussian.
 */
export const gaussianOInformation = defineEstimator<'o-information', NormalParams>({
  id,
  title: 'O-information of the normal law with the same covariances',
  quantity: 'o-information',
  source: '[Rosas2019], [Misra2005]',
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
  const each = columns.map((_, k) => [k]);
  const terms = normalTerms(rows, correlation, each, organisation(x.dim));
  if (terms === null) {
    throw new SzilardError(
      'input',
      `[${id}] x: expected linearly independent columns, got a singular covariance. Drop the columns that others determine.`,
    );
  }
  const stderr = errorOf(terms.influence);
  const { value, cautions } = corrected(params, terms, stderr);
  return {
    value,
    stderr,
    unit: 'nat',
    n: x.n,
    method: id,
    params: { ...params },
    cautions: [...cautions, ...normalityCautions(columns, rows, correlation, each.flat())],
  };
}
