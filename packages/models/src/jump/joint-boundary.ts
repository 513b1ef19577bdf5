import type { Boundary } from '@szilard/core';

/** Both seats hold numbers of states: (x, θ) with the probability `law[x · states + θ]`, `states` being those of θ. */
export function jointBoundary(law: ArrayLike<number>, states: number, control = new Float64Array(0)): Boundary {
  const below = new Float64Array(law.length);
  for (let s = 0, sum = 0; s < law.length; s++) below[s] = sum += law[s];
  return {
    control,
    sample(rng, x, theta) {
      rng.fillUniform(x.data);
      for (let i = 0; i < x.n; i++) {
        const u = x.data[i] * below[law.length - 1];
        let s = below.findIndex((sum) => u < sum);
        if (s < 0) s = law.length - 1;
        x.data[i] = Math.floor(s / states);
        theta.data[i] = s % states;
      }
    },
    logDensity(x, theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = Math.log(law[x.data[i] * states + theta.data[i]] ?? 0);
    },
  };
}
