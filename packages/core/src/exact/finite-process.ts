import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Experiment, Seat, Tick } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { sum } from '../numerics/sum.ts';
import { shares } from './energies.ts';
import type { ExactOptions, PerSeat } from './process.ts';
import { partnerOf, perSeat, SEATS } from './process.ts';
import { classes, mustBeLabels, stateFinder, statesOf } from './states.ts';
import { type Transitions, transitionTables } from './transitions.ts';

/** One law over the joint states, entry x·|Θ| + θ, and ln of what an observer without the labels sees of each; nats. */
export interface FiniteLaw {
  readonly p: Float64Array;
  readonly logJoint: Float64Array;
  readonly logX: Float64Array;
  readonly logTheta: Float64Array;
}

export interface FiniteProcess {
  readonly experiment: Experiment;
  readonly states: PerSeat<Batch>;
  /** [ticks + 1]. */
  readonly laws: readonly FiniteLaw[];
  readonly tables: (seat: Seat, tick: Tick) => Transitions;
  /** Calls `visit` for each move of a seat: joint states from → to, the entry of the table. */
  eachMove(seat: Seat, table: Transitions, visit: (from: number, to: number, entry: number) => void): void;
}

const JOINT = 20_000;

/** The laws p_n of a process with finitely many states: p₀ by the boundary, then one table of transitions per tick. */
export function finiteProcess(experiment: Experiment, { labels = {} }: ExactOptions): FiniteProcess {
  const states = perSeat((seat) => statesOf(experiment, seat));
  for (const seat of SEATS) stateFinder(states[seat], seat);
  const [nX, nTheta] = [states.x.n, states.theta.n];
  if (nX * nTheta > JOINT)
    throw new SzilardError(
      'parameter',
      `[enumerate] expected at most ${JOINT} joint states, got ${nX} × ${nTheta}. Take fewer states, or simulate.`,
    );
  for (const seat of SEATS) mustBeLabels(labels[seat] ?? [], states[seat].dim, seat, 'enumerate');
  const seen = perSeat((seat) => classes(states[seat], labels[seat] ?? []));
  const tables = transitionTables(experiment, states);
  const stride = { x: nTheta, theta: 1 };
  const eachMove: FiniteProcess['eachMove'] = (seat, { own }, visit) => {
    const [mine, yours] = [stride[seat], stride[partnerOf[seat]]];
    const others = states[partnerOf[seat]].n;
    for (let p = 0, entry = 0; p < others; p++)
      for (let i = 0; i < own; i++) for (let j = 0; j < own; j++, entry++) visit(i * mine + p * yours, j * mine + p * yours, entry);
  };
  const law = (p: Float64Array): FiniteLaw => {
    const joint = new Float64Array(seen.x.count * seen.theta.count);
    const [x, theta] = [new Float64Array(seen.x.count), new Float64Array(seen.theta.count)];
    const at = (s: number) => seen.x.of[Math.floor(s / nTheta)] * seen.theta.count + seen.theta.of[s % nTheta];
    for (let s = 0; s < p.length; s++) joint[at(s)] += p[s];
    for (let s = 0; s < joint.length; s++) {
      x[Math.floor(s / seen.theta.count)] += joint[s];
      theta[s % seen.theta.count] += joint[s];
    }
    return {
      p,
      logJoint: Float64Array.from(p, (_, s) => Math.log(joint[at(s)])),
      logX: Float64Array.from(seen.x.of, (c) => Math.log(x[c])),
      logTheta: Float64Array.from(seen.theta.of, (c) => Math.log(theta[c])),
    };
  };

  const laws = [law(startLaw(experiment, states))];
  for (const tick of experiment.ticks) {
    const before = laws[laws.length - 1].p;
    const next = new Float64Array(before.length);
    const share = shares(tick);
    for (const seat of SEATS) {
      if (share[seat] === 0) continue;
      const table = tables(seat, tick);
      const { forward } = table;
      eachMove(seat, table, (from, to, entry) => {
        next[to] += share[seat] * before[from] * forward[entry];
      });
    }
    laws.push(law(next));
  }
  return { experiment, states, laws, tables, eachMove };
}

/** Every joint state as a pair of batches, in the order of the laws. */
export function jointStates({ x, theta }: PerSeat<Batch>): PerSeat<Batch> {
  const n = x.n * theta.n;
  const out = { x: batch(n, x.dim), theta: batch(n, theta.dim) };
  for (let s = 0; s < n; s++) {
    const [i, j] = [Math.floor(s / theta.n), s % theta.n];
    out.x.data.set(x.data.subarray(i * x.dim, (i + 1) * x.dim), s * x.dim);
    out.theta.data.set(theta.data.subarray(j * theta.dim, (j + 1) * theta.dim), s * theta.dim);
  }
  return out;
}

function startLaw({ start }: Experiment, states: PerSeat<Batch>): Float64Array {
  const { x, theta } = jointStates(states);
  const p = new Float64Array(x.n);
  start.logDensity(x, theta, p);
  for (let s = 0; s < p.length; s++) p[s] = Math.exp(p[s]);
  const total = sum(p);
  if (!(Math.abs(total - 1) <= 1e-9))
    throw new SzilardError(
      'composition',
      `[enumerate] start: expected probabilities that sum to 1 over the listed states, got ${total}. List every state it can start in.`,
    );
  return p;
}
