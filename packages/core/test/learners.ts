import { batch, type Ensemble, type KnownModel, type LearningRecord, type RandomStream } from '@szilard/core';

/** V10: θ′ = (1 − ε)θ + ε(m + N(0, c²/b)), θ₀ ~ N(0, v₀), m given or ~ N(0, spread²), x ~ N(θ, s²) fresh at every frame. */
export interface NormalLearner {
  readonly rate: number;
  readonly batchVariance: number;
  readonly start: number;
  readonly width: number;
  readonly steps: number;
}

export const lnNormal = (x: number, variance: number): number => -0.5 * ((x * x) / variance + Math.log(2 * Math.PI * variance));

/** p(x|θ) = N(θ, width²); `claimed`: the width that the density is told. */
export const normalModel = (width: number, claimed = width): KnownModel => ({
  logDensity(x, theta, out) {
    for (let i = 0; i < x.n; i++) out[i] = lnNormal(x.data[i * x.dim] - theta.data[i], claimed ** 2);
  },
  logDensities(x, theta, out) {
    for (let i = 0; i < x.n; i++)
      for (let j = 0; j < theta.n; j++) out[i * theta.n + j] = lnNormal(x.data[i * x.dim] - theta.data[j], claimed ** 2);
  },
  sample(theta, rng, x) {
    const noise = new Float64Array(x.n);
    rng.fillNormal(noise);
    for (let i = 0; i < x.n; i++) x.data[i * x.dim] = theta.data[i] + width * noise[i];
  },
});

/** Runs of it, `replicas` on each of the data sets with these means, and ln K between any two runs. */
export function normalRuns(learner: NormalLearner, means: readonly number[], replicas: number, rng: RandomStream) {
  const { rate, batchVariance, start, width, steps } = learner;
  const n = means.length * replicas;
  const sources = Int32Array.from({ length: n }, (_, i) => Math.floor(i / replicas));
  const theta: Ensemble = { trajectories: n, steps: steps + 1, dim: 1, data: new Float64Array(n * (steps + 1)) };
  const x = { ...theta, data: new Float64Array(n * (steps + 1)) };
  const noise = batch(n, 2 * steps + 2);
  rng.trajectories(0, n).fillNormal(noise.data);
  for (let i = 0; i < n; i++)
    for (let t = 0; t <= steps; t++) {
      const at = i * (steps + 1) + t;
      const [z, u] = [noise.data[i * noise.dim + 2 * t], noise.data[i * noise.dim + 2 * t + 1]];
      theta.data[at] =
        t === 0 ? Math.sqrt(start) * z : (1 - rate) * theta.data[at - 1] + rate * (means[sources[i]] + Math.sqrt(batchVariance) * z);
      x.data[at] = theta.data[at] + width * u;
    }
  const record: LearningRecord = { theta, x, sources };
  const logTransition = (t: number, i: number, out: Float64Array) => {
    const to = theta.data[i * (steps + 1) + t];
    for (let j = 0; j < n; j++)
      out[j] = lnNormal(to - (1 - rate) * theta.data[j * (steps + 1) + t - 1] - rate * means[sources[j]], rate * rate * batchVariance);
  };
  return { record, logTransition };
}

/** Mean and variance of θ_n given its data set of mean m: (1 − a^n) m and v_n|B. */
export const normalLaw = ({ rate, batchVariance, start }: NormalLearner, n: number) => {
  const a = 1 - rate;
  return {
    along: 1 - a ** n,
    variance: a ** (2 * n) * start + (rate * rate * batchVariance * (1 - a ** (2 * n))) / (1 - a * a),
  };
};
