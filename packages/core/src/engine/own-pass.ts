import type { Subsystem } from '../contracts/subsystem.ts';

type Owner = Pick<Subsystem, 'kernel' | 'energy' | 'work'>;

/** What a pass was written for. */
const owners = new WeakMap<NonNullable<Subsystem['fuse']>, Owner>();

/**
 * Remembers what the fused pass of a subsystem was written for: in a copy with another kernel, energy or work it is left aside, and the plain
 * contract runs. `make` does so for the subsystems of a model; functions that make subsystems do it for theirs.
 */
export function ownPass(subsystem: Subsystem): Subsystem {
  const { fuse, kernel, energy, work } = subsystem;
  if (fuse && !owners.has(fuse)) owners.set(fuse, work ? { kernel, energy, work } : { kernel, energy });
  return subsystem;
}

/** The fused pass, if it is that of these very moves. */
export function passOf({ fuse, kernel, energy, work }: Subsystem): Subsystem['fuse'] {
  const owner = fuse && owners.get(fuse);
  return owner && (owner.kernel !== kernel || owner.energy !== energy || owner.work !== work) ? undefined : fuse;
}
