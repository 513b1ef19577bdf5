import { type Batch, type Boundary, SzilardError } from '@szilard/core';
import { fieldsOf, sigmoid } from './fields.ts';
import { energyAt } from './joint.ts';
import type { Machine } from './machine.ts';
import type { RbmShape } from './shape.ts';
import { logSum, logWeights, smallerLayer } from './states.ts';

/** Most units of the smaller layer whose states are listed for every row anew. */
export const MOST_PER_ROW = 10;

/** Draws (v, h) from e^−βE/Z without a chain, and tells its density: the smaller layer from a list, the other one given it. */
export interface Equilibrium {
  /** One uniform number for the listed layer, then one a unit of the other; [n, 1 + units]. */
  readonly uniforms: number;
  /** Fills v and h of row i of x, which start at `labels`. */
  draw(machine: Machine, i: number, u: Float64Array, x: Batch): void;
  /** ln p(v, h) of row i; nats. */
  logDensity(machine: Machine, i: number, x: Batch): number;
}

export function equilibrium(shape: RbmShape, beta: number, labels = 0): Equilibrium {
  const { visible, hidden } = shape;
  const listed = smallerLayer(shape);
  const [k, others] = listed === 'hidden' ? [hidden, visible] : [visible, hidden];
  const [own, other] = listed === 'hidden' ? [labels + visible, labels] : [labels, labels + visible];
  const fields = new Float64Array(Math.max(visible, hidden));
  // A machine that all rows share is summed over once.
  let known: { theta: Float64Array; logs: Float64Array; logZ: number } | undefined;
  const sums = ({ theta, at, fixed }: Machine, i: number) => {
    if (fixed && known?.theta === theta) return known;
    const logs = logWeights(shape, listed, theta, at(i), beta, '[rbm] equilibrium');
    known = { theta, logs, logZ: logSum(logs) };
    return known;
  };
  return {
    uniforms: 1 + others,
    draw(machine, i, u, x) {
      const { logs, logZ } = sums(machine, i);
      const row = i * x.dim;
      let [s, left] = [0, u[i * (1 + others)]];
      for (; s < logs.length - 1; s++) if ((left -= Math.exp(logs[s] - logZ)) < 0) break;
      for (let unit = 0; unit < k; unit++) x.data[row + own + unit] = (s >> (k - 1 - unit)) & 1;
      const layer = listed === 'hidden' ? 'visible' : 'hidden';
      fieldsOf(shape, layer, machine.theta, machine.at(i), x.data, row + own, fields);
      for (let o = 0; o < others; o++) x.data[row + other + o] = u[i * (1 + others) + 1 + o] < sigmoid(beta * fields[o]) ? 1 : 0;
    },
    logDensity(machine, i, x) {
      for (let unit = labels; unit < x.dim; unit++) {
        const value = x.data[i * x.dim + unit];
        if (value !== 0 && value !== 1) return Number.NEGATIVE_INFINITY;
      }
      return -beta * energyAt(shape, machine.theta, machine.at(i), x.data, i * x.dim + labels, fields) - sums(machine, i).logZ;
    },
  };
}

/** (v, h) in equilibrium at inverse temperature β with one machine for all, at a control; the other seat is empty. */
export function equilibriumBoundary(shape: RbmShape, machine: Machine, beta: number, control: Float64Array): Boundary {
  const at = equilibrium(shape, beta);
  return {
    control,
    sample(rng, x) {
      const u = new Float64Array(x.n * at.uniforms);
      rng.fillUniform(u);
      for (let i = 0; i < x.n; i++) at.draw(machine, i, u, x);
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = at.logDensity(machine, i, x);
    },
  };
}

/** Refuses machines whose equilibrium would have to be summed over for every row, and is too large for it. */
export function mustBeListed(shape: RbmShape, where: string): void {
  if (Math.min(shape.visible, shape.hidden) > MOST_PER_ROW)
    throw new SzilardError(
      'parameter',
      `${where} expected at most ${MOST_PER_ROW} units in the smaller layer, whose states are listed for every trajectory, got ${shape.visible} visible and ${shape.hidden} hidden ones. Train larger machines with \`rbm\`.`,
    );
}
