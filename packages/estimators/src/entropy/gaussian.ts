import { type Batch, defineEstimator, type Estimate } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnsOf } from '../columns.ts';
import { errorOf } from '../information/mean-error.ts';
import { corrected, type NormalParams, normalDefaults, normalDomain } from '../information/normal-params.ts';
import { logDetBias } from '../information/normal-terms.ts';
import { normalityCautions } from '../information/normality.ts';
import { addSquares, correlations, factor, standardise } from '../information/whiten.ts';
import { viewOf } from '../neighbours/view.ts';

const id = 'entropy/gaussian';

/**
 * S of the normal law with the sample's covariance C (unbiased) [Cover2006, ch. 8]; [n, d], nats, of a density: may be negative:
 *
 *     S = ½ ln det(2πe C)
 *
 * Error: delta method; the influence of a sample z is ½ (z − m)ᵀC⁻¹(z − m), its spread over √n the error; √(d/2n) for normal data.
 * Bias for normal data, exact: ½ Σ_{i=1..d} [ψ((n − i)/2) + ln(2/(n − 1))] [Misra2005]. Other laws with this covariance have less
 * entropy: for them the number is too large.
 */
export const gaussianEntropy = defineEstimator<'entropy', NormalParams>({
  id,
  title: 'entropy of the normal law with the same covariance',
  quantity: 'entropy',
  source: '[Cover2006], [Misra2005]',
  calibrated: true,
  defaults: normalDefaults,
  domain: normalDomain,
  create: (params) => ({ estimate: ({ x }) => estimate(params, x) }),
});

function estimate(params: NormalParams, x: Batch): Estimate {
  checkSamples(id, { x }, x.dim + 2);
  const { n, dim } = x;
  const columns = columnsOf('x', x);
  const report = (value: number, stderr: number, cautions: string[]): Estimate => {
    return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, cautions };
  };
  const minusInfinite = (why: string) =>
    report(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, [`minus infinite: ${why}: a law without a density`]);

  const constant = columns.find((column) => column.constant);
  if (constant) return minusInfinite(`${constant.name} is constant`);
  const rows = standardise(id, viewOf(x), columns);
  const correlation = correlations(rows);
  const all = Array.from({ length: dim }, (_, k) => k);
  const whole = factor(correlation, all);
  if (!whole) return minusInfinite('the columns of x are linearly dependent to rounding');
  const influence = new Float64Array(n);
  addSquares(rows, whole, 0.5, influence);
  const raw = columns.reduce((sum, { deviation }) => sum + Math.log(deviation), 0.5 * whole.logDet);
  const bias = logDetBias(n, dim) + 0.5 * dim * Math.log(2 / (n - 1));
  const stderr = errorOf(influence);
  const { value, cautions } = corrected(params, { value: raw + 0.5 * dim * Math.log(2 * Math.PI * Math.E), bias }, stderr);
  return report(value, stderr, [...cautions, ...normalityCautions(columns, rows, correlation, all)]);
}
