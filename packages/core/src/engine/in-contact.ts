import type { Experiment, Model, Seat } from '../contracts/dynamics.ts';
import type { Reservoir } from '../contracts/reservoir.ts';

/**
 * A model in contact with its reservoirs. Those with a memory first put their own coordinates into it: write this, not
 * `{ ...model, reservoirs }`, wherever a reservoir may have one.
 */
export function inContact(model: Model, reservoirs: Readonly<Record<Seat, Reservoir>>): Experiment {
  const embed = (into: Model, seat: Seat): Model => reservoirs[seat].embed?.(into, seat) ?? into;
  return { ...embed(embed(model, 'x'), 'theta'), reservoirs };
}
