import type { NetworkShape } from '@szilard/core';

/** An affine map between two layers of numbers. */
export interface NetworkLayer {
  readonly from: number;
  readonly to: number;
}

/** What an engine is opened for. */
export interface NetworkJob {
  readonly layers: readonly NetworkLayer[];
  readonly activation: NetworkShape['activation'];
  /** Does anybody ask what comes back to the inputs? */
  readonly toInputs: boolean;
  /** Blocks of rows that are kept for their way back. */
  readonly slots: number;
}

/**
 * A network in single precision. Parameters and sums in the order of the contract: of each layer the weights [from, to], then the biases.
 * Sums run over inputs, outputs and rows in ascending order; what is exactly zero (an input, a dead rectifier) is left out. A block has
 * at most CHUNK rows.
 */
export interface NetworkEngine {
  /** Copies parameters in. */
  load(parameters: Float32Array): void;
  /** [rows, in] → [rows, out], written to `outputs`; the way there is kept in `slot`. */
  forward(slot: number, inputs: Float32Array, outputs: Float32Array): void;
  /** Adds Σ over rows of outputGradient · ∂output/∂parameter to what is at hand, in single precision; where asked for, the same to every input [rows, in]. */
  back(slot: number, outputGradient: Float32Array, inputGradient?: Float32Array): void;
  /** Adds what is at hand to the sum, in double precision. */
  fold(): void;
  /** Writes the sum, rounded once, and starts anew. */
  take(sum: Float32Array): void;
}

export const parametersOf = (layers: readonly NetworkLayer[]): number => layers.reduce((sum, { from, to }) => sum + (from + 1) * to, 0);
