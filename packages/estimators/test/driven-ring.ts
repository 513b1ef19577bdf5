import type { Ensemble, RandomStream } from '@szilard/core';

/** Forward, backward and no step have chances e^{a/2}, e^{−a/2} and 1 to one another. */
const chances = (affinity: number) => {
  const weights = [Math.exp(affinity / 2), Math.exp(-affinity / 2), 1];
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
};

/** A walk on a ring of four states, uniform at any time; a step forward is worth `affinity` nats. [trajectories, n/trajectories, 1]. */
export function drivenRing(n: number, affinity: number, rng: RandomStream, trajectories = 1): Ensemble {
  const steps = Math.floor(n / trajectories);
  const [forward, backward] = chances(affinity);
  const data = new Float64Array(trajectories * steps);
  for (let i = 0; i < trajectories; i++) {
    let state = Math.floor(4 * rng.uniform());
    for (let t = 0; t < steps; t++) {
      data[i * steps + t] = state;
      const u = rng.uniform();
      state = (state + (u < forward ? 1 : u < forward + backward ? 3 : 0)) % 4;
    }
  }
  return { trajectories, steps, dim: 1, data };
}

/** (p₊ − p₋) · affinity; nats per step. */
drivenRing.entropyProduction = (affinity: number): number => {
  const [forward, backward] = chances(affinity);
  return (forward - backward) * affinity;
};
