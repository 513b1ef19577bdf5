import { randomStream } from '@szilard/core';
import type { Activation } from './dense/activation.ts';
import { perceptron } from './dense/perceptron.ts';

/** What a coordinate of θ stands for: a weight, or a weight in units of its width at the start [Jacot2018]. */
export const scalings = ['standard', 'ntk'] as const;
export type Scaling = (typeof scalings)[number];

/** Deviation of a weight that keeps the spread of what it acts on: √(2/from) before relu [He2015], else √(1/from); 1 for biases; [parameters]. */
export function weightWidths(layers: readonly number[], activation: Activation): Float64Array {
  const { at, parameters } = perceptron({ layers, activation });
  const out = new Float64Array(parameters).fill(1);
  at.forEach(({ weights, biases, from }, l) => {
    out.fill(Math.sqrt((activation === 'relu' && l < at.length - 1 ? 2 : 1) / from), weights, biases);
  });
  return out;
}

/** A draw of θ to start around, a function of the seed alone: weights N(0, (initial · width)²), in units of `widths` for `ntk`, biases 0. */
export function initialWeights(
  layers: readonly number[],
  activation: Activation,
  { scaling, initial, initialSeed }: { readonly scaling: Scaling; readonly initial: number; readonly initialSeed: number },
): Float64Array {
  const { at, parameters } = perceptron({ layers, activation });
  const widths = weightWidths(layers, activation);
  const rng = randomStream(initialSeed).fork('initial-weights');
  const out = new Float64Array(parameters);
  for (const { weights, biases } of at)
    for (let k = weights; k < biases; k++) out[k] = initial * (scaling === 'ntk' ? 1 : widths[k]) * rng.normal();
  return out;
}
