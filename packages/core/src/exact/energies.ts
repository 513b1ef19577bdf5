import type { Experiment, Seat, Tick } from '../contracts/dynamics.ts';
import { type PerSeat, perSeat, SEATS } from './process.ts';

/** Chance that each seat moves in a tick. */
export const shares = ({ mover, slowShare = 0.5 }: Tick): PerSeat<number> =>
  mover === 'random' ? { x: 1 - slowShare, theta: slowShare } : { x: mover === 'x' ? 1 : 0, theta: mover === 'theta' ? 1 : 0 };

/** Where mean energies come from; L is a law of the pair. */
export interface EnergySource<L> {
  /** ⟨U⟩ of a seat under a law, at a control. Energy. */
  energy(seat: Seat, control: Float64Array, law: L): number;
  /** Mean work of non-conservative forces in tick t, given that the seat moves. Energy. */
  push(seat: Seat, t: number): number;
  /** The law before tick t, t = ticks for the end. */
  before(t: number): L;
  /** The law after tick t, given that the seat moved. */
  after(t: number, seat: Seat): L;
}

/** Mean work and heat per seat, booked as the engine books them: work when a seat moves, or at the end, for what changed while it stood. */
export function bookEnergies<L>(
  { ticks, start, end, sharedEnergy = false }: Experiment,
  source: EnergySource<L>,
): { readonly work: PerSeat<number>; readonly heat: PerSeat<number> } {
  const [work, heat] = [perSeat(() => 0), perSeat(() => 0)];
  let known = perSeat((seat) => source.energy(seat, start.control, source.before(0)));
  ticks.forEach((tick, t) => {
    const share = shares(tick);
    const next = perSeat((seat) => (sharedEnergy ? 0 : (1 - share[seat]) * known[seat]));
    for (const seat of SEATS) {
      if (share[seat] === 0) continue;
      const rest = source.energy(seat, tick.control, source.before(t));
      const after = source.energy(seat, tick.control, source.after(t, seat));
      const push = source.push(seat, t);
      heat[seat] += share[seat] * (push - (after - rest));
      work[seat] += share[seat] * (push + rest - known[seat]);
      if (sharedEnergy) for (const other of SEATS) next[other] += share[seat] * after;
      else next[seat] += share[seat] * after;
    }
    known = next;
  });
  for (const seat of sharedEnergy ? (['x'] as const) : SEATS)
    work[seat] += source.energy(seat, end.control, source.before(ticks.length)) - known[seat];
  return { work, heat };
}
