import type { Experiment } from '../contracts/dynamics.ts';
import { enumerateProcess } from './enumerate.ts';
import { linearGaussianProcess } from './linear-gaussian.ts';
import { type ExactOptions, type ExactProcess, SEATS } from './process.ts';

/** The exact back-end that suits: enumeration where both seats list their states (or are empty), else linear-Gaussian propagation. */
export function exactProcess(experiment: Experiment, options: ExactOptions = {}): ExactProcess {
  const finite = SEATS.every((seat) => experiment.subsystems[seat].states || experiment.subsystems[seat].dim === 0);
  return finite ? enumerateProcess(experiment, options) : linearGaussianProcess(experiment, options);
}
