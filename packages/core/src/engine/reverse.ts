import type { Experiment } from '../contracts/dynamics.ts';
import type { Subsystem } from '../contracts/subsystem.ts';

/** The conjugate experiment: the same moves undone, in the opposite order. Its own reverse is the original. */
export const reverse = (experiment: Experiment): Experiment => ({
  ...experiment,
  subsystems: { x: turn(experiment.subsystems.x), theta: turn(experiment.subsystems.theta) },
  ticks: experiment.ticks.toReversed(),
  start: experiment.end,
  end: experiment.start,
});

function turn(subsystem: Subsystem): Subsystem {
  const { kernel, fuse: _forwardOnly, ...rest } = subsystem;
  // A fused pass belongs to the kernel it was written for; a composite's reverse goes by the plain contract.
  return kernel.reversed ? { ...rest, kernel: { ...kernel.reversed, reversed: kernel } } : subsystem;
}
