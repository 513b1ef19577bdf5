import { type NetworkShape, randomStream } from '@szilard/core';
import type { Tensors } from '@szilard/models/tensors';
import { expect } from 'vitest';

const bends = {
  relu: (z: number) => Math.max(z, 0),
  tanh: Math.tanh,
  softplus: (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
};

/** The same in plain double precision, straight from the contract's layout. */
export function plain(
  { layers, activation, embeddings }: NetworkShape,
  parameters: ArrayLike<number>,
  inputs: ArrayLike<number>,
): number[] {
  const rows = inputs.length / layers[0];
  const out: number[] = [];
  for (let i = 0; i < rows; i++) {
    let h = Array.from({ length: layers[0] }, (_, k) => inputs[i * layers[0] + k]);
    let at = 0;
    if (embeddings) {
      const { symbols, width } = embeddings;
      h = h.flatMap((symbol) => Array.from({ length: width }, (_, k) => parameters[symbol * width + k]));
      at = symbols * width;
    }
    for (let l = 1; l < layers.length; l++) {
      const [from, to] = [h.length, layers[l]];
      const next = Array.from({ length: to }, (_, b) =>
        h.reduce((sum, v, a) => sum + v * parameters[at + a * to + b], parameters[at + from * to + b]),
      );
      at += (from + 1) * to;
      h = l + 1 < layers.length ? next.map(bends[activation]) : next;
    }
    out.push(...h);
  }
  return out;
}

export const shapes: NetworkShape[] = [
  { layers: [2, 1], activation: 'relu' },
  { layers: [3, 8, 2], activation: 'tanh' },
  { layers: [2, 32, 32, 1], activation: 'softplus' },
  { layers: [2, 5, 5, 1], activation: 'relu' },
  { layers: [2, 6, 1], activation: 'tanh', embeddings: { symbols: 5, width: 3 } },
  { layers: [3, 4, 2], activation: 'softplus', embeddings: { symbols: 1, width: 1 } },
];

/** Parameters, inputs and an output gradient, from seed 1. */
export function sample(tensors: Tensors, shape: NetworkShape, n: number) {
  const network = tensors.network(shape);
  const rng = randomStream(1).fork(shape.layers.join('-'));
  const draw = () => (shape.embeddings ? Math.floor(shape.embeddings.symbols * rng.uniform()) : rng.normal());
  const parameters = network.initial(rng.fork('initial')).map((value) => value + 0.1 * rng.normal());
  const inputs = Float32Array.from({ length: n * shape.layers[0] }, draw);
  const slope = Float32Array.from({ length: n * shape.layers[shape.layers.length - 1] }, () => rng.normal() / n);
  return { network, parameters, inputs, slope };
}
/** Largest distance between two arrays of one length. */
export const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((worst, v, k) => Math.max(worst, Math.abs(v - b[k])), 0);
};
