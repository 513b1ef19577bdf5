import { defineTask, type RandomStream } from '@szilard/core';
import type { LearningEnsemble } from '../learning/ensemble.ts';
import { fineNormals } from './normal-columns.ts';

interface Learner {
  /** Deviation of the noise that the one step injects. */
  readonly noise: number;
  /** Deviation of the model's own samples. */
  readonly width: number;
}
const defaults: Learner = { noise: 0.5, width: 1 };
const domain = { noise: { above: 0 }, width: { above: 0 } };

/** Runs, each on a data set of its own: B ~ N(0, 1), θ = B + N(0, noise²) in one step from 0, x ~ N(θ, width²). */
function runs({ noise, width }: Learner, n: number, rng: RandomStream): LearningEnsemble {
  const [source, theta, x] = ['source', 'theta', 'x'].map((name) => fineNormals(n, 1, rng.fork(name)));
  for (let r = 0; r < n; r++) {
    theta.data[r] = source.data[r] + noise * theta.data[r];
    x.data[r] = theta.data[r] + width * x.data[r];
  }
  return {
    source,
    theta,
    x,
    steps: { learningRate: Float64Array.of(1), noise: Float64Array.of(noise), dim: 1 },
    squaredGradients: { trajectories: n, steps: 1, dim: 1, data: source.data.map((b) => b * b) },
  };
}

export const learningTasks = [
  defineTask<'memorised-information', Learner>({
    id: 'learning/normal-memory',
    title: 'one noisy step to a normal datum: what the parameter keeps',
    source: '[Parsi2024]; docs/theory.md 6',
    equation: 'M = ½ ln(1 + 1/noise²)',
    quantity: 'memorised-information',
    defaults,
    domain,
    create: (params) => ({ truth: 0.5 * Math.log1p(params.noise ** -2), unit: 'nat', sample: (n, rng) => runs(params, n, rng) }),
  }),
  defineTask<'learned-information', Learner>({
    id: 'learning/normal-lesson',
    title: 'one noisy step to a normal datum: what a sample of the model gives back',
    source: '[Parsi2024]; docs/theory.md 6',
    equation: 'L = ½ ln(1 + 1/(noise² + width²))',
    quantity: 'learned-information',
    defaults,
    domain,
    create: (params) => ({
      truth: 0.5 * Math.log1p(1 / (params.noise ** 2 + params.width ** 2)),
      unit: 'nat',
      sample: (n, rng) => runs(params, n, rng),
    }),
  }),
] as const;
