import { defineEstimator, type Estimate, type PairedSeries, SzilardError } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { combination } from '../discrete/combination.ts';
import { combinedCautions, combinedEstimate, errorWith } from '../discrete/combined-estimate.ts';
import { type CorrectionParams, correctionDefaults, correctionDomain } from '../discrete/corrections.ts';
import { picked, type Symbols, symbolsOf } from '../discrete/symbols.ts';
import { errorOf } from '../information/mean-error.ts';
import type { Term } from '../information/terms.ts';
import { framesOf, rowsOf } from '../series/embed.ts';
import { type FlowParams, flowDefaults, flowDomain } from './flow.ts';

const id = 'information-flow/discrete';

export interface DiscreteFlowParams extends FlowParams, CorrectionParams {}

/** I(0;2) − I(1;2): the source after its move, before it, the target. */
const gain: readonly Term[] = [
  { weight: 1, of: [0] },
  { weight: -1, of: [1] },
  { weight: -1, of: [0, 2] },
  { weight: 1, of: [1, 2] },
];

/**
 * Information flow of symbols [Allahverdyan2009], [Horowitz2014]; [trajectories, steps, dim] each, every frame one symbol, nats per step,
 * positive where the moves of the source add to what the two share:
 *
 *     I(x_{t+1}; y_t) − I(x_t; y_t)        x: source, y: target
 *
 * Most bias of the plug-in cancels in the difference. Error: spread of influences, correlations in time included; over trajectories
 * with frames apart.
 */
export const discreteInformationFlow = defineEstimator<'information-flow', DiscreteFlowParams>({
  id,
  title: 'information flow of symbols, from how often they occur',
  quantity: 'information-flow',
  rows: 'symbols',
  source: '[Horowitz2014]; docs/theory.md 13',
  calibrated: true,
  defaults: { ...flowDefaults, ...correctionDefaults },
  domain: { ...flowDomain, ...correctionDomain },
  create: (params) => ({ estimate: (input) => estimate(params, input) }),
});

function estimate(params: DiscreteFlowParams, { source, target }: PairedSeries): Estimate {
  checkSeries(id, { source, target }, 2);
  const { trajectories, steps } = source;
  const [x, y] = [symbolsOf(rowsOf(source)), symbolsOf(rowsOf(target))];
  if (params.frames === 'apart') return apart(params, x, y, trajectories, steps);
  const { length } = framesOf(source, 1);
  const rows = Int32Array.from({ length: trajectories * length }, (_, i) => i + Math.floor(i / length));
  return combinedEstimate(id, params, named(x, y, rows, 1), gain, length);
}

/** Source and target in these rows, and the source `ahead` rows later. */
const named = (x: Symbols, y: Symbols, rows: Int32Array, ahead: number) => {
  const next = rows.map((row) => row + ahead);
  return { 'source next': picked(x, next), source: picked(x, rows), target: picked(y, rows) };
};

function apart(params: DiscreteFlowParams, x: Symbols, y: Symbols, trajectories: number, steps: number): Estimate {
  if (trajectories < 2) {
    throw new SzilardError(
      'input',
      `[${id}] trajectories: expected at least 2 for frames apart, got ${trajectories}. Take more, or take frames together.`,
    );
  }
  const cautions: string[] = [];
  const influence = new Float64Array(trajectories);
  let [value, second, bias] = [0, 0, 0];
  for (let t = 0; t + 1 < steps; t++) {
    const rows = Int32Array.from({ length: trajectories }, (_, i) => i * steps + t);
    const variables = named(x, y, rows, 1);
    const found = combination(Object.values(variables), gain, params);
    const least = errorWith(0, found, gain);
    value += found.value / (steps - 1);
    bias += found.bias / (steps - 1);
    second += (least / (steps - 1)) ** 2;
    for (let i = 0; i < trajectories; i++) influence[i] += found.influence[i] / (steps - 1);
    const [caution] = combinedCautions(params, {}, found, Number.POSITIVE_INFINITY);
    if (caution !== undefined && cautions.length === 0) cautions.push(`frame ${t}, among others perhaps: ${caution}`);
  }
  return {
    value,
    stderr: Math.max(errorOf(influence), Math.sqrt(second)),
    unit: 'nat',
    n: trajectories,
    method: id,
    params: { ...params },
    details: { bias },
    cautions,
  };
}
