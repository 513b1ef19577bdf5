import { type Boundary, type Kernel, type Landscape, type Model, ownPass, type Subsystem, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { workOf } from './forces.ts';
import { passOf } from './on-line.ts';

/** A landscape and the kernel made for it, as one seat. */
export function subsystemOf(landscape: Landscape, kernel: (landscape: Landscape) => Kernel): Subsystem {
  const work = workOf(landscape);
  const made = kernel(landscape);
  const fuse = passOf(made);
  return ownPass({ dim: landscape.dim, kernel: made, energy: landscape.energy, ...(work && { work }), ...(fuse && { fuse }) });
}

export interface SystemOptions {
  readonly landscape: Landscape;
  /** What `make(plugin, …)` of a kernel gives. */
  readonly kernel: (landscape: Landscape) => Kernel;
  /** λ of each tick; [ticks]. */
  readonly controls: readonly Float64Array[];
  readonly start: Boundary;
  readonly end: Boundary;
}

/** One system under a protocol, with an empty slow seat: a model from a landscape and a kernel. */
export const system = ({ landscape, kernel, controls, start, end }: SystemOptions): Model => ({
  subsystems: { x: subsystemOf(landscape, kernel), theta: still },
  ticks: controls.map((control): Tick => ({ mover: 'x', control })),
  start,
  end,
});
