import type { Ensemble, RandomStream } from '@szilard/core';
import type { TrainingParams } from './params.ts';
import { type Split, sizesOf, split } from './split.ts';

/** From so many trajectories on, a part is some of them; else it is some of the time of each. */
const MANY = 20;

/** Runs of frames within trajectories, by their first frame, in three parts that share no frame. */
export interface Windows extends Split {
  /** Test windows of each trajectory, in order of time. */
  readonly length: number;
}

export function windowsOf(
  where: string,
  { trajectories, steps }: Pick<Ensemble, 'trajectories' | 'steps'>,
  frames: number,
  params: TrainingParams,
  rng: RandomStream,
): Windows {
  const each = steps - frames + 1;
  const starts = (which: ArrayLike<number>, from: number, to: number): Int32Array => {
    const count = to - from - frames + 1;
    return Int32Array.from({ length: which.length * count }, (_, at) => which[Math.floor(at / count)] * steps + from + (at % count));
  };
  if (trajectories >= MANY) {
    const parts = split(sizesOf(where, trajectories, params, 1, 'trajectories'), rng);
    const whole = (which: Int32Array) => starts(which, 0, steps);
    return { training: whole(parts.training), validation: whole(parts.validation), test: whole(parts.test), length: each };
  }
  const [a, b] = sizesOf(where, steps, params, frames + 1, 'frames');
  const all = Int32Array.from({ length: trajectories }, (_, i) => i);
  return {
    training: starts(all, 0, a),
    validation: starts(all, a, a + b),
    test: starts(all, a + b, steps),
    length: steps - a - b - frames + 1,
  };
}
