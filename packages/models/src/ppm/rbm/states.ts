import { type Batch, SzilardError } from '@szilard/core';
import { type Layer, softplus, unitsOf } from './fields.ts';
import type { RbmShape } from './shape.ts';

/** Most units of the smaller layer whose states are summed over. */
export const MOST_SUMMED = 20;

/** Every state of k units, unit 0 counting most: 00, 01, 10, 11; [2ᵏ, k]. */
export function bitStates(k: number): Batch {
  const data = new Float64Array(2 ** k * k);
  for (let s = 0; s < 2 ** k; s++) for (let unit = 0; unit < k; unit++) data[s * k + unit] = (s >> (k - 1 - unit)) & 1;
  return { n: 2 ** k, dim: k, data };
}

/** Number of a row of bits in the order of `bitStates`. */
export function bitNumber(data: Float64Array, from: number, k: number): number {
  let s = 0;
  for (let unit = 0; unit < k; unit++) s = 2 * s + data[from + unit];
  return s;
}

/**
 * Walks through all states of a layer: `visit(s, bias, fields)` gets Σ own biases of the units that are on and what each unit of
 * the other layer feels. Every field is a sum of at most as many terms as there are units: no rounding piles up.
 */
export function eachState(
  shape: RbmShape,
  layer: Layer,
  theta: Float64Array,
  at: number,
  visit: (s: number, bias: number, fields: Float64Array) => void,
): void {
  const { visible, hidden } = shape;
  const [k, others] = layer === 'hidden' ? [hidden, visible] : [visible, hidden];
  const biases = at + visible * hidden;
  const [own, other] = layer === 'hidden' ? [biases + visible, biases] : [biases, biases + visible];
  // Row of bit t: the pull on the other layer, and last its own bias. Bit t is unit k − 1 − t.
  const rows = Array.from({ length: k }, (_, t) => {
    const unit = k - 1 - t;
    const row = new Float64Array(others + 1);
    for (let o = 0; o < others; o++) row[o] = theta[at + (layer === 'hidden' ? o * hidden + unit : unit * hidden + o)];
    row[others] = theta[own + unit];
    return row;
  });
  const start = new Float64Array(others + 1);
  for (let o = 0; o < others; o++) start[o] = theta[other + o];
  // decided[t]: the sums with bits t and above settled; where bit t is 0 that is the array of bit t + 1 itself.
  const kept = rows.map(() => new Float64Array(others + 1));
  const decided = new Array<Float64Array>(k + 1).fill(start);
  visit(0, 0, start);
  for (let s = 1; s < 2 ** k; s++) {
    const t = 31 - Math.clz32(s & -s);
    const [above, sums, row] = [decided[t + 1], kept[t], rows[t]];
    for (let o = 0; o <= others; o++) sums[o] = above[o] + row[o];
    for (let below = 0; below <= t; below++) decided[below] = sums;
    visit(s, sums[others], sums);
  }
}

/** ln Σ e^−βE over the other layer for every state of this one; [2ᵏ], nats. */
export function logWeights(shape: RbmShape, layer: Layer, theta: Float64Array, at: number, beta: number, where: string): Float64Array {
  const k = unitsOf(shape, layer);
  if (k > MOST_SUMMED)
    throw new SzilardError(
      'parameter',
      `${where}: expected a layer of at most ${MOST_SUMMED} units, whose states can be summed over, got ${k}. Estimate ln Z by annealedImportanceSampling.`,
    );
  const others = shape.visible + shape.hidden - k;
  const out = new Float64Array(2 ** k);
  eachState(shape, layer, theta, at, (s, bias, fields) => {
    let sum = beta * bias;
    for (let o = 0; o < others; o++) sum += softplus(beta * fields[o]);
    out[s] = sum;
  });
  return out;
}

/** The layer that is cheaper to sum over. */
export const smallerLayer = ({ visible, hidden }: RbmShape): Layer => (hidden <= visible ? 'hidden' : 'visible');

/** ln Σ e^x. */
export function logSum(logs: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < logs.length; s++) if (logs[s] > top) top = logs[s];
  let [total, lost] = [0, 0];
  for (let s = 0; s < logs.length; s++) {
    const term = Math.exp(logs[s] - top) - lost;
    const next = total + term;
    lost = next - total - term;
    total = next;
  }
  return top + Math.log(total);
}
