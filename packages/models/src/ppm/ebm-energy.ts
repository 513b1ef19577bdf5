import { SzilardError } from '@szilard/core';
import { type Perceptron, perceptron } from './dense/perceptron.ts';

/** Half the side of the quadrature's box, in deviations of the confining law: what lies beyond weighs e^−40. */
const REACH = 9;
/** Nodes along each axis. */
const NODES = { 1: 512, 2: 128 } as const;
/** ln Z by every other node may differ by this: the error falls exponentially with the number of nodes, so that of all of them is about its square. */
const COARSE = 1e-3;

export interface EnergyShape {
  /** Dimension of x: 1 or 2, so that Z can be had by quadrature. */
  readonly dim: number;
  /** Widths of the hidden layers of tanh. */
  readonly hidden: readonly number[];
  /** c: without the network x is N(0, c²). */
  readonly confinement: number;
}

/** φ(x, θ) = f_θ(x) + |x|²/2c², f a perceptron of tanh with one output; energy in units of k_BT at β = 1. */
export interface NetworkEnergy {
  readonly dim: number;
  readonly confinement: number;
  readonly net: Perceptron;
  readonly parameters: number;
  /** φ; [parameters], [n, dim] → [n], energy. */
  energy(theta: Float64Array, x: Float64Array, n: number): Float64Array;
  /** ∂φ/∂x; [n, dim], energy/length. */
  force(theta: Float64Array, x: Float64Array, n: number): Float64Array;
  /** ADDS Σ_i w_i ∂φ(x_i)/∂θ; [parameters]. */
  pull(theta: Float64Array, x: Float64Array, weights: Float64Array, out: Float64Array): void;
  /** ln Z(θ) = ln ∫ e^−φ dx and p(x|θ) times the cell at every node, by the trapezoid rule: to rounding for smooth f. */
  quadrature(theta: Float64Array): { readonly lnZ: number; readonly chances: Float64Array };
  /** Where the quadrature looks; [nodes, dim]. */
  readonly nodes: Float64Array;
  /** A number that f_θ never falls below. */
  bound(theta: Float64Array): number;
}

export function networkEnergy(where: string, { dim, hidden, confinement: c }: EnergyShape): NetworkEnergy {
  if (dim !== 1 && dim !== 2)
    throw new SzilardError('parameter', `[${where}] dim: expected 1 or 2, where Z can be had by quadrature, got ${dim}.`);
  if (hidden.length === 0)
    throw new SzilardError(
      'parameter',
      `[${where}] hidden: expected at least one hidden layer, got none: a linear energy would only move the trap.`,
    );
  const net = perceptron({ layers: [dim, ...hidden, 1], activation: 'tanh' });
  const last = net.at[net.at.length - 1];
  const side = NODES[dim];
  const step = (2 * REACH * c) / side;
  const n = (side + 1) ** dim;
  const nodes = new Float64Array(n * dim);
  for (let j = 0; j < n; j++)
    for (let k = 0, rest = j; k < dim; k++, rest = Math.floor(rest / (side + 1)))
      nodes[j * dim + k] = ((rest % (side + 1)) - side / 2) * step;

  const everyOther = Uint8Array.from({ length: n }, (_, j) => Number(j % 2 === 0 && (dim === 1 || Math.floor(j / (side + 1)) % 2 === 0)));

  function energy(theta: Float64Array, x: Float64Array, rows: number): Float64Array {
    const { layers } = net.forward(theta, x, rows);
    return layers[layers.length - 1].map((f, i) => {
      let square = 0;
      for (let at = i * dim; at < (i + 1) * dim; at++) square += x[at] * x[at];
      return f + square / (2 * c * c);
    });
  }

  return {
    dim,
    confinement: c,
    net,
    parameters: net.parameters,
    nodes,
    energy,
    force(theta, x, rows) {
      const deltas = net.deltas(theta, net.forward(theta, x, rows), new Float64Array(rows).fill(1));
      return net.inputGradient(theta, deltas, rows).map((slope, at) => slope + x[at] / (c * c));
    },
    pull(theta, x, weights, out) {
      const tape = net.forward(theta, x, weights.length);
      net.gradient(tape, net.deltas(theta, tape, weights), out);
    },
    quadrature(theta) {
      const chances = energy(theta, nodes, n);
      const low = chances.reduce((a, b) => Math.min(a, b));
      let [sum, coarse] = [0, 0];
      for (let j = 0; j < n; j++) {
        sum += chances[j] = Math.exp(low - chances[j]);
        if (everyOther[j]) coarse += chances[j];
      }
      if (!(Math.abs(Math.log((coarse * 2 ** dim) / sum)) < COARSE))
        throw new SzilardError(
          'parameter',
          `[${where}] expected weights smooth enough for a quadrature of ${side + 1} nodes an axis, got ln Z that half of them miss by ${Math.abs(Math.log((coarse * 2 ** dim) / sum)).toExponential(1)}. Lower the weights (initial, prior) or the confinement.`,
        );
      for (let j = 0; j < n; j++) chances[j] /= sum;
      return { lnZ: Math.log(sum) + dim * Math.log(step) - low, chances };
    },
    bound(theta) {
      let low = theta[last.biases];
      for (let k = last.weights; k < last.biases; k++) low -= Math.abs(theta[k]);
      return low;
    },
  };
}
