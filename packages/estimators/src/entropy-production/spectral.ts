import { type Domain, defineEstimator, type Ensemble, type Estimate, moments, SzilardError } from '@szilard/core';
import { Matrix } from 'ml-matrix';
import { checkSeries } from '../border.ts';
import { columnsOf, leastNormal } from '../columns.ts';
import { rowsOf } from '../series/embed.ts';
import { autoregression, windowMoments } from './autoregression.ts';
import { blocksOf } from './blocks.ts';
import { type OddParams, signsOf } from './odd.ts';
import { residualCautions } from './residuals.ts';

const id = 'entropy-production/spectral';

export interface SpectralEntropyProductionParams extends OddParams {
  /** Frames of the past that the linear law looks back at. 1 is enough for a linear Markov series. */
  order: number;
  /** `jackknife`: what chance alone puts there is taken off, so that reversible series straddle 0. */
  correction: 'none' | 'jackknife';
  /** Pieces of time that error and correction are made of; 0: thirty or more whole trajectories, else √rows pieces. */
  blocks: number;
}

const domain: { readonly [K in keyof SpectralEntropyProductionParams]?: Domain } = {
  order: { integer: true, atLeast: 1 },
  correction: { oneOf: ['none', 'jackknife'] },
  blocks: { integer: true, atLeast: 0 },
};

/**
 * Entropy production of the stationary normal series with the same spectra [Weiss1975], [Seara2021]; [trajectories, steps, dim], nats
 * per step:
 *
 *     ½ ∫_{−π}^{π} dω/2π { tr[ S(ω)ᵀ⁻¹ S(ω) ] − d },   S(ω): spectra and cross-spectra, Hermitian
 *
 * with the spectra of the autoregression x_t = Σ_k A_k x_{t−k} + N(0, Q) of that order, for which the integral is ½⟨r̃ᵀQ⁻¹r̃ − d⟩, r̃
 * the residuals of the series read backwards, odd columns turned. For order 1 it is tr[Q⁻¹(1 − A²)S] − d [Godreche2019]. Exact for long
 * linear series with normal noise; for others it is that of their normal twin, neither above nor below the truth. One even column
 * never shows any. Error and bias: jackknife over blocks of time.
 */
export const spectralEntropyProduction = defineEstimator<'entropy-production-rate', SpectralEntropyProductionParams>({
  id,
  title: 'entropy production of the stationary normal series with the same spectra',
  quantity: 'entropy-production-rate',
  source: '[Weiss1975], [Seara2021], [Godreche2019]; docs/theory.md 14',
  calibrated: true,
  defaults: { order: 1, odd: [], correction: 'jackknife', blocks: 0 },
  domain,
  create: (params) => ({ estimate: ({ series }) => estimate(params, series) }),
});

function estimate(params: SpectralEntropyProductionParams, series: Ensemble): Estimate {
  const { order, odd, correction, blocks: wanted } = params;
  checkSeries(id, { series }, order + 1);
  const { trajectories, steps, dim } = series;
  const signs = signsOf(id, odd, dim);
  const n = trajectories * (steps - order);
  const size = (order + 1) * dim;
  if (n < 2 * size + 2)
    throw new SzilardError(
      'input',
      `[${id}] n: expected at least ${2 * size + 2} windows of ${order + 1} frames for ${dim} columns, got ${n}. Record longer.`,
    );
  const columns = columnsOf('series', rowsOf(series));
  const mean = Float64Array.from(columns, (column) => column.mean);
  const blocks = blocksOf(trajectories, steps - order, wanted);
  const { blocks: parts, rows } = windowMoments(series, order, blocks, mean);
  const sums = parts.reduce((total, part) => total.add(part), new Matrix(size, size));
  const fitted = autoregression(id, sums, n, signs);
  const without = parts.map((part, k) => autoregression(id, Matrix.sub(sums, part), n - rows[k], signs).entropyProduction);

  const g = parts.length;
  const left = moments(without);
  const bias = (g - 1) * (left.mean - fitted.entropyProduction);
  const value = correction === 'none' ? fitted.entropyProduction : fitted.entropyProduction - bias;
  // Where the first order vanishes, the square of one normal number for each way to break the symmetry is left.
  const ways = (order * dim * (dim - 1)) / 2;
  const second = ways > 0 ? Math.abs(bias) * Math.sqrt(2 / ways) : 0;
  const stderr = Math.max(((g - 1) / Math.sqrt(g)) * Math.sqrt(left.variance), second);
  const cautions = residualCautions(series, fitted, mean);
  if (dim === 1 && odd.length === 0) cautions.push('one even column: a normal series of one column is reversible, whatever the process');
  const heavy = leastNormal(columns);
  if (heavy && heavy.excessKurtosis > 10) cautions.push(`heavy tails in ${heavy.name}: second moments are badly known`);
  if (n < 100) cautions.push(`only ${n} windows`);
  const details = { uncorrected: fitted.entropyProduction, bias, blocks: g };
  return { value, stderr, unit: 'nat/tick', n, method: id, params: { ...params }, details, cautions };
}
