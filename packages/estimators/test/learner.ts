import type { RandomStream } from '@szilard/core';
import type { LearningEnsemble } from '@szilard/estimators';
import { normals } from './samples.ts';

/**
 * One run a data set: B ~ N(0, 1), θ = B + N(0, ¼) in one step from 0, x = θ + N(0, 1). I(Θ;B) = ½ ln(1 + 4), I(X;B) = ½ ln(1 + 4/5).
 * The step is cut into twelve idle ones and itself: gradient −B at learning rate 1, noise ½.
 */
export function normalLearner(n: number, rng: RandomStream): LearningEnsemble {
  const [source, theta, x] = ['source', 'theta', 'x'].map((name) => normals(n, 1, rng.fork(name)));
  const squares = new Float64Array(13 * n);
  for (let r = 0; r < n; r++) {
    theta.data[r] = source.data[r] + 0.5 * theta.data[r];
    x.data[r] += theta.data[r];
    squares[13 * r + 12] = source.data[r] ** 2;
  }
  return {
    source,
    theta,
    x,
    steps: { learningRate: new Float64Array(13).fill(1), noise: new Float64Array(13).fill(0.5), dim: 1 },
    squaredGradients: { trajectories: n, steps: 13, dim: 1, data: squares },
  };
}
