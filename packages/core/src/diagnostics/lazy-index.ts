import type { Ensemble } from '../contracts/batch.ts';
import { type Reading, readingOf } from '../numerics/ratio-of-means.ts';

/** |θ_n − θ_0|/|θ_0| from the first frame to the last, mean over trajectories: 0 for a reservoir that does not move. ∞ from θ_0 = 0. */
export function lazyIndex({ trajectories, steps, dim, data }: Ensemble): Reading {
  return readingOf(
    Float64Array.from({ length: trajectories }, (_, i) => {
      const [first, last] = [i * steps * dim, (i * steps + steps - 1) * dim];
      let [away, own] = [0, 0];
      for (let k = 0; k < dim; k++) {
        away += (data[last + k] - data[first + k]) ** 2;
        own += data[first + k] ** 2;
      }
      return Math.sqrt(away / own);
    }),
  );
}
