import type { Ensemble } from '@szilard/core';
import type { Autoregression } from './autoregression.ts';

/** What the residuals of a linear law say against it: they should be normal, and should not remember each other. */
export function residualCautions(series: Ensemble, { forward, noise }: Autoregression, mean: Float64Array): string[] {
  const { trajectories, steps, dim, data } = series;
  const size = forward.columns;
  const weights = forward.to2DArray().map((row) => Float64Array.from(row));
  const length = steps - size / dim + 1;
  const n = trajectories * length;
  const fourth = new Float64Array(dim);
  const lagged = new Float64Array(dim * dim);
  let [own, before] = [new Float64Array(dim), new Float64Array(dim)];
  for (let i = 0; i < trajectories; i++) {
    before.fill(0);
    for (let t = 0; t < length; t++) {
      const from = (i * steps + t) * dim;
      for (let a = 0; a < dim; a++) {
        own[a] = 0;
        for (let b = 0; b < size; b++) own[a] += weights[a][b] * (data[from + b] - mean[b % dim]);
        own[a] /= Math.sqrt(noise.get(a, a));
        fourth[a] += own[a] ** 4 / n;
        for (let b = 0; b < dim; b++) lagged[a * dim + b] += (own[a] * before[b]) / n;
      }
      [own, before] = [before, own];
    }
  }
  const cautions: string[] = [];
  const excess = fourth.map((v) => v - 3).reduce((worst, v) => (Math.abs(v) > Math.abs(worst) ? v : worst), 0);
  if (Math.abs(excess) > Math.max(0.5, 5 * Math.sqrt(24 / n)))
    cautions.push(
      `noise is not normal: excess kurtosis ${excess.toPrecision(2)}; this is the number of the normal series with the same spectra`,
    );
  const memory = lagged.reduce((worst, v) => Math.max(worst, Math.abs(v)), 0);
  if (memory > Math.max(0.02, 5 / Math.sqrt(n)))
    cautions.push(`residuals remember each other: correlation ${memory.toPrecision(2)} at one step; raise order`);
  return cautions;
}
