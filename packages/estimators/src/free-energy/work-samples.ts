import { SzilardError, type WorkSamples } from '@szilard/core';

export type Direction = 'forward' | 'backward';

/** Work of one direction; refused where it is absent or too short, or where work of either direction is not finite. */
export function workOf(where: string, samples: WorkSamples, direction: Direction, least = 2): Float64Array {
  const work = samples[direction];
  if (!work) {
    throw new SzilardError(
      'input',
      `[${where}] ${direction}: expected work of the ${direction} process, got none. Run it, or take an estimator that needs one direction.`,
    );
  }
  if (work.length < least) {
    throw new SzilardError('input', `[${where}] ${direction}: expected at least ${least} trajectories, got ${work.length}. Run more.`);
  }
  for (const name of ['forward', 'backward'] as const) {
    const bad = samples[name]?.findIndex((w) => !Number.isFinite(w)) ?? -1;
    if (bad < 0) continue;
    throw new SzilardError(
      'non-finite',
      `[${where}] ${name}: expected finite work, got ${samples[name]![bad]} in trajectory ${bad} (counted from 0). Repair or drop it.`,
    );
  }
  return work;
}

/** A word where work does not vary: it then adds nothing to the error, whatever the number is worth. */
export function constantCautions(samples: WorkSamples, directions: readonly Direction[]): string[] {
  const flat = directions.filter((name) => samples[name]!.every((w) => w === samples[name]![0]));
  if (flat.length === 0) return [];
  return [
    `${flat.join(' and ')} work is the same in all trajectories and adds nothing to the error, which does not say how far the number is right`,
  ];
}
