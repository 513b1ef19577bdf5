import type { Seat } from '../contracts/dynamics.ts';
import { sum } from '../numerics/sum.ts';
import type { FinitePaths } from './finite-paths.ts';
import type { FiniteProcess } from './finite-process.ts';
import { ofWholePaths, type PathAverages, type PathFunctional, partnerOf, pathFunctionals, perSeat, UNKNOWN } from './process.ts';

/** ⟨S⟩, ⟨e^−S⟩ and ⟨e^−2S⟩ of every functional, by summing over every path. */
export function finiteAverages(
  { laws, states }: FiniteProcess,
  paths: FinitePaths,
  labelled: boolean,
): Record<PathFunctional, PathAverages> {
  const { count, forward, backward, start, end, seats } = paths;
  const nTheta = states.theta.n;
  const [first, last] = [laws[0], laws[laws.length - 1]];
  const marginal = (weights: Float64Array, key: (i: number) => number) => {
    const of = new Map<number, number>();
    for (let i = 0; i < count; i++) of.set(key(i), (of.get(key(i)) ?? 0) + weights[i]);
    return of;
  };
  const own = (joint: number, seat: Seat) => (seat === 'x' ? Math.floor(joint / nTheta) : joint % nTheta);
  const log = (law: (typeof laws)[number], seat: Seat, joint: number) => law[seat === 'x' ? 'logX' : 'logTheta'][own(joint, seat)];
  const nX = states.x.n;
  const seat = perSeat((name) => ({
    forward: marginal(forward, (i) => seats[name].path[i]),
    backward: marginal(backward, (i) => seats[name].path[i]),
  }));
  const finalX = marginal(forward, (i) => seats.theta.path[i] * nX + own(end[i], 'x'));

  const total = (i: number) => first.logJoint[start[i]] - last.logJoint[end[i]] + seats.x.logRatio[i] + seats.theta.logRatio[i];
  const apparent = (name: Seat) => (i: number) => log(first, name, start[i]) - log(last, name, end[i]) + seats[name].logRatio[i];
  const given = (law: (typeof laws)[number], name: Seat, joint: number) => law.logJoint[joint] - log(law, partnerOf[name], joint);
  const conditional = (name: Seat) => (i: number) => given(first, name, start[i]) - given(last, name, end[i]) + seats[name].logRatio[i];
  const pathMarginal = (name: Seat) => (i: number) =>
    Math.log(seat[name].forward.get(seats[name].path[i])! / seat[name].backward.get(seats[name].path[i])!);
  const transfer = (target: Seat) => (i: number) =>
    seats[target].logKernel[i] + log(first, target, start[i]) - Math.log(seat[target].forward.get(seats[target].path[i])!);
  const initial = (i: number) => given(first, 'x', start[i]) - log(first, 'x', start[i]);
  const final = (i: number) => {
    const path = seats.theta.path[i];
    return Math.log(finalX.get(path * nX + own(end[i], 'x'))! / seat.theta.forward.get(path)!) - log(last, 'x', end[i]);
  };
  const values: Record<PathFunctional, (i: number) => number> = {
    total,
    'partial.x': (i) => seats.x.lawChange[i] + seats.x.logRatio[i],
    'partial.theta': (i) => seats.theta.lawChange[i] + seats.theta.logRatio[i],
    'information-flow.x': (i) => seats.x.informationChange[i],
    'information-flow.theta': (i) => seats.theta.informationChange[i],
    'apparent.x': apparent('x'),
    'apparent.theta': apparent('theta'),
    'conditional.x': conditional('x'),
    'conditional.theta': conditional('theta'),
    'marginal.x': pathMarginal('x'),
    'marginal.theta': pathMarginal('theta'),
    'crooks-still.x': (i) => total(i) - pathMarginal('theta')(i),
    'crooks-still.theta': (i) => total(i) - pathMarginal('x')(i),
    'transfer-entropy.x-to-theta': transfer('theta'),
    'transfer-entropy.theta-to-x': transfer('x'),
    'final-information.x': final,
    'initial-information.x': initial,
    'ito-sagawa.x': (i) => apparent('x')(i) - final(i) + initial(i) + transfer('theta')(i),
  };
  const possible = Int32Array.from({ length: count }, (_, i) => i).filter((i) => forward[i] > 0);
  const averages = (of: (i: number) => number): PathAverages => {
    const worth = Float64Array.from(possible, of);
    const mean = (f: (s: number) => number) => sum(worth.map((s, k) => forward[possible[k]] * f(s)));
    return { mean: mean((s) => s), integral: mean((s) => Math.exp(-s)), second: mean((s) => Math.exp(-2 * s)) };
  };
  return Object.fromEntries(
    pathFunctionals.map((name) => [name, labelled && ofWholePaths.includes(name) ? UNKNOWN : averages(values[name])]),
  ) as Record<PathFunctional, PathAverages>;
}
