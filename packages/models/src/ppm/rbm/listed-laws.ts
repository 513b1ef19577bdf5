import { batch } from '@szilard/core';
import type { Layer } from './fields.ts';
import { jointLaw } from './joint.ts';
import { addLogLaw } from './layers.ts';
import type { RbmShape } from './shape.ts';

/** A law of all (v, h) in the order of `bitStates`, and how half-steps carry it on: small machines, followed exactly. */
export interface ListedLaws {
  /** The law after one layer was drawn given the other; [2ⁿ] → [2ⁿ]. */
  after(law: Float64Array, theta: Float64Array, layer: Layer, beta?: number): Float64Array;
  /** K(x′|x) of one half-step, row x; [2ⁿ, 2ⁿ]. */
  table(theta: Float64Array, layer: Layer, beta?: number): Float64Array;
}

export function listedLaws(shape: RbmShape): ListedLaws {
  const { visible, hidden } = shape;
  const { states } = jointLaw(shape, new Float64Array(visible * hidden + visible + hidden), 1, '[rbm] law by half-steps');
  const { n, dim, data } = states;
  const half = (from: number, width: number) => {
    const out = batch(n, width);
    for (let s = 0; s < n; s++) for (let k = 0; k < width; k++) out.data[s * width + k] = data[s * dim + from + k];
    return out;
  };
  const halves = { visible: half(0, visible), hidden: half(visible, hidden) };
  const count = 2 ** hidden;
  /** What a half-step leaves alone: the number of the other layer's state. */
  const kept = (layer: Layer, s: number) => (layer === 'hidden' ? Math.floor(s / count) : s % count);
  /** P(own layer | other layer) of every state; [2ⁿ]. */
  const chances = (theta: Float64Array, layer: Layer, beta: number) => {
    const out = new Float64Array(n);
    addLogLaw(shape, layer, theta, halves[layer === 'hidden' ? 'visible' : 'hidden'], halves[layer], beta, out);
    return out.map(Math.exp);
  };
  return {
    after(law, theta, layer, beta = 1) {
      const marginal = new Float64Array(2 ** (layer === 'hidden' ? visible : hidden));
      for (let s = 0; s < n; s++) marginal[kept(layer, s)] += law[s];
      return chances(theta, layer, beta).map((p, s) => p * marginal[kept(layer, s)]);
    },
    table(theta, layer, beta = 1) {
      const chance = chances(theta, layer, beta);
      const out = new Float64Array(n * n);
      for (let x = 0; x < n; x++) for (let to = 0; to < n; to++) if (kept(layer, x) === kept(layer, to)) out[x * n + to] = chance[to];
      return out;
    },
  };
}
