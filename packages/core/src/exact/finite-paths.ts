import type { Seat } from '../contracts/dynamics.ts';
import { shares } from './energies.ts';
import type { FiniteProcess } from './finite-process.ts';
import { partnerOf, perSeat, SEATS } from './process.ts';

/** Every path of a finite process, column by column; [paths]. */
export interface FinitePaths {
  readonly count: number;
  /** P and P̃, movers of random ticks included. */
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** Joint states at both ends. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Per seat: the number of its own path; Σ ln K/K̃, Σ ln p_{n−1}/p_n and Σ Δi over its moves; Σ ln K as an observer of states sees it. */
  readonly seats: Readonly<Record<Seat, SeatColumns>>;
}

export interface SeatColumns {
  readonly path: Int32Array;
  readonly logRatio: Float64Array;
  readonly lawChange: Float64Array;
  readonly informationChange: Float64Array;
  readonly logKernel: Float64Array;
}

/** Paths that P or P̃ can take: number of ways from each joint state to the end, by backward counting. */
export function countPaths({ experiment, laws, tables, eachMove }: FiniteProcess): number {
  let ways = new Float64Array(laws[0].p.length).fill(1);
  for (let t = experiment.ticks.length - 1; t >= 0; t--) {
    const before = new Float64Array(ways.length);
    for (const seat of SEATS) {
      if (shares(experiment.ticks[t])[seat] === 0) continue;
      const table = tables(seat, experiment.ticks[t]);
      eachMove(seat, table, (from, to, entry) => {
        if (table.forward[entry] > 0 || table.backward[entry] > 0) before[from] += ways[to];
      });
    }
    ways = before;
  }
  return ways.reduce((total, n) => total + n, 0);
}

/** Walks every path, in depth; `count` is that of `countPaths`. */
export function walkPaths({ experiment, laws, tables, states }: FiniteProcess, count: number): FinitePaths {
  const { ticks } = experiment;
  const nTheta = states.theta.n;
  const size = { x: states.x.n, theta: nTheta };
  const column = () => new Float64Array(count);
  const out = {
    count,
    forward: column(),
    backward: column(),
    start: new Int32Array(count),
    end: new Int32Array(count),
    seats: perSeat(() => ({
      path: new Int32Array(count),
      logRatio: column(),
      lawChange: column(),
      informationChange: column(),
      logKernel: column(),
    })),
  };
  // The path of one seat is a node of a tree: (node before, state now) → node.
  const nodes = new Map<number, number>();
  const extend = (node: number, state: number, seat: Seat) => {
    const key = ((node + 1) * 2 + (seat === 'x' ? 0 : 1)) * Math.max(size.x, size.theta) + state;
    const known = nodes.get(key) ?? nodes.size;
    nodes.set(key, known);
    return known;
  };
  const information = (n: number, x: number, theta: number) =>
    laws[n].logJoint[x * nTheta + theta] - laws[n].logX[x] - laws[n].logTheta[theta];
  const sums = perSeat(() => ({ path: 0, logRatio: 0, lawChange: 0, informationChange: 0, logKernel: 0 }));
  let at = 0;

  const walk = (t: number, now: Record<Seat, number>, start: number, forward: number, backward: number): void => {
    if (t === ticks.length) {
      const end = now.x * nTheta + now.theta;
      out.forward[at] = forward;
      out.backward[at] = backward * laws[t].p[end];
      out.start[at] = start;
      out.end[at] = end;
      for (const seat of SEATS) {
        const [to, from] = [out.seats[seat], sums[seat]];
        to.path[at] = from.path;
        to.logRatio[at] = from.logRatio;
        to.lawChange[at] = from.lawChange;
        to.informationChange[at] = from.informationChange;
        to.logKernel[at] = from.logKernel;
      }
      at++;
      return;
    }
    const share = shares(ticks[t]);
    for (const seat of SEATS) {
      if (share[seat] === 0) continue;
      const table = tables(seat, ticks[t]);
      const partner = partnerOf[seat];
      const from = now[seat];
      const saved = { x: { ...sums.x }, theta: { ...sums.theta } };
      for (let to = 0; to < table.own; to++) {
        const entry = (now[partner] * table.own + from) * table.own + to;
        const [there, back] = [table.forward[entry], table.backward[entry]];
        if (there === 0 && back === 0) continue;
        const next = { ...now, [seat]: to };
        const mine = sums[seat];
        mine.logRatio += Math.log(there / back);
        mine.lawChange += laws[t].logJoint[now.x * nTheta + now.theta] - laws[t + 1].logJoint[next.x * nTheta + next.theta];
        mine.informationChange += information(t + 1, next.x, next.theta) - information(t, now.x, now.theta);
        for (const each of SEATS) {
          if (share[each] === 0) continue;
          sums[each].path = extend(sums[each].path, next[each], each);
          const k = tables(each, ticks[t]);
          const chance = k.forward[(now[partnerOf[each]] * k.own + now[each]) * k.own + next[each]];
          sums[each].logKernel += Math.log(share[each] * chance + (next[each] === now[each] ? 1 - share[each] : 0));
        }
        walk(t + 1, next, start, forward * share[seat] * there, backward * share[seat] * back);
        Object.assign(sums.x, saved.x);
        Object.assign(sums.theta, saved.theta);
      }
    }
  };
  for (let s = 0; s < laws[0].p.length; s++) {
    const now = { x: Math.floor(s / nTheta), theta: s % nTheta };
    for (const seat of SEATS) Object.assign(sums[seat], { path: extend(-1, now[seat], seat), logRatio: 0, lawChange: 0 });
    for (const seat of SEATS) Object.assign(sums[seat], { informationChange: 0, logKernel: 0 });
    walk(0, now, s, laws[0].p[s], 1);
  }
  return out;
}
