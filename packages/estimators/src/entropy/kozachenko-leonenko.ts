import { type Batch, defineEstimator, type Estimate, logGamma, type RandomStream } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnsOf } from '../columns.ts';
import { metricsOf, refuseOverflow, refuseTooLargeK, zeros } from '../information/balls.ts';
import { digammas } from '../information/digammas.ts';
import { errorOfLocal, meanOf } from '../information/mean-error.ts';
import { neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { type NeighbourParams, neighbourDefaults, neighbourDomain } from '../information/neighbour-params.ts';
import { prepare } from '../information/prepare.ts';
import { kNearest } from '../neighbours/nearest.ts';
import { itself } from '../neighbours/window.ts';

const id = 'entropy/kozachenko-leonenko';

/**
 * S of a density from nearest neighbours [Kozachenko1987], [Kraskov2004, eq. 20]; [n, d], nats, may be negative:
 *
 *     S = ψ(n) − ψ(k) + ln c_d + d ⟨ln ε⟩
 *
 * ε: distance of a point from its k-th neighbour; c_d: volume of the unit ball, 2^d in the maximum norm, π^{d/2}/Γ(1 + d/2) in the
 * Euclidean one. In the units of the data, also where columns are scaled for the search.
 *
 * Error: spread of the terms and of responses −(times a point is among the k nearest)/k, as for mutual-information/ksg1. It does not
 * cover bias, which grows with d and with tails.
 */
export const kozachenkoLeonenko = defineEstimator<'entropy', NeighbourParams>({
  id,
  title: 'entropy of a density from k-th nearest neighbours, after Kozachenko and Leonenko',
  quantity: 'entropy',
  source: '[Kozachenko1987], [Kraskov2004]',
  calibrated: false,
  defaults: neighbourDefaults,
  domain: neighbourDomain,
  verifiedBy: 'infomeasure',
  create: (params) => ({ estimate: ({ x }, rng) => estimate(params, x, rng) }),
});

function estimate(params: NeighbourParams, x: Batch, rng: RandomStream): Estimate {
  checkSamples(id, { x });
  const { n, dim } = x;
  const { k, norm, normalise } = params;
  const window = itself(n);
  refuseTooLargeK(id, k, n, window);
  const columns = columnsOf('x', x);
  const { radius, popularity } = kNearest(prepare(id, x, columns, params, rng.fork('x')), k, metricsOf([dim], { norm })([0]), window);
  refuseOverflow(id, 'x', radius);

  const tied = zeros(radius);
  const squared = norm === 'euclidean' && dim > 1;
  const psi = digammas(n);
  const start =
    psi[n] -
    psi[k] +
    logVolume(dim, norm) +
    (normalise === 'zscore' ? columns.reduce((sum, { deviation }) => sum + Math.log(deviation), 0) : 0);
  const local = radius.map((r) => start + (squared ? 0.5 : 1) * dim * Math.log(r));
  const response = Float64Array.from(popularity, (times) => -times / k);
  const [value, stderr] = tied > 0 ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [meanOf(local), errorOfLocal(local, response)];
  const cautions = [
    ...preparationCautions(params),
    ...neighbourCautions({ value, stderr, n, k, tied, columns, signed: true, entropy: true }),
  ];
  if (tied > 0) cautions.unshift('minus infinite: repeated rows, so the law has no density');
  return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, cautions };
}

/** ln of the volume of the unit ball. */
export const logVolume = (dim: number, norm: NeighbourParams['norm']): number =>
  norm === 'chebyshev' ? dim * Math.LN2 : 0.5 * dim * Math.log(Math.PI) - logGamma(1 + 0.5 * dim);
