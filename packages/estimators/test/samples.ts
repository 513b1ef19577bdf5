import { type Batch, batch, type PairedSamples, type RandomStream } from '@szilard/core';

/** Independent standard normals; [n, dim]. */
export function normals(n: number, dim: number, rng: RandomStream): Batch {
  const out = batch(n, dim);
  rng.fillNormal(out.data);
  return out;
}

/** dim pairs of standard normals, each with correlation rho. */
export function correlated(rho: number, n: number, dim: number, rng: RandomStream): PairedSamples {
  const [x, y] = [normals(n, dim, rng.fork('x')), normals(n, dim, rng.fork('y'))];
  for (let at = 0; at < y.data.length; at++) y.data[at] = rho * x.data[at] + Math.sqrt(1 - rho * rho) * y.data[at];
  return { x, y };
}

/** I of the above; nats. */
export const correlatedTruth = (rho: number, dim = 1): number => -0.5 * dim * Math.log(1 - rho * rho);

/** y ~ N(0, 1), x = y + width·noise, with the exact ln p(x|y): I = ½ ln(1 + 1/width²) per component. */
export function channel(width: number, n: number, dim: number, rng: RandomStream): Required<PairedSamples> {
  const [x, y] = [normals(n, dim, rng.fork('x')), normals(n, dim, rng.fork('y'))];
  for (let at = 0; at < x.data.length; at++) x.data[at] = y.data[at] + width * x.data[at];
  const norm = -dim * (Math.log(width) + 0.5 * Math.log(2 * Math.PI));
  const logConditional = (a: Batch, b: Batch, out: Float64Array) => {
    for (let i = 0; i < a.n; i++) {
      out[i] = norm;
      for (let k = i * dim; k < (i + 1) * dim; k++) out[i] -= 0.5 * ((a.data[k] - b.data[k]) / width) ** 2;
    }
  };
  return { x, y, logConditional };
}

export const channelTruth = (width: number, dim = 1): number => 0.5 * dim * Math.log(1 + 1 / width ** 2);

/** Rows in another order; a copy. */
export function reordered({ n, dim, data }: Batch, order: ArrayLike<number>): Batch {
  const out = batch(n, dim);
  for (let i = 0; i < n; i++) out.data.set(data.subarray(order[i] * dim, (order[i] + 1) * dim), i * dim);
  return out;
}

/** A permutation of 0 … n − 1. */
export function permutation(n: number, rng: RandomStream): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Mean reported error over the true standard deviation of the estimate, and the mean estimate with its error. */
export function calibration(repetitions: number, estimate: (r: number) => { value: number; stderr: number }) {
  const all = Array.from({ length: repetitions }, (_, r) => estimate(r));
  const mean = all.reduce((sum, { value }) => sum + value, 0) / repetitions;
  const spread = Math.sqrt(all.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (repetitions - 1));
  const reported = all.reduce((sum, { stderr }) => sum + stderr, 0) / repetitions;
  return { ratio: reported / spread, mean: { value: mean, stderr: spread / Math.sqrt(repetitions) } };
}
