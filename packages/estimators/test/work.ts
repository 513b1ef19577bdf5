import { batch, type RandomStream, type ReducedEnergies, type WorkSamples } from '@szilard/core';
import { normals } from './samples.ts';

/**
 * Normal work of variance `variance` that obeys the Crooks relation: ⟨w⟩ = ΔF + variance/2 forward, −ΔF + variance/2 reversed.
 * `deltaF` in kT; every sample a function of its place in the stream.
 */
export function normalWork(variance: number, deltaF: number, forward: number, backward: number, rng: RandomStream): Required<WorkSamples> {
  const draw = (n: number, mean: number, name: string) => normals(n, 1, rng.fork(name)).data.map((z) => mean + Math.sqrt(variance) * z);
  return { forward: draw(forward, deltaF + variance / 2, 'forward'), backward: draw(backward, -deltaF + variance / 2, 'backward') };
}

/** Traps of stiffness kappa around `centres`, samples of each: f_k = ½ ln κ_k up to a constant, in kT. */
export function traps(
  centres: readonly number[],
  stiffness: readonly number[],
  counts: readonly number[],
  rng: RandomStream,
): ReducedEnergies {
  const states = centres.length;
  const reduced = batch(
    counts.reduce((a, b) => a + b, 0),
    states,
  );
  let at = 0;
  for (let k = 0; k < states; k++) {
    const noise = normals(counts[k], 1, rng.fork(k)).data;
    for (let i = 0; i < counts[k]; i++, at++) {
      const x = centres[k] + noise[i] / Math.sqrt(stiffness[k]);
      for (let j = 0; j < states; j++) reduced.data[at * states + j] = 0.5 * stiffness[j] * (x - centres[j]) ** 2;
    }
  }
  return { reduced, counts };
}

/** Three traps, n samples in all; ΔF = ½ ln 4 from the first to the last. */
export function harmonicStates(n: number, rng: RandomStream): { input: ReducedEnergies; truth: number } {
  const third = Math.floor(n / 3);
  return { input: traps([0, 0.5, 1], [1, 2, 4], [n - 2 * third, third, third], rng), truth: 0.5 * Math.log(4) };
}
