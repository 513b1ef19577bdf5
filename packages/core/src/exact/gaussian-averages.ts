import { Matrix } from 'ml-matrix';
import type { Seat } from '../contracts/dynamics.ts';
import type { GaussianProcess } from './gaussian-process.ts';
import { block } from './matrices.ts';
import { ofWholePaths, type PathAverages, type PathFunctional, partnerOf, pathFunctionals, perSeat, UNKNOWN } from './process.ts';
import { type Functional, lawOf, logNormal, minus, onPath, plus, quadraticAverages } from './quadratic.ts';

/** Coordinates of a path: the start, and what moved in each tick. */
export const pathSize = ({ laws, steps }: GaussianProcess): number =>
  steps.reduce((size, { moving }) => size + moving.length, laws[0].mean.length);

/** ⟨S⟩, ⟨e^−S⟩ and ⟨e^−2S⟩ of every functional: each is a difference of Gaussian log-densities, a quadratic form of the path. */
export function gaussianAverages(process: GaussianProcess, labelled: boolean): Record<PathFunctional, PathAverages> {
  const { laws, steps, layout } = process;
  const size = pathSize(process);
  const joint = laws[0].mean.length;
  const all = Array.from({ length: joint }, (_, k) => k);
  const { x, theta } = layout;
  // Where each joint component sits in the path, before the first tick and after each.
  const at = [all];
  for (const { moving } of steps) {
    const next = [...at[at.length - 1]];
    const free = Math.max(...at.flat()) + 1;
    moving.forEach((k, row) => void (next[k] = free + row));
    at.push(next);
  }
  const last = steps.length;
  const none = (rows: number) => new Array<number>(rows).fill(0);
  const law = (n: number, components: readonly number[]) =>
    marginal(
      laws[n].covariance,
      components,
      components.map((k) => at[n][k]),
      none(components.length),
    );
  /** ln K and ln K̃ of one tick. The path is measured from its mean, so only the move undone has a residual there. */
  const forward = steps.map(({ moving, forward: { along, noise } }, t) =>
    logNormal([...moving.map((k) => at[t + 1][k]), ...at[t]], beside(along), none(moving.length), noise),
  );
  const backward = steps.map(({ moving, backward: { along, offset, noise } }, t) => {
    const centre = along.mmul(Matrix.columnVector(laws[t + 1].mean)).to1DArray();
    const miss = moving.map((k, row) => laws[t].mean[k] - centre[row] - offset[row]);
    return logNormal([...moving.map((k) => at[t][k]), ...at[t + 1]], beside(along), miss, noise);
  });
  const ticksOf = (seat: Seat) => steps.flatMap((step, t) => (step.seat === seat ? [t] : []));

  const joints = laws.map((_, n) => law(n, [...x, ...theta]));
  const alone = { x: laws.map((_, n) => law(n, x)), theta: laws.map((_, n) => law(n, theta)) };
  const path = lawOf(onPath(size, plus(law(0, all), ...forward)));
  const undone = lawOf(onPath(size, plus(law(last, all), ...backward)));
  const coordinates = perSeat((seat) => [...new Set(at.flatMap((here) => (seat === 'x' ? x : theta).map((k) => here[k])))]);
  const on = (some: readonly number[]) => marginal(path.covariance, some, some, none(some.length));
  const own = perSeat((seat) => on(coordinates[seat]));
  const ownUndone = perSeat((seat) => {
    const some = coordinates[seat];
    return marginal(
      undone.covariance,
      some,
      some,
      some.map((k) => -undone.mean[k]),
    );
  });

  const ratio = perSeat((seat) => plus(...ticksOf(seat).map((t) => minus(forward[t], backward[t]))));
  const total = plus(minus(joints[0], joints[last]), ratio.x, ratio.theta);
  const partial = perSeat((seat) => plus(ratio[seat], ...ticksOf(seat).map((t) => minus(joints[t], joints[t + 1]))));
  const information = laws.map((_, n) => minus(minus(joints[n], alone.x[n]), alone.theta[n]));
  const apparent = perSeat((seat) => plus(ratio[seat], minus(alone[seat][0], alone[seat][last])));
  const given = (seat: Seat, n: number) => minus(joints[n], alone[partnerOf[seat]][n]);
  const crooksStill = perSeat((seat) => minus(total, minus(own[partnerOf[seat]], ownUndone[partnerOf[seat]])));
  const transfer = (target: Seat) => minus(plus(alone[target][0], ...ticksOf(target).map((t) => forward[t])), own[target]);
  const final = minus(minus(on([...new Set([...x.map((k) => at[last][k]), ...coordinates.theta])]), own.theta), alone.x[last]);
  const flow = perSeat((seat) => plus(...ticksOf(seat).map((t) => minus(information[t + 1], information[t]))));
  const conditional = perSeat((seat) => plus(ratio[seat], minus(given(seat, 0), given(seat, last))));
  const values: Record<PathFunctional, Functional> = {
    total,
    'partial.x': partial.x,
    'partial.theta': partial.theta,
    'information-flow.x': flow.x,
    'information-flow.theta': flow.theta,
    'apparent.x': apparent.x,
    'apparent.theta': apparent.theta,
    'conditional.x': conditional.x,
    'conditional.theta': conditional.theta,
    'marginal.x': minus(own.x, ownUndone.x),
    'marginal.theta': minus(own.theta, ownUndone.theta),
    'crooks-still.x': crooksStill.x,
    'crooks-still.theta': crooksStill.theta,
    'transfer-entropy.x-to-theta': transfer('theta'),
    'transfer-entropy.theta-to-x': transfer('x'),
    'final-information.x': final,
    'initial-information.x': information[0],
    'ito-sagawa.x': plus(minus(apparent.x, final), information[0], transfer('theta')),
  };
  return Object.fromEntries(
    pathFunctionals.map((name) => [
      name,
      labelled && ofWholePaths.includes(name) ? UNKNOWN : quadraticAverages(onPath(size, values[name]), path),
    ]),
  ) as Record<PathFunctional, PathAverages>;
}

/** ln N of some coordinates of the path, by rows and columns of a covariance; `offset` is minus their mean. */
const marginal = (covariance: Matrix, rows: readonly number[], at: readonly number[], offset: readonly number[]) =>
  logNormal(at, Matrix.eye(rows.length, rows.length), offset, block(covariance, rows));

/** [1, −along]: the residual of the moving components, written on them and on the whole state. */
function beside(along: Matrix): Matrix {
  const out = Matrix.zeros(along.rows, along.rows + along.columns);
  for (let i = 0; i < along.rows; i++) {
    out.set(i, i, 1);
    for (let j = 0; j < along.columns; j++) out.set(i, along.rows + j, -along.get(i, j));
  }
  return out;
}
