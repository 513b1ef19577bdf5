import { type Domain, defineEstimator, type Ensemble, type Estimate, type RandomStream, SzilardError } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { columnsOf } from '../columns.ts';
import { meanOf } from '../information/mean-error.ts';
import { prepare } from '../information/prepare.ts';
import { chebyshev, euclideanBlocks } from '../neighbours/metric.ts';
import { kNearest } from '../neighbours/nearest.ts';
import { kNearestOf } from '../neighbours/nearest-of.ts';
import { collected } from '../neighbours/view.ts';
import { candidates } from '../neighbours/window.ts';
import { rowsOf } from '../series/embed.ts';
import { serialErrorOfLocal } from '../series/serial-error.ts';
import { type OddParams, signsOf } from './odd.ts';
import { stepPairs } from './step-pairs.ts';

const id = 'entropy-production/nearest-neighbours';

export interface NearestNeighbourEntropyProductionParams extends OddParams {
  /** Which nearest neighbour sets the scale: small k, little bias; large k, little noise. */
  k: number;
  norm: 'chebyshev' | 'euclidean';
  /** Standard deviation of normal jitter added to every column: it breaks ties, and it destroys irreversibility. */
  noise: number;
  /** Pairs of one trajectory that are at most so many steps apart are no neighbours of each other, as they are or reversed [Theiler1986]. */
  theiler: number;
}

const domain: { readonly [K in keyof NearestNeighbourEntropyProductionParams]?: Domain } = {
  k: { integer: true, atLeast: 1 },
  norm: { oneOf: ['chebyshev', 'euclidean'] },
  noise: { atLeast: 0 },
  theiler: { integer: true, atLeast: 1 },
};

/**
 * Entropy production of a continuous Markov series as the divergence of steps from reversed steps, from nearest neighbours [Wang2009];
 * [trajectories, steps, dim], nats per step:
 *
 *     D(p(x, x′) || p(x′, x)) = (d/n) Σ_i ln(ν_i/ρ_i)
 *
 * ρ_i: distance of step i from its k-th nearest other step, ν_i: of its image under time reversal, odd columns turned; d = 2 dim.
 * Both look at the same other steps, so that nothing but the distances is left and reversible series straddle 0. Where states
 * are hidden it is the irreversibility that single steps show. Biased towards 0, the more so the more columns and the larger the truth:
 * where steps and reversed steps do not overlap there is nothing to be near to. Error: spread of the terms and of responses to every
 * row, correlations in time included, not the bias.
 */
export const nearestNeighbourEntropyProduction = defineEstimator<'entropy-production-rate', NearestNeighbourEntropyProductionParams>({
  id,
  title: 'entropy production from nearest neighbours among steps and reversed steps',
  quantity: 'entropy-production-rate',
  source: '[Wang2009]; docs/theory.md 14',
  calibrated: false,
  defaults: { k: 3, norm: 'chebyshev', odd: [], noise: 0, theiler: 1 },
  domain,
  create: (params) => ({ estimate: ({ series }, rng) => estimate(params, series, rng) }),
});

function estimate(params: NearestNeighbourEntropyProductionParams, series: Ensemble, rng: RandomStream): Estimate {
  const { k, norm, odd, noise, theiler } = params;
  checkSeries(id, { series }, 3);
  const parity = signsOf(id, odd, series.dim);
  const columns = columnsOf('series', rowsOf(series));
  const jittered = collected(prepare(id, rowsOf(series), columns, { normalise: 'none', noise }, rng));
  const { view, length, signs } = stepPairs({ ...series, data: jittered.data }, parity);
  const { n, dim } = view;
  const window = { width: theiler, length };
  const fewest = candidates(Math.floor(Math.min(n, length) / 2), n, window) - 1;
  if (fewest < k)
    throw new SzilardError(
      'parameter',
      `[${id}] k: expected at most the ${fewest} of ${n} steps that are outside the window theiler, got ${k}. Take a smaller k or more steps.`,
    );
  if (dim === 0) throw new SzilardError('input', `[${id}] series: expected columns that vary, got constants. Drop them.`);

  const euclidean = norm === 'euclidean' && dim > 1;
  const metric = euclidean ? euclideanBlocks([dim]) : chebyshev(dim);
  const own = kNearest(view, k, metric, window);
  const reversed = kNearestOf(view, k, metric, window, signs);
  const lost = own.radius.reduce(
    (count, r, i) => count + (r > 0 && reversed.radius[i] > 0 && Number.isFinite(r + reversed.radius[i]) ? 0 : 1),
    0,
  );
  if (lost > 0)
    throw new SzilardError(
      'input',
      `[${id}] series: expected continuous numbers, got ${lost} of ${n} steps with ${k} others at distance 0 or beyond all numbers. Set noise, or take an estimator of symbols.`,
    );
  // Squares of Euclidean distances come back.
  const power = euclidean ? dim / 2 : dim;
  const local = reversed.radius.map((r, i) => power * Math.log(r / own.radius[i]));
  const response = Float64Array.from(own.popularity, (times, i) => (times - reversed.popularity[i]) / k);
  const value = meanOf(local);
  const { stderr, inefficiency } = serialErrorOfLocal(local, response, length);
  const cautions: string[] = [];
  if (noise > 0) cautions.push(`normal jitter of standard deviation ${noise} added to every column`);
  const frames = series.trajectories * series.steps;
  const coarse = noise > 0 ? undefined : columns.find(({ constant, distinct }) => !constant && distinct < 0.9 * frames);
  if (coarse)
    cautions.push(
      `${coarse.name} takes ${coarse.distinct} values in ${frames} frames: this estimator is for continuous data, and repeated frames put it anywhere`,
    );
  if (dim < 2 * series.dim)
    cautions.push(`${2 * series.dim - dim} of ${2 * series.dim} columns of middles and differences do not vary: left out`);
  if (dim > 6) cautions.push(`${dim} columns together: known to come out far too small`);
  if (value > 0.3 * Math.log(n)) cautions.push('steps and reversed steps hardly overlap: the truth may be any larger number');
  if (n < 100) cautions.push(`only ${n} steps`);
  return { value, stderr, unit: 'nat/tick', n, method: id, params: { ...params }, details: { inefficiency }, cautions };
}
