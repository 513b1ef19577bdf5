import { type Domain, defineEstimator, type Ensemble, type Estimate, SzilardError } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { dualWeights } from './dual.ts';
import { halvesOf, projected, together } from './halves.ts';
import { bestOnRay } from './ray.ts';
import { observableCount, type SpinObservables, spinObservables, spinsOf } from './spins.ts';

const id = 'entropy-production/maximum-entropy';

export interface MaximumEntropyParams {
  /** Which antisymmetric observables of two frames are known; more make the bound tighter and want more data. */
  observables: SpinObservables;
}

const domain: { readonly observables: Domain } = { observables: { oneOf: ['exchange', 'exchange-and-change'] } };

/**
 * Lower bound on the entropy production of spins from means of antisymmetric observables [Aguilera2026]; [trajectories, steps, spins],
 * two values a column, nats per step. A column of more symbols counts as one spin for each of them:
 *
 *     max_θ { θ·⟨g⟩ − ln⟨e^{−θ·g}⟩ }        g_ij = s_i s_j′ − s_j s_i′
 *
 * the least divergence of steps from reversed steps that is compatible with ⟨g⟩: Donsker and Varadhan's variational formula [Donsker1983]
 * for functions that are linear in g. Newton's method on one half of the data finds the direction θ, the other half its length and
 * the value, both ways. Exact if ln p(s, s′)/p(s′, s) is linear in g. Where spins are hidden it bounds what the seen ones show. Error:
 * spread of influences, correlations in time included, not below that of second order; the bias of one fitted length and of the
 * logarithm is taken off: reversible series straddle 0.
 */
export const maximumEntropyProductionBound = defineEstimator<'entropy-production-rate', MaximumEntropyParams>({
  id,
  title: 'lower bound on the entropy production of spins from antisymmetric correlations',
  quantity: 'entropy-production-rate',
  source: '[Aguilera2026], [Donsker1983]; docs/theory.md 14',
  calibrated: true,
  bound: 'lower',
  rows: 'symbols',
  defaults: { observables: 'exchange' },
  domain,
  create: (params) => ({ estimate: ({ series }) => estimate(params, series) }),
});

function estimate(params: MaximumEntropyParams, series: Ensemble): Estimate {
  const { observables: kind } = params;
  checkSeries(id, { series }, 2);
  const spins = spinsOf(id, series);
  if (kind === 'exchange' && spins.dim < 2)
    throw new SzilardError(
      'input',
      `[${id}] series: expected at least 2 spins to exchange, got one column of two values: always reversible to this. Record more.`,
    );
  const count = observableCount(kind, spins.dim);
  const needed = 2 * (count + 3);
  const n = series.trajectories * (series.steps - 1);
  if (n < needed)
    throw new SzilardError('input', `[${id}] n: expected at least ${needed} steps for ${count} observables, got ${n}. Record longer.`);
  const { rows, length } = spinObservables(spins, kind);
  const [a, b] = halvesOf(rows, length);
  const { value, stderr } = together([
    bestOnRay(projected(b.rows, dualWeights(a.rows)), b.length),
    bestOnRay(projected(a.rows, dualWeights(b.rows)), a.length),
  ]);
  const cautions: string[] = [];
  if (value === Number.POSITIVE_INFINITY) cautions.push('infinite: what goes one way was never seen going back, in one half of the data');
  else if (stderr === 0) cautions.push('nothing moves');
  if (n < 20 * count) cautions.push(`${count} observables from ${n} steps: the bound is loose`);
  if (n < 100) cautions.push(`only ${n} steps`);
  return { value, stderr, unit: 'nat/tick', n, method: id, params: { ...params }, bound: 'lower', cautions };
}
