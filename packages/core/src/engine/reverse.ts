import { flip } from '../arrays/batch.ts';
import type { Boundary, Experiment } from '../contracts/dynamics.ts';
import type { Subsystem } from '../contracts/subsystem.ts';

/** The conjugate experiment: the same moves undone, in the opposite order, odd components with opposite sign. Its own reverse is the original. */
export const reverse = (experiment: Experiment): Experiment => ({
  ...experiment,
  subsystems: { x: turn(experiment.subsystems.x), theta: turn(experiment.subsystems.theta) },
  ticks: experiment.ticks.toReversed(),
  start: mirror(experiment.end, experiment),
  end: mirror(experiment.start, experiment),
});

function turn(subsystem: Subsystem): Subsystem {
  const { kernel, fuse: _forwardOnly, ...rest } = subsystem;
  // A fused pass belongs to the kernel it was written for; a composite's reverse goes by the plain contract.
  return kernel.reversed ? { ...rest, kernel: { ...kernel.reversed, reversed: kernel } } : subsystem;
}

/** The law of time-reversed states: that of the states themselves where all components are even. */
function mirror(boundary: Boundary, { subsystems }: Experiment): Boundary {
  const [oddX, oddTheta] = [subsystems.x.kernel.parity, subsystems.theta.kernel.parity];
  if (!oddX && !oddTheta) return boundary;
  return {
    control: boundary.control,
    sample(rng, x, theta) {
      boundary.sample(rng, x, theta);
      x.data.set(flip(x, oddX).data);
      theta.data.set(flip(theta, oddTheta).data);
    },
    logDensity: (x, theta, out) => boundary.logDensity(flip(x, oddX), flip(theta, oddTheta), out),
  };
}
