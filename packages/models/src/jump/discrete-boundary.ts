import type { Boundary } from '@szilard/core';

/** One coordinate that holds the number of a state, at one end: state j with probability p_j. */
export function discreteBoundary(probabilities: readonly number[], control: Float64Array): Boundary {
  return {
    control,
    sample(rng, x) {
      rng.fillUniform(x.data);
      for (let i = 0; i < x.n; i++) x.data[i] = pick(probabilities, x.data[i]);
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = Math.log(probabilities[x.data[i]] ?? 0);
    },
  };
}

function pick(probabilities: readonly number[], u: number): number {
  let sum = 0;
  for (let j = 0; j < probabilities.length - 1; j++) {
    sum += probabilities[j];
    if (u < sum) return j;
  }
  return probabilities.length - 1;
}
