import { Matrix } from 'ml-matrix';
import { batch } from '../arrays/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { AffineMove, Kernel } from '../contracts/kernel.ts';
import { SzilardError } from '../errors.ts';
import { logGaussian } from './gaussian-law.ts';
import { block, mustBePositive, mustBeSymmetric } from './matrices.ts';
import { naiveBath } from './naive-bath.ts';
import { partnerOf } from './process.ts';

/** A conditional Gaussian on joint states z = (x, θ): moving components − along·z − offset ~ N(0, noise). */
export interface Conditional {
  /** [moving, joint]. */
  readonly along: Matrix;
  /** [moving]. */
  readonly offset: Float64Array;
  /** [moving, moving], positive definite. */
  readonly noise: Matrix;
}

/** One tick of a linear-Gaussian process. */
export interface AffineStep {
  readonly seat: Seat;
  /** Joint components that move; the others of the seat are frozen labels. */
  readonly moving: readonly number[];
  /** z′_moving given z. */
  readonly forward: Conditional;
  /** z_moving given z′: the move undone, by the reversed kernel and with odd components turned. */
  readonly backward: Conditional;
  readonly autonomous: boolean;
}

/** The affine moves of a seat at one control, checked against the kernel's own density. */
export function affineStep(experiment: Experiment, seat: Seat, control: Float64Array): AffineStep {
  const { kernel, dim } = experiment.subsystems[seat];
  const partner = experiment.subsystems[partnerOf[seat]].dim;
  const where = `[linear-gaussian] subsystems.${seat}.kernel`;
  const bath = naiveBath(experiment, seat, batch(1, dim), 'linear-gaussian', control);
  const move = (from: Kernel, parity: (k: number) => number) => turned(affineOf(from, control, bath.beta[0], where), parity, dim, partner);
  const there = move(kernel, () => 1);
  const back = move(kernel.reversed ?? kernel, (k) => kernel.parity?.[k] ?? 1);
  const own = Array.from({ length: dim }, (_, k) => k);
  const noisy = own.filter((k) => there.covariance.get(k, k) > 0);
  for (const each of [there, back]) mustStandStill(each, noisy, where);
  const at = seat === 'x' ? 0 : partner;
  const joint = dim + partner;
  const conditional = ({ own: own_, other, offset, covariance }: Turned): Conditional => {
    const along = new Matrix(noisy.length, joint);
    noisy.forEach((k, row) => {
      for (let j = 0; j < dim; j++) along.set(row, at + j, own_.get(k, j));
      for (let j = 0; j < partner; j++) along.set(row, (seat === 'x' ? dim : 0) + j, other.get(k, j));
    });
    const noise = block(covariance, noisy);
    if (noisy.length > 0) {
      mustBeSymmetric(noise, `${where}.affine().covariance`);
      mustBePositive(noise, `${where}.affine().covariance`);
    }
    return { along, offset: Float64Array.from(noisy, (k) => offset[k]), noise };
  };
  const step: AffineStep = {
    seat,
    moving: noisy.map((k) => at + k),
    forward: conditional(there),
    backward: conditional(back),
    autonomous: noisy.every(
      (k) => there.other.rows === 0 || Array.from({ length: partner }, (_, j) => there.other.get(k, j)).every((v) => v === 0),
    ),
  };
  mustAgree(experiment, step, control, where);
  return step;
}

interface Turned {
  readonly own: Matrix;
  readonly other: Matrix;
  readonly offset: Float64Array;
  readonly covariance: Matrix;
}

function affineOf(kernel: Kernel, control: Float64Array, beta: number, where: string): AffineMove {
  if (kernel.walk || !kernel.affine)
    throw new SzilardError(
      'composition',
      `${where}.affine: expected an affine move, got ${kernel.walk ? 'a walk of events' : 'none'}. Offer it, or simulate.`,
    );
  return kernel.affine(control, beta);
}

/** The move seen with components of parity −1 turned on both sides; shapes asserted. */
function turned({ own, other, offset, covariance }: AffineMove, parity: (k: number) => number, dim: number, partner: number): Turned {
  const matrix = (data: Float64Array, columns: number, name: string, sign: (i: number, j: number) => number) => {
    if (data.length !== dim * columns)
      throw new SzilardError(
        'shape',
        `[linear-gaussian] affine().${name}: expected [${dim}, ${columns}] numbers, got ${data.length}. Give the matrix by rows.`,
      );
    const out = new Matrix(dim, columns);
    for (let i = 0; i < dim; i++) for (let j = 0; j < columns; j++) out.set(i, j, sign(i, j) * data[i * columns + j]);
    return out;
  };
  const both = (i: number, j: number) => parity(i) * parity(j);
  return {
    own: matrix(own, dim, 'own', both),
    other: matrix(other, partner, 'other', parity),
    offset: Float64Array.from(matrix(offset, 1, 'offset', parity).to1DArray()),
    covariance: matrix(covariance, dim, 'covariance', both),
  };
}

/** Components without noise must be frozen: any other deterministic move could not be undone by the same kernel. */
function mustStandStill({ own, other, offset, covariance }: Turned, noisy: readonly number[], where: string): void {
  for (let k = 0; k < own.rows; k++) {
    const moves = covariance.get(k, k) > 0;
    const frozen =
      offset[k] === 0 &&
      own.getRow(k).every((v, j) => v === (j === k ? 1 : 0)) &&
      (other.columns === 0 || other.getRow(k).every((v) => v === 0));
    if (moves !== noisy.includes(k) || (!moves && !frozen))
      throw new SzilardError(
        'composition',
        `${where}.affine(): expected component ${k} to move with noise both ways or to stand still, got a move without noise. It is absolutely irreversible: σ = ∞. Give it noise.`,
      );
  }
}

/** The affine move and `logDensity` must be one kernel: compared at two moves. */
function mustAgree(experiment: Experiment, { seat, moving, forward }: AffineStep, control: Float64Array, where: string): void {
  const { kernel, dim } = experiment.subsystems[seat];
  const other = experiment.subsystems[partnerOf[seat]].dim;
  const at = seat === 'x' ? 0 : other;
  for (const size of [0.3, -0.7]) {
    const [from, to, partner] = [batch(1, dim), batch(1, dim), batch(1, other)];
    from.data.forEach((_, k) => void (from.data[k] = size * (k + 1)));
    partner.data.forEach((_, k) => void (partner.data[k] = 0.5 - size * (k + 1)));
    to.data.set(from.data);
    const joint = seat === 'x' ? [...from.data, ...partner.data] : [...partner.data, ...from.data];
    const miss = moving.map((k, row) => {
      const centre = forward.offset[row] + joint.reduce((sum, v, j) => sum + forward.along.get(row, j) * v, 0);
      const kick = size * Math.sqrt(forward.noise.get(row, row));
      to.data[k - at] = centre + kick;
      return kick;
    });
    const [says, means] = [new Float64Array(1), new Float64Array(1)];
    kernel.logDensity(from, to, { partner, control, bath: naiveBath(experiment, seat, from, 'linear-gaussian', control) }, says);
    const components = moving.map((_, row) => row);
    logGaussian({ mean: new Float64Array(moving.length), covariance: forward.noise }, components, where)(1, (_i, k) => miss[k], means);
    if (!(Math.abs(says[0] - means[0]) <= 1e-8 * Math.max(1, Math.abs(means[0]))))
      throw new SzilardError(
        'composition',
        `${where}: expected affine() and logDensity to be one kernel, got ln K = ${means[0]} and ${says[0]} for one move. Mend one of them.`,
      );
  }
}
