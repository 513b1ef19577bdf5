import { type Ensemble, type RandomStream, type RateMatrix, stationaryLaw } from '@szilard/core';

/** Trajectories of a chain in its steady state, states by number; chances per step off the diagonal, the rest stays. */
export function chainSeries(chain: RateMatrix, trajectories: number, steps: number, rng: RandomStream): Ensemble {
  const { states, rates } = chain;
  const law = stationaryLaw(chain);
  const data = new Float64Array(trajectories * steps);
  const uniform = new Float64Array(steps);
  for (let i = 0; i < trajectories; i++) {
    rng.fork(i).fillUniform(uniform);
    let now = drawn(states, uniform[0], (j) => law[j], 0);
    for (let t = 0; t < steps; t++) {
      if (t > 0) now = drawn(states, uniform[t], (j) => (j === now ? 0 : rates[now * states + j]), now);
      data[i * steps + t] = now;
    }
  }
  return { trajectories, steps, dim: 1, data };
}

/** The first state at which the summed chances exceed u; `otherwise` where they never do. */
function drawn(states: number, u: number, chance: (j: number) => number, otherwise: number): number {
  let total = 0;
  for (let j = 0; j < states; j++) {
    total += chance(j);
    if (u < total) return j;
  }
  return otherwise;
}
