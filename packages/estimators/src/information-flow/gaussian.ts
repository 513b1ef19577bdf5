import { defineEstimator, type Estimate, type PairedSeries, type RandomStream, SzilardError } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { columnsOfView } from '../columns.ts';
import { meanOf } from '../information/mean-error.ts';
import { normalTerms } from '../information/normal-terms.ts';
import { normalityCautions } from '../information/normality.ts';
import { mutual } from '../information/terms.ts';
import { correlations, standardise } from '../information/whiten.ts';
import { joined, type View } from '../neighbours/view.ts';
import { prepareSeries } from '../series/read.ts';
import { serialCautions } from '../series/series-params.ts';
import { type FlowParams, flowDefaults, flowDomain, flowOf } from './flow.ts';

const id = 'information-flow/gaussian';

/**
 * Information flow [Allahverdyan2009], [Horowitz2014] of normal laws with the same covariances; [trajectories, steps, dim] each, nats per
 * step, positive where the moves of the source add to what the two share:
 *
 *     I(x_{t+1}; y_t) − I(x_t; y_t)        x: source, y: target
 *
 * The bias of normal data is the same in both terms and cancels. Error: spread of the influences' differences, correlations in time
 * included; over trajectories with frames apart.
 */
export const gaussianInformationFlow = defineEstimator<'information-flow', FlowParams>({
  id,
  title: 'information flow of normal laws with the same covariances',
  quantity: 'information-flow',
  source: '[Horowitz2014], [Cover2006]',
  calibrated: true,
  defaults: flowDefaults,
  domain: flowDomain,
  create: (params) => ({ estimate: (input, rng) => estimate(params, input, rng) }),
});

function estimate(params: FlowParams, { source, target }: PairedSeries, rng: RandomStream): Estimate {
  checkSeries(id, { source, target }, 2);
  const { read } = prepareSeries<'source' | 'target'>(id, { source, target }, { normalise: 'none', noise: 0 }, rng);
  let caution: string | undefined;
  const { value, stderr, n, inefficiency } = flowOf({ source, target }, params, read, () => (x, y) => {
    const found = pair(x, y);
    caution ??= found.cautions[0];
    return found;
  });
  const cautions = [...(caution === undefined ? [] : [caution]), ...serialCautions(inefficiency, n)];
  if (n < 30) cautions.push(`only ${n} samples`);
  return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, details: { inefficiency }, cautions };
}

function pair(x: View, y: View) {
  const columns = [...columnsOfView('source', x), ...columnsOfView('target', y)];
  const rows = standardise(id, joined([x, y]), columns);
  const correlation = correlations(rows);
  const each = columns.map((_, k) => k);
  const terms = normalTerms(rows, correlation, [each.slice(0, x.dim), each.slice(x.dim)], mutual);
  if (terms === null) {
    throw new SzilardError(
      'input',
      `[${id}] source and target: expected linearly independent columns, got a singular covariance: a flow between infinite informations. Drop the columns that others determine.`,
    );
  }
  const start = terms.value - meanOf(terms.influence);
  return {
    local: terms.influence.map((own) => own + start),
    response: new Float64Array(x.n),
    cautions: normalityCautions(columns, rows, correlation, each),
  };
}
