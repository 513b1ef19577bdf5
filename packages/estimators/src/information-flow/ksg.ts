import { defineEstimator, type Estimate, type PairedSeries, type RandomStream } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { ballTerms } from '../information/balls.ts';
import { errorWithTies, identical, infinite, neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { mutual } from '../information/terms.ts';
import { sameColumn, viewOf } from '../neighbours/view.ts';
import { itself } from '../neighbours/window.ts';
import { rowsOf } from '../series/embed.ts';
import { prepareSeries } from '../series/read.ts';
import { type SeriesNeighbourParams, serialCautions, seriesNeighbourDefaults, seriesNeighbourDomain } from '../series/series-params.ts';
import { type FlowParams, flowDefaults, flowDomain, flowOf } from './flow.ts';

const id = 'information-flow/ksg';

export interface KsgFlowParams extends FlowParams, SeriesNeighbourParams {}

/**
 * Information flow [Allahverdyan2009], [Horowitz2014] from nearest neighbours [Kraskov2004, eq. 8]; [trajectories, steps, dim] each, nats
 * per step, positive where the moves of the source add to what the two share:
 *
 *     I(x_{t+1}; y_t) − I(x_t; y_t)        x: source, y: target
 *
 * Error: spread of the differences of terms and of responses, correlations in time included; over trajectories with frames apart.
 */
export const ksgInformationFlow = defineEstimator<'information-flow', KsgFlowParams>({
  id,
  title: 'information flow from nearest neighbours',
  quantity: 'information-flow',
  source: '[Horowitz2014], [Kraskov2004]',
  defaults: { ...flowDefaults, ...seriesNeighbourDefaults },
  domain: { ...flowDomain, ...seriesNeighbourDomain },
  calibrated: true,
  create: (params) => ({ estimate: (input, rng) => estimate(params, input, rng) }),
});

function estimate(params: KsgFlowParams, { source, target }: PairedSeries, rng: RandomStream): Estimate {
  checkSeries(id, { source, target }, 2);
  const { columns, read } = prepareSeries<'source' | 'target'>(id, { source, target }, params, rng);
  let tied = 0;
  const {
    value,
    stderr: spread,
    n,
    inefficiency,
  } = flowOf({ source, target }, params, read, (length) => (x, y) => {
    const window = params.frames === 'together' ? { width: params.theiler, length } : itself(x.n);
    const found = ballTerms(id, [x, y], mutual, { ...params, window, names: 'source and target' });
    tied = Math.max(tied, found.tied);
    return found;
  });
  const stderr = errorWithTies(spread, tied, n);
  const cautions = [
    ...preparationCautions(params),
    ...neighbourCautions({ value, stderr, n, k: params.k, tied, columns, signed: true }),
    ...serialCautions(inefficiency, n),
  ];
  const views = [viewOf(rowsOf(source)), viewOf(rowsOf(target))];
  const twins = identical(columns.slice(0, source.dim), columns.slice(source.dim), (i, j) => sameColumn(views[0], i, views[1], j));
  if (twins) cautions.unshift(infinite(twins));
  return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, details: { inefficiency }, cautions };
}
