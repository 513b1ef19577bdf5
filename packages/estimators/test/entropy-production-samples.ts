import type { RandomStream, Task } from '@szilard/core';
import type { SamplesOf } from '@szilard/core/testing';
import { spinRing, task, turningTask } from './entropy-production-cases.ts';

/** One trajectory of n steps, and one like it that is reversible. */
const single =
  (driven: (steps: number) => Task<'entropy-production-rate'>, reversible: (steps: number) => Task<'entropy-production-rate'>): SamplesOf =>
  (n: number, rng: RandomStream) => {
    const { truth, sample } = driven(n + 1);
    return { input: sample(1, rng), truth, unrelated: reversible(n + 1).sample(1, rng.fork('unrelated')) };
  };

const drift = (speed: number) => (steps: number) => task('drifted-brownian', { speed, interval: 0.5, steps });
export const drifting: SamplesOf = single(drift(1), drift(0));

const plane = (angle: number) => (steps: number) => turningTask(angle, steps);
export const turningRound: SamplesOf = single(plane(Math.PI / 4), plane(0));

const spins = (up: number) => (steps: number) => spinRing(up, steps);
export const goingRound: SamplesOf = single(spins(0.75), spins(0.5));
