import { batch } from '../arrays/batch.ts';
import type { Batch, Ensemble } from '../contracts/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { Laws } from '../contracts/laws.ts';
import type { Run } from '../contracts/run.ts';
import { type PerSeat, perSeat } from '../exact/process.ts';
import { mustBeRecorded } from './recorded.ts';
import { whoMoved } from './who-moved.ts';

/** The functionals of docs/theory.md 10 on every trajectory; [trajectories] each, nats. */
export interface BipartiteEntropies {
  /** True: the laws were computed. False: they were estimated from an ensemble, and so are these numbers. */
  readonly exact: boolean;
  /** E1: σ of the pair, with the law p_N at the end. */
  readonly total: Float64Array;
  /** E2: partial entropy production; the two sum to `total` to rounding. */
  readonly partial: PerSeat<Float64Array>;
  /** What the moves of each seat add to the pointwise information i; the two sum to Δi to rounding. */
  readonly informationFlow: PerSeat<Float64Array>;
  /** −informationFlow.theta. */
  readonly nostalgia: Float64Array;
  /** E3: apparent, or interval, entropy production of one seat alone. */
  readonly apparent: PerSeat<Float64Array>;
  /** E4: entropy production of one seat given the other one at both ends. */
  readonly conditional: PerSeat<Float64Array>;
}

/**
 * Partial, interval and conditional entropy production trajectory by trajectory [Horowitz2014], [Shiraishi2015]. Needs a run with a
 * ledger of moves and `x` and `theta` recorded at every tick, and the laws p_n. +Infinity where a move cannot be undone. In a
 * random tick the change of ln p belongs to who moved; where nobody's state changed, it is shared by the chance that each was
 * the one who stayed.
 */
export function bipartiteEntropies(run: Run, experiment: Experiment, laws: Laws): BipartiteEntropies {
  const { x, theta } = mustBeRecorded(run, experiment, laws);
  const { ledger } = run;
  const n = ledger.trajectories;
  const column = () => new Float64Array(n);
  const [logRatio, partial, informationFlow] = [perSeat(column), perSeat(column), perSeat(column)];
  const mover = whoMoved(experiment, n);
  let before = look(laws, 0, frame(x, 0), frame(theta, 0));
  const first = before;
  for (let t = 0; t < ledger.moves; t++) {
    const after = look(laws, t + 1, frame(x, t + 1), frame(theta, t + 1));
    const share = mover(t, before, after);
    for (let i = 0; i < n; i++) {
      const ratio = ledger.logRatio[i * ledger.ticks + t];
      const change = before.joint[i] - after.joint[i] + ratio;
      const gain = information(after, i) - information(before, i);
      for (const seat of ['x', 'theta'] as const) {
        const part = seat === 'theta' ? share[i] : 1 - share[i];
        // 0 · ∞ must not arise: who did not move has no part in a move that cannot be undone.
        if (part === 0) continue;
        logRatio[seat][i] += part * ratio;
        partial[seat][i] += part * change;
        informationFlow[seat][i] += part * gain;
      }
    }
    before = after;
  }
  const last = before;
  const each = (f: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => f(i));
  const given = (at: Look, seat: Seat, i: number) => at.joint[i] - at[seat === 'x' ? 'theta' : 'x'][i];
  return {
    exact: laws.exact,
    total: each((i) => first.joint[i] - last.joint[i] + logRatio.x[i] + logRatio.theta[i]),
    partial,
    informationFlow,
    nostalgia: informationFlow.theta.map((gain) => -gain),
    apparent: perSeat((seat) => each((i) => first[seat][i] - last[seat][i] + logRatio[seat][i])),
    conditional: perSeat((seat) => each((i) => given(first, seat, i) - given(last, seat, i) + logRatio[seat][i])),
  };
}

/** The states of one frame and ln p of each, jointly and alone; [n], nats. */
export interface Look {
  readonly states: PerSeat<Batch>;
  readonly joint: Float64Array;
  readonly x: Float64Array;
  readonly theta: Float64Array;
}

const information = ({ joint, x, theta }: Look, i: number): number => joint[i] - x[i] - theta[i];

function look({ at }: Laws, t: number, x: Batch, theta: Batch): Look {
  const column = () => new Float64Array(x.n);
  const out = { states: { x, theta }, joint: column(), x: column(), theta: column() };
  at[t].logJoint(x, theta, out.joint);
  at[t].logX(x, out.x);
  at[t].logTheta(theta, out.theta);
  return out;
}

/** Frame t of every trajectory; [trajectories, dim], a copy. */
export function frame({ trajectories, steps, dim, data }: Ensemble, t: number): Batch {
  const out = batch(trajectories, dim);
  for (let i = 0; i < trajectories; i++) {
    const from = (i * steps + t) * dim;
    out.data.set(data.subarray(from, from + dim), i * dim);
  }
  return out;
}
