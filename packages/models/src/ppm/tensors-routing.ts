import { type NetworkShape, type NeuralNetwork, SzilardError, type TensorBackend, type Tensors } from '@szilard/core';
import { denseNetwork } from './network/dense-network.ts';
import { crossoverOf } from './tensors-measured.ts';

/** Who computes networks: kernels of ours, the library that was taken, or whoever was measured to be faster at so many rows. */
export const networkWays = ['szilard', 'library', 'measured'] as const;
export type NetworkWay = (typeof networkWays)[number];

/** The way that is asked for, or a refusal. */
export function networkWay(asked: string): NetworkWay {
  const way = networkWays.find((known) => known === asked);
  if (way) return way;
  throw new SzilardError(
    'parameter',
    `[networks] expected one of ${networkWays.join(', ')}, got "${asked}". Correct SZILARD_NETWORKS or networks, or leave them out.`,
  );
}

/** Networks that way; without a number of rows, ours. */
export const routed =
  (way: NetworkWay, backend: TensorBackend, library: (shape: NetworkShape) => NeuralNetwork, clock: () => number): Tensors['network'] =>
  (shape, rows = 0) => {
    if (way === 'library') return library(shape);
    const own = denseNetwork(shape);
    if (way === 'szilard' || rows === 0) return own;
    const theirs = library(shape);
    const { rows: least } = crossoverOf(shape, backend, { szilard: own, library: theirs }, clock);
    return least !== null && rows >= least ? theirs : own;
  };
