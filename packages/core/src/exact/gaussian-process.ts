import { Matrix } from 'ml-matrix';
import type { Experiment } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { type AffineStep, affineStep } from './affine-step.ts';
import type { GaussianMoments, Layout } from './gaussian-law.ts';
import { mustBePositive, mustBeSymmetric, symmetrised } from './matrices.ts';
import { type ExactOptions, SEATS } from './process.ts';
import { mustBeLabels } from './states.ts';

export interface GaussianProcess {
  readonly experiment: Experiment;
  readonly layout: Layout;
  /** [ticks + 1]. */
  readonly laws: readonly GaussianMoments[];
  /** [ticks]. */
  readonly steps: readonly AffineStep[];
}

const WHERE = '[linear-gaussian]';

/** Mean and covariance of (x, θ) through the ticks, and the affine step of each. */
export function gaussianProcess(experiment: Experiment, { labels = {} }: ExactOptions): GaussianProcess {
  const { subsystems, ticks } = experiment;
  for (const seat of SEATS) mustBeLabels(labels[seat] ?? [], subsystems[seat].dim, seat, 'linear-gaussian');
  const thetaAt = subsystems.x.dim;
  const seen = (seat: 'x' | 'theta', at: number) =>
    Array.from({ length: subsystems[seat].dim }, (_, k) => k)
      .filter((k) => !(labels[seat] ?? []).includes(k))
      .map((k) => at + k);
  const laws = [startMoments(experiment)];
  const known = new Map<string, AffineStep>();
  const steps = ticks.map(({ mover, control }, t) => {
    if (mover === 'random')
      throw new SzilardError(
        'composition',
        `${WHERE} ticks[${t}].mover: expected x or theta, got random. A random scan mixes Gaussian laws into one that is none; simulate it.`,
      );
    const key = `${mover} ${control.join(' ')}`;
    const step = known.get(key) ?? affineStep(experiment, mover, control);
    known.set(key, step);
    laws.push(moved(laws[t], step));
    return step;
  });
  return { experiment, layout: { x: seen('x', 0), theta: seen('theta', thetaAt), thetaAt }, laws, steps };
}

/** z ↦ map z + shift with the noise of the step, on all joint components. */
export function jointMap({ moving, forward }: AffineStep, joint: number): { readonly map: Matrix; readonly shift: Float64Array } {
  const map = Matrix.eye(joint, joint);
  const shift = new Float64Array(joint);
  moving.forEach((k, row) => {
    map.setRow(k, forward.along.getRow(row));
    shift[k] = forward.offset[row];
  });
  return { map, shift };
}

function moved({ mean, covariance }: GaussianMoments, step: AffineStep): GaussianMoments {
  const { map, shift } = jointMap(step, mean.length);
  const next = map.mmul(covariance).mmul(map.transpose());
  step.moving.forEach((k, i) => {
    step.moving.forEach((l, j) => void next.set(k, l, next.get(k, l) + step.forward.noise.get(i, j)));
  });
  const at = map.mmul(Matrix.columnVector(mean)).to1DArray();
  return { mean: Float64Array.from(at, (v, k) => v + shift[k]), covariance: symmetrised(next) };
}

function startMoments({ start, subsystems }: Experiment): GaussianMoments {
  const joint = subsystems.x.dim + subsystems.theta.dim;
  const { gaussian } = start;
  if (!gaussian)
    throw new SzilardError(
      'composition',
      `${WHERE} start.gaussian: expected the moments of a Gaussian law, got none. Declare them, or simulate.`,
    );
  const { mean, covariance } = gaussian;
  if (mean.length !== joint || covariance.length !== joint * joint)
    throw new SzilardError(
      'shape',
      `${WHERE} start.gaussian: expected [${joint}] and [${joint}, ${joint}], got ${mean.length} and ${covariance.length} numbers. x comes first, then θ.`,
    );
  const matrix = Matrix.from1DArray(joint, joint, Array.from(covariance));
  mustBeSymmetric(matrix, `${WHERE} start.gaussian.covariance`);
  mustBePositive(matrix, `${WHERE} start.gaussian.covariance`);
  return { mean: Float64Array.from(mean), covariance: matrix };
}
