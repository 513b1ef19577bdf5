import { defineModel, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';
import { jumpSeat } from './jump-seat.ts';
import { transitionKernel } from './transition-matrix.ts';

export interface InformationTape {
  readonly data: number;
  readonly model: number;
  readonly jumps: number;
}

/**
 * Work from a bit of data. The bit is 1 with the chance `data`; the engine believes in `model`. It gives the bit the energies that make its
 * belief an equilibrium, E(1) − E(0) = ln[(1 − q)/q], and takes them back in n equal jumps, relaxing at each: slowly done, it harvests
 * ln 2 − H(p) − D(p‖q) a symbol, most where it believes the truth [Boyd2022].
 */
export const informationRatchet = defineModel<InformationTape>({
  id: 'jump/information-ratchet',
  title: 'work harvested from bits of data by an engine that holds a belief of them',
  source: '[Boyd2022]; docs/theory.md 11',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { data: 0.8, model: 0.7, jumps: 20 },
  domain: { data: { above: 0, below: 1 }, model: { above: 0, below: 1 }, jumps: { atLeast: 1, atMost: 1e6, integer: true } },
  create: (tape) => {
    const heatBath = transitionKernel(
      2,
      (_from, to, { control, beta }) => (to === 1 ? occupied(beta * control[0]) : occupied(-beta * control[0])),
      {
        where: '[jump/information-ratchet]',
        claims: { invariance: 'exact', detailedBalance: 'exact' },
      },
    );
    const degenerate = Float64Array.of(0);
    return {
      subsystems: { x: jumpSeat({ states: 2 }, heatBath, (bit, { control }) => control[0] * bit), theta: still },
      ticks: levels(tape).map((level): Tick => ({ mover: 'x', control: Float64Array.of(level) })),
      start: discreteBoundary([1 - tape.data, tape.data], degenerate),
      end: discreteBoundary([0.5, 0.5], degenerate),
    };
  },
  exact: {
    /** Put in; less than 0 where work is harvested. */
    work: (tape) => workPutIn(tape),
    'entropy-production': (tape) => Math.LN2 - entropy(tape.data) + workPutIn(tape),
  },
});

/** ln 2 − H(p) − D(p‖q): what an infinitely slow engine harvests from a bit; energy at β = 1 [Boyd2022]. */
export const harvest = ({ data: p, model: q }: Omit<InformationTape, 'jumps'>): number =>
  Math.LN2 + p * Math.log(q) + (1 - p) * Math.log1p(-q);

const occupied = (level: number): number => 1 / (1 + Math.exp(level));

/** Raised at once, then taken back in n jumps. */
const levels = ({ model, jumps }: InformationTape): number[] => {
  const top = Math.log1p(-model) - Math.log(model);
  return Array.from({ length: jumps + 1 }, (_, k) => (top * (jumps - k)) / jumps);
};

function workPutIn(tape: InformationTape): number {
  let [at, ones, work] = [0, tape.data, 0];
  for (const level of levels(tape)) {
    work += ones * (level - at);
    [at, ones] = [level, occupied(level)];
  }
  return work;
}

const entropy = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log1p(-p);
