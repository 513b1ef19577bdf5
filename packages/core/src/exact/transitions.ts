import { flip } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Experiment, Seat, Tick } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { sum } from '../numerics/sum.ts';
import { naiveBath } from './naive-bath.ts';
import { type PerSeat, partnerOf } from './process.ts';

/** Moves of one seat at one control; [states of the partner, from, to], row-major. */
export interface Transitions {
  /** K(to|from; partner). */
  readonly forward: Float64Array;
  /** K̃(from|to; partner): the chance of the move undone, by the reversed kernel and with odd components turned. */
  readonly backward: Float64Array;
  /** Work of non-conservative forces along the move. */
  readonly work: Float64Array;
  readonly own: number;
}

/** More entries than this in one table are refused. */
const ENTRIES = 4e6;
const NORMALISED = 1e-9;

/** Tables of transitions by seat and control, made once each. */
export function transitionTables(experiment: Experiment, states: PerSeat<Batch>): (seat: Seat, tick: Tick) => Transitions {
  const known = new Map<string, Transitions>();
  return (seat, { control }) => {
    const key = `${seat} ${control.join(' ')}`;
    const found = known.get(key) ?? tabulate(experiment, states, seat, control);
    known.set(key, found);
    return found;
  };
}

function tabulate(experiment: Experiment, states: PerSeat<Batch>, seat: Seat, control: Float64Array): Transitions {
  const { kernel, work: push } = experiment.subsystems[seat];
  const [own, other] = [states[seat], states[partnerOf[seat]]];
  const entries = other.n * own.n * own.n;
  if (kernel.walk)
    throw new SzilardError(
      'composition',
      `[enumerate] subsystems.${seat}.kernel: expected moves that their ends tell, got a walk of events. Its ratio needs the events; simulate it.`,
    );
  if (entries > ENTRIES)
    throw new SzilardError(
      'parameter',
      `[enumerate] subsystems.${seat}: expected at most ${ENTRIES} transitions, got ${other.n} × ${own.n}² = ${entries}. Take fewer states, or simulate.`,
    );
  const pick = ({ dim, data }: Batch, index: (e: number) => number): Batch => {
    const out = new Float64Array(entries * dim);
    for (let e = 0; e < entries; e++) for (let k = 0; k < dim; k++) out[e * dim + k] = data[index(e) * dim + k];
    return { n: entries, dim, data: out };
  };
  const from = pick(own, (e) => Math.floor(e / own.n) % own.n);
  const to = pick(own, (e) => e % own.n);
  const given = {
    partner: pick(other, (e) => Math.floor(e / (own.n * own.n))),
    control,
    bath: naiveBath(experiment, seat, from, 'enumerate', control),
  };
  const column = () => new Float64Array(entries);
  const [forward, backward, work] = [column(), column(), column()];
  kernel.logDensity(from, to, given, forward);
  (kernel.reversed ?? kernel).logDensity(flip(to, kernel.parity), flip(from, kernel.parity), given, backward);
  for (const table of [forward, backward]) for (let e = 0; e < entries; e++) table[e] = Math.exp(table[e]);
  push?.(from, to, given, work);
  // The undone moves end in `from`: their table is normalised along its other axis.
  mustBeNormalised(seat, 'kernel', own.n, other.n, (p, i, j) => forward[(p * own.n + i) * own.n + j]);
  mustBeNormalised(seat, 'reversed kernel', own.n, other.n, (p, i, j) => backward[(p * own.n + j) * own.n + i]);
  return { forward, backward, work, own: own.n };
}

function mustBeNormalised(seat: Seat, what: string, own: number, other: number, entry: (p: number, i: number, j: number) => number): void {
  const row = new Float64Array(own);
  for (let p = 0; p < other; p++) {
    for (let i = 0; i < own; i++) {
      for (let j = 0; j < own; j++) row[j] = entry(p, i, j);
      const total = sum(row);
      if (!(Math.abs(total - 1) <= NORMALISED))
        throw new SzilardError(
          'composition',
          `[enumerate] subsystems.${seat}: expected a ${what} whose chances sum to 1, got ${total} from state ${i} with the partner in state ${p}. List every state it reaches, and no density.`,
        );
    }
  }
}
