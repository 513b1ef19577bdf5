import type { NetworkShape } from '@szilard/core';

/** Symbols, each taken for `width` learnt numbers. */
export interface Embedding {
  readonly width: number;
  /** The numbers of these symbols, from the first parameters; [symbols, width]. */
  look(parameters: Float32Array, symbols: Float32Array): Float32Array;
  /** Adds what came back to these symbols to their sums, in double precision. */
  collect(symbols: Float32Array, received: Float32Array, sums: Float64Array): void;
}

export const embeddingOf = ({ width }: NonNullable<NetworkShape['embeddings']>): Embedding => ({
  width,
  look(parameters, symbols) {
    const out = new Float32Array(symbols.length * width);
    for (let i = 0, to = 0; i < symbols.length; i++)
      for (let k = 0, from = symbols[i] * width; k < width; k++) out[to++] = parameters[from++];
    return out;
  },
  collect(symbols, received, sums) {
    for (let i = 0, from = 0; i < symbols.length; i++)
      for (let k = 0, to = symbols[i] * width; k < width; k++) sums[to++] += received[from++];
  },
});
