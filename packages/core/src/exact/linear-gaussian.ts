import type { Experiment } from '../contracts/dynamics.ts';
import { gaussianAverages, pathSize } from './gaussian-averages.ts';
import { gaussianLaw } from './gaussian-law.ts';
import { gaussianMeans } from './gaussian-means.ts';
import { gaussianProcess } from './gaussian-process.ts';
import { type ExactOptions, type ExactProcess, isLabelled, labelCaution, perSeat } from './process.ts';

/** Paths with more coordinates than this are not averaged over. */
const COORDINATES = 300;

/**
 * Everything about a process of affine moves with Gaussian noise, in naive baths, from a Gaussian start: its laws p_n, the means of
 * the functionals of docs/theory.md 10, and, for paths of at most 300 coordinates, their exponential averages, Infinity where a
 * Gaussian integral diverges. Components without noise must be frozen; a random scan is refused.
 */
export function linearGaussianProcess(experiment: Experiment, options: ExactOptions = {}): ExactProcess {
  const process = gaussianProcess(experiment, options);
  const size = pathSize(process);
  const averaged = size <= COORDINATES;
  const { layout } = process;
  return {
    laws: { exact: true, at: process.laws.map((law) => gaussianLaw(law, layout, '[linear-gaussian] law')) },
    means: gaussianMeans(process),
    ...(averaged ? { paths: { size, averages: gaussianAverages(process, isLabelled(options)) } } : {}),
    autonomous: perSeat((seat) => process.steps.every((step) => step.seat !== seat || step.autonomous)),
    cautions: [
      ...(averaged ? [] : [`a path of ${size} coordinates is longer than ${COORDINATES}: means only, no path averages`]),
      ...labelCaution(options),
    ],
  };
}
