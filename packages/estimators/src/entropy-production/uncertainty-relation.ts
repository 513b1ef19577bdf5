import { type Domain, defineEstimator, type Ensemble, type Estimate, SzilardError } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { meanOf } from '../information/mean-error.ts';
import { serialError } from '../series/serial-error.ts';
import { type CurrentKind, countOf, currentsOf } from './currents.ts';
import { halvesOf, type Judged, projected, together } from './halves.ts';
import { type Relation, relations } from './relations.ts';
import { optimalWeights } from './weights.ts';

const id = 'entropy-production/uncertainty-relation';

export interface UncertaintyRelationParams {
  /** Which currents are looked at; `linear` is enough for linear forces. */
  currents: CurrentKind;
  /** Weight of each current, displacements first, then (x_i + x_i′)/2 · Δx_j row by row. Empty: the best, found on the other half. */
  weights: number[];
  /** Steps over which a current is summed. 1 is best for diffusion. */
  span: number;
  /** Which relation; only `continuous` assumes something of the dynamics. */
  relation: Relation;
}

const domain: { readonly [K in keyof UncertaintyRelationParams]?: Domain } = {
  currents: { oneOf: ['displacement', 'linear'] },
  span: { integer: true, atLeast: 1 },
  relation: { oneOf: Object.keys(relations) },
};

/**
 * Lower bound on entropy production from the mean and the spread of a current [Barato2015]; [trajectories, steps, dim], nats per step:
 *
 *     r = ⟨J⟩²/Var J      fluctuation-theorem: 2 √(r/(1 + r)) arsinh √r      exponential: ln(1 + 2r)      continuous: 2r
 *
 * J is summed over `span` steps and odd under time reversal; best weights make r = ⟨J⟩ᵀΞ⁻¹⟨J⟩ [Otsubo2020], [Manikandan2020], found on one
 * half of the data and judged on the other, both ways. The first [Timpanaro2019] and the second [Hasegawa2019], [Proesmans2017] hold for
 * any stationary series; the third [Gingrich2016] for continuous time, where it is the largest, and is exceeded by kernels in discrete
 * time. Columns are taken to be even under time reversal. Error: spread of influences, correlations in time included, not below that of second order. The bias of ⟨J⟩² is taken off:
 * reversible series straddle 0.
 */
export const uncertaintyRelation = defineEstimator<'entropy-production-rate', UncertaintyRelationParams>({
  id,
  title: 'lower bound on entropy production from mean and spread of currents',
  quantity: 'entropy-production-rate',
  source: '[Barato2015], [Timpanaro2019]; docs/theory.md 14',
  calibrated: false,
  bound: 'lower',
  defaults: { currents: 'displacement', weights: [], span: 1, relation: 'fluctuation-theorem' },
  domain,
  create: (params) => ({ estimate: ({ series }) => estimate(params, series) }),
});

function estimate(params: UncertaintyRelationParams, series: Ensemble): Estimate {
  const { currents: kind, weights, span, relation } = params;
  checkSeries(id, { series }, span + 1);
  const count = countOf(kind, series.dim);
  if (weights.length !== 0 && weights.length !== count)
    throw new SzilardError('parameter', `[${id}] weights: expected ${count}, one a current, or none, got ${weights.length}.`);
  const { rows, length } = currentsOf(series, kind, span);
  const needed = weights.length > 0 ? 4 : 2 * (count + 3);
  if (rows.n < needed)
    throw new SzilardError(
      'input',
      `[${id}] n: expected at least ${needed} stretches of ${span} steps for ${count} currents, got ${rows.n}. Record longer, or give weights.`,
    );
  const cautions: string[] = [];
  const judge = (own: Float64Array, part: number): Judged => judged(own, part, relation, span);
  let found: { value: number; stderr: number };
  if (weights.length > 0) {
    const { value, first, second } = judge(projected(rows, Float64Array.from(weights)), length);
    found = { value, stderr: Math.max(first, second) };
  } else {
    const [a, b] = halvesOf(rows, length);
    found = together([
      judge(projected(b.rows, optimalWeights(a.rows)), b.length),
      judge(projected(a.rows, optimalWeights(b.rows)), a.length),
    ]);
  }
  const { value, stderr } = found;
  if (value === Number.POSITIVE_INFINITY) cautions.push('infinite: a current that does not fluctuate');
  else if (stderr === 0) cautions.push('nothing flows: no current fluctuates');
  if (relation === 'continuous')
    cautions.push('holds for continuous time: kernels in discrete time, and long steps, may produce less than this');
  if (rows.n < 100) cautions.push(`only ${rows.n} stretches`);
  return { value, stderr, unit: 'nat/tick', n: rows.n, method: id, params: { ...params }, bound: 'lower', cautions };
}

/** The bound from one current; [rows] in order of time, `length` a trajectory. */
function judged(current: Float64Array, length: number, relation: Relation, span: number): Judged {
  const n = current.length;
  const mean = meanOf(current);
  const variance = current.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
  // Rounding is no fluctuation.
  if (!(variance > 1e-24 * mean * mean)) {
    const value = mean === 0 ? 0 : Number.POSITIVE_INFINITY;
    return { value, first: value, second: value };
  }
  const error = serialError(current, length).stderr;
  const r = (mean * mean - error * error) / variance;
  const { of, slope, above } = relations[relation];
  if (!(r > above))
    throw new SzilardError(
      'input',
      `[${id}] n: expected a current whose mean is known better than one stretch tells, got an error of ${(error / Math.sqrt(variance)).toPrecision(2)} deviations. Record longer.`,
    );
  const influence = current.map((v) => (2 * mean * (v - mean)) / variance - (mean / variance) ** 2 * ((v - mean) ** 2 - variance));
  const change = slope(r) / span;
  return {
    value: of(r) / span,
    first: change * serialError(influence, length).stderr,
    second: (change * Math.SQRT2 * error * error) / variance,
  };
}
