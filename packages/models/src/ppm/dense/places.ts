import type { DenseJob } from './engine.ts';
import { type LayerRoom, PANEL } from './room.ts';

/** Of every parameter, in the order of `Perceptron`: its place among numbers that lie as the weights of the SIMD engine do; [parameters]. */
export function parameterPlaces(shape: DenseJob['shape'], layers: readonly LayerRoom[]): Int32Array {
  const places = new Int32Array(shape.parameters);
  let base = 0;
  for (const [l, { from, to, panels }] of layers.entries()) {
    const { weights, biases } = shape.at[l];
    const panel = PANEL * (from + 1);
    for (let o = 0; o < to; o++) {
      const place = base + Math.floor(o / PANEL) * panel + (o % PANEL);
      for (let k = 0; k < from; k++) places[weights + o * from + k] = place + PANEL * k;
      places[biases + o] = place + PANEL * from;
    }
    base += panels * panel;
  }
  return places;
}
