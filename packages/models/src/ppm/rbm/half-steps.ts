import type { Batch, Given, Kernel, KernelClaims, Subsystem } from '@szilard/core';
import { fieldsOf, type Layer, sigmoid, unitsOf } from './fields.ts';
import { energyAt, MOST_JOINT } from './joint.ts';
import { logChance } from './layers.ts';
import type { RbmShape } from './shape.ts';
import { bitStates } from './states.ts';

/** Which layer a tick moves, as the second number of its control. */
export const layerCode = { hidden: 0, visible: 1 } as const satisfies Record<Layer, number>;
export const layerAt = (control: Float64Array): Layer => (control[1] === layerCode.visible ? 'visible' : 'hidden');

/** Parameters of the machine of every row: read from `at(i)` on. */
export interface Machine {
  readonly theta: Float64Array;
  at(row: number): number;
  /** True: one machine for all rows, whose numbers never change. */
  readonly fixed: boolean;
}

export interface HalfSteps {
  readonly shape: RbmShape;
  /** The machine, given λ and the partner. */
  readonly machine: (given: Given) => Machine;
  /** Frozen labels before v and h in x; absent: 0. */
  readonly labels?: number;
}

const claims: KernelClaims = { invariance: 'exact', detailedBalance: 'exact' };

/**
 * X of a Boltzmann machine: x = (labels, v, h) in the energy E(v, h; θ). A tick draws one whole layer from its law given the other,
 * the hidden one where λ = (…, 0), the visible one where λ = (…, 1): a block heat bath, in exact detailed balance, its own reverse. A
 * sweep is two ticks, and the conjugate process undoes them in opposite order [Salazar2017].
 */
export function halfSteps({ shape, machine, labels = 0 }: HalfSteps): Subsystem {
  const { visible, hidden } = shape;
  const dim = labels + visible + hidden;
  const fields = { visible: new Float64Array(visible), hidden: new Float64Array(hidden) };
  /** Own units and the other layer's of a half-step: where they start in a row. */
  const placeOf = (layer: Layer) =>
    layer === 'visible' ? { own: labels, other: labels + visible } : { own: labels + visible, other: labels };

  const kernel: Kernel = {
    claims,
    step(x, given, rng, next) {
      const layer = layerAt(given.control);
      const [units, { own, other }, { theta, at }, felt] = [unitsOf(shape, layer), placeOf(layer), machine(given), fields[layer]];
      const { beta } = given.bath;
      const u = new Float64Array(x.n * units);
      rng.fillUniform(u);
      next.data.set(x.data);
      for (let i = 0; i < x.n; i++) {
        fieldsOf(shape, layer, theta, at(i), x.data, i * dim + other, felt);
        for (let k = 0; k < units; k++) next.data[i * dim + own + k] = u[i * units + k] < sigmoid(beta[i] * felt[k]) ? 1 : 0;
      }
    },
    logDensity(from, to, given, out) {
      const layer = layerAt(given.control);
      const [units, { own, other }, { theta, at }, felt] = [unitsOf(shape, layer), placeOf(layer), machine(given), fields[layer]];
      const { beta } = given.bath;
      for (let i = 0, row = 0; i < from.n; i++, row += dim) {
        fieldsOf(shape, layer, theta, at(i), from.data, row + other, felt);
        out[i] = 0;
        for (let k = 0; k < units; k++) out[i] += logChance(to.data[row + own + k], beta[i] * felt[k]);
        for (let k = 0; k < dim; k++)
          if ((k < own || k >= own + units) && from.data[row + k] !== to.data[row + k]) out[i] = Number.NEGATIVE_INFINITY;
      }
    },
  };
  return {
    dim,
    kernel,
    energy(x, given, out) {
      const { theta, at } = machine(given);
      for (let i = 0; i < x.n; i++) out[i] = energyAt(shape, theta, at(i), x.data, i * dim + labels, fields.hidden);
    },
    ...(labels === 0 && dim <= MOST_JOINT ? { states: bitStates(dim) } : {}),
  };
}

/** A machine that is there from the start, its weights multiplied by the first number of the control. */
export function scaledMachine({ visible, hidden }: RbmShape, theta: Float64Array): (given: Pick<Given, 'control'>) => Machine {
  const known = new Map<number, Machine>();
  const at = () => 0;
  return ({ control: [scale] }) => {
    let found = known.get(scale);
    if (!found) {
      found = { theta: theta.map((value, k) => (k < visible * hidden ? scale * value : value)), at, fixed: true };
      known.set(scale, found);
    }
    return found;
  };
}

/** The machine whose parameters are the partner's. */
export const partnerMachine = ({ partner }: { readonly partner: Batch }): Machine => ({
  theta: partner.data,
  at: (row) => row * partner.dim,
  fixed: false,
});
