import type { Ensemble, RandomStream } from '@szilard/core';

/** One trajectory of x′ = A x + N(0, 1), from 200 steps after rest; [1, steps, dim]. */
export function autoregression(map: readonly (readonly number[])[], steps: number, rng: RandomStream): Ensemble {
  const dim = map.length;
  const before = 200;
  const data = new Float64Array((before + steps) * dim);
  rng.fillNormal(data);
  for (let t = 1; t < before + steps; t++)
    for (let a = 0; a < dim; a++) for (let b = 0; b < dim; b++) data[t * dim + a] += map[a][b] * data[(t - 1) * dim + b];
  return { trajectories: 1, steps, dim, data: data.slice(before * dim) };
}
