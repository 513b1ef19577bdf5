import { type Given, type RateMatrix, ratesOf } from '@szilard/core';

/** What stands still while one trajectory jumps. */
export interface Around {
  /** State of the other seat; [dim of the other]. */
  readonly partner: Float64Array;
  /** λ; [controls]. */
  readonly control: Float64Array;
  /** Inverse temperature of the bath. */
  readonly beta: number;
}

/** Jumps between states 0, 1, … of one seat, whose one coordinate is the number of the state. */
export interface Jumps {
  readonly states: number;
  /** Ways from one state to another that count apart (leads, enzymes, …); absent: one. */
  readonly mechanisms?: number;
  /** w(from → to) of one mechanism; 1/time. Asked for from ≠ to only. */
  rate(from: number, to: number, around: Around, mechanism: number): number;
  /** Work of non-conservative forces on that jump; energy. Absent: none. */
  work?(from: number, to: number, around: Around, mechanism: number): number;
}

/** Every jump that can happen while nothing else moves, sorted by the state it leaves. */
export interface JumpTable {
  readonly states: number;
  /** Jumps from state i are entries first[i] … first[i + 1] − 1; [states + 1]. */
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** w; 1/time. */
  readonly rate: Float64Array;
  /** ln w(i → j)/w(j → i) of the mechanism; nats. */
  readonly logRatio: Float64Array;
  /** Energy. */
  readonly work: Float64Array;
  /** Σ w from each state; [states], 1/time. */
  readonly leaving: Float64Array;
  /** All mechanisms together. */
  readonly summed: RateMatrix;
}

/** Rates of every mechanism at given surroundings, for the exact back-end. */
export const mechanismsAt = ({ states, mechanisms = 1, rate }: Jumps, around: Around, where = '[jumps] rate'): RateMatrix[] =>
  Array.from({ length: mechanisms }, (_, m) => ratesOf(states, (i, j) => rate(i, j, around, m), where));

export function jumpTable(jumps: Jumps, around: Around, where: string): JumpTable {
  const { states, work } = jumps;
  const rates = mechanismsAt(jumps, around, `${where} rate`);
  const first = new Int32Array(states + 1);
  const [to, rate, logRatio, push]: [number[], number[], number[], number[]] = [[], [], [], []];
  const leaving = new Float64Array(states);
  const summed = new Float64Array(states * states);
  for (let i = 0; i < states; i++) {
    for (let j = 0; j < states; j++) {
      for (const [m, { rates: w }] of rates.entries()) {
        const [out, home] = [w[i * states + j], w[j * states + i]];
        if (out === 0) continue;
        to.push(j);
        rate.push(out);
        logRatio.push(Math.log(out / home));
        push.push(work?.(i, j, around, m) ?? 0);
        leaving[i] += out;
        summed[i * states + j] += out;
      }
    }
    first[i + 1] = to.length;
  }
  return {
    states,
    first,
    to: Int32Array.from(to),
    rate: Float64Array.from(rate),
    logRatio: Float64Array.from(logRatio),
    work: Float64Array.from(push),
    leaving,
    summed: { states, rates: summed },
  };
}

/** Surroundings of trajectory i. */
export const aroundOf = ({ partner: { dim, data }, control, bath }: Given, i: number): Around => ({
  partner: data.slice(i * dim, (i + 1) * dim),
  control: control.slice(),
  beta: bath.beta[i],
});
