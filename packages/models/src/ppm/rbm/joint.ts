import { type Batch, SzilardError } from '@szilard/core';
import { biasOf, fieldsOf } from './fields.ts';
import type { RbmShape } from './shape.ts';
import { bitStates, logSum } from './states.ts';

/** Most units of both layers together whose pairs of states are listed. */
export const MOST_JOINT = 10;

/** E = −v·Wh − b·v − c·h of x = (v, h), which starts at `from`, θ at `at`. `fields`: scratch, [hidden]. */
export function energyAt(shape: RbmShape, theta: Float64Array, at: number, x: Float64Array, from: number, fields: Float64Array): number {
  const { visible, hidden } = shape;
  fieldsOf(shape, 'hidden', theta, at, x, from, fields);
  let energy = -biasOf(shape, 'visible', theta, at, x, from);
  for (let j = 0; j < hidden; j++) energy -= x[from + visible + j] * fields[j];
  return energy;
}

export interface JointLaw {
  /** Every (v, h); [2ⁿ, visible + hidden]. */
  readonly states: Batch;
  /** e^−βE/Z; [2ⁿ]. */
  readonly law: Float64Array;
  /** E; [2ⁿ]. */
  readonly energy: Float64Array;
  /** Nats. */
  readonly logZ: number;
}

/** e^−βE/Z state by state, of machines so small that pairs of states can be listed too. */
export function jointLaw(shape: RbmShape, theta: Float64Array, beta: number, where: string): JointLaw {
  const units = shape.visible + shape.hidden;
  if (units > MOST_JOINT)
    throw new SzilardError(
      'parameter',
      `${where}: expected at most ${MOST_JOINT} units in both layers, whose pairs of states can be listed, got ${units}. Simulate instead.`,
    );
  const states = bitStates(units);
  const fields = new Float64Array(shape.hidden);
  const energy = Float64Array.from({ length: states.n }, (_, s) => energyAt(shape, theta, 0, states.data, s * units, fields));
  const logs = energy.map((u) => -beta * u);
  const logZ = logSum(logs);
  return { states, energy, logZ, law: logs.map((w) => Math.exp(w - logZ)) };
}
