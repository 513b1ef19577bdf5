import { type Buffers, type Kernel, type KernelClaims, ownPass, type Subsystem } from '@szilard/core';
import { fieldsOf, type Layer, sigmoid, unitsOf } from './fields.ts';
import { fusedHalfSteps } from './fused-half-steps.ts';
import { energyAt, MOST_JOINT } from './joint.ts';
import { logChance } from './layers.ts';
import { layerAt, type Machines } from './machine.ts';
import type { RbmShape } from './shape.ts';
import { bitStates } from './states.ts';

export interface HalfSteps {
  readonly shape: RbmShape;
  readonly machine: Machines;
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
  return ownPass({
    dim,
    kernel,
    energy(x, given, out) {
      const { theta, at } = machine(given);
      for (let i = 0; i < x.n; i++) out[i] = energyAt(shape, theta, at(i), x.data, i * dim + labels, fields.hidden);
    },
    ...(labels === 0 && dim <= MOST_JOINT ? { states: bitStates(dim) } : {}),
    ...(machine.shared ? { fuse: (buffers: Buffers) => fusedHalfSteps({ shape, labels, machine }, buffers) } : {}),
  });
}
