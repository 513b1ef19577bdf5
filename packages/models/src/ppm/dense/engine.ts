import type { Perceptron } from './perceptron.ts';

/** Labelled inputs; what an engine is opened over. */
export interface LabelledInputs {
  readonly n: number;
  /** [n, in]. */
  readonly inputs: Float32Array;
  /** Classes from 0 on; [n]. */
  readonly labels: ArrayLike<number>;
}

/** Where a multilayer perceptron of rectifiers stands; at most so many rows go through it at once, and their sums are made first. */
export interface DenseJob {
  readonly shape: Pick<Perceptron, 'shape' | 'parameters' | 'at'>;
  readonly data: LabelledInputs;
}

/** Rows that go through the layers together; their sum is made before it is added to others'. Part of the definition of every sum. */
export const CHUNK = 128;
/** Chunks whose sums are added in single precision before they are added in double. */
export const CHUNKS = 8;

/**
 * One replica of a rectifier network in single precision, with the inputs beside it. Rows are indices into the inputs.
 * Sums run over inputs, outputs and rows in ascending order; what is exactly zero (an input, a dead rectifier) is left out.
 */
export interface DenseEngine {
  /** `wasm` or `plain`, and what else computes some of it. */
  readonly name: string;
  /** Copies parameters in; [parameters], in the order of `Perceptron`. */
  load(theta: Float32Array): void;
  /** Copies parameters out. */
  store(theta: Float32Array): void;
  /** One parameter. */
  parameter(index: number): number;
  /** Affine outputs of the last layer; [rows, classes]. */
  scores(rows: Int32Array, out: Float32Array): void;
  /** θ −= scale · Σ over rows of the gradient of the cross-entropy. */
  descend(rows: Int32Array, scale: number): void;
  /** Writes Σ over rows of the gradient to `sum` [parameters], and the square of each row's own gradient to `squares` [rows]. */
  gradient(rows: Int32Array, sum: Float64Array, squares?: Float64Array): void;
}
