import type { RandomStream } from './random.ts';

/** Where tensors may live. */
export type TensorBackend = 'tfjs-node-gpu' | 'tfjs-node' | 'wasm' | 'cpu';

export interface BackendReport {
  readonly backend: TensorBackend;
  readonly taken: boolean;
  /** Why it was taken or passed over. */
  readonly why: string;
}

/** A mini-batch and the replicas that see it. Single precision. */
export interface SoftmaxBatch {
  /** [batch, inputs]. */
  readonly inputs: Float32Array;
  /** [batch], whole numbers below `classes`. */
  readonly labels: Int32Array;
  /** Per replica the weights [classes, inputs], then the biases [classes]; [replicas, classes · (inputs + 1)]. */
  readonly parameters: Float32Array;
  readonly replicas: number;
  readonly classes: number;
}

/** Layers of numbers, each an affine map of the one before, all but the last bent by `activation`. */
export interface NetworkShape {
  /** Numbers in, in every hidden layer, out. */
  readonly layers: readonly number[];
  readonly activation: 'relu' | 'tanh' | 'softplus';
  /** Inputs are symbols 0, 1, … below `symbols`, each taken for `width` learnt numbers; `layers[0]` counts symbols. */
  readonly embeddings?: { readonly symbols: number; readonly width: number };
}

/** Who computes a network: kernels of ours, with the same bits on every machine, or a tensor library. */
export type NetworkBackend = 'szilard' | TensorBackend;

/** ∂objective/∂output of some pairs of rows, from their outputs; [rows, out] both. */
export type OutputGradient = (outputs: Float32Array) => Float32Array;

/** One pass through a network, and its way back. */
export interface NetworkPass {
  /** [n, out]. */
  readonly outputs: Float32Array;
  /** As `pullback` of the network, with the parameters and inputs of this pass; cheapest before the network's next call. */
  pullback(outputGradient: Float32Array): Float32Array;
}

/** A small neural network in plain arrays. Single precision; whoever sums or takes logarithms does so in double. */
export interface NeuralNetwork {
  readonly backend: NetworkBackend;
  /**
   * How many numbers shape it. In order: the embedding [symbols, width] if there is one, then for every layer its weights
   * [from, to] and its biases [to].
   */
  readonly parameters: number;
  /** Weights N(0, 2/from) before `relu`, N(0, 1/from) otherwise, biases 0, embeddings N(0, 1); [parameters]. The same on any backend. */
  initial(rng: RandomStream): Float32Array;
  /** [n, in] → [n, out]. */
  outputs(parameters: Float32Array, inputs: Float32Array): Float32Array;
  /**
   * Σ over rows and outputs of outputGradient · ∂output/∂parameter, by automatic differentiation; [n, in], [n, out] → [parameters]. Where
   * the gradient of a pair of rows, 2i and 2i + 1, is a function of their outputs alone, that function may be given: it is asked for some
   * pairs at a time.
   */
  pullback(parameters: Float32Array, inputs: Float32Array, outputGradient: Float32Array | OutputGradient): Float32Array;
  /** Outputs now and the pullback later, for less than both; neither array may change in between. */
  pass(parameters: Float32Array, inputs: Float32Array): NetworkPass;
}

/** What the program asks of a tensor library, in plain arrays. */
export interface Tensors {
  readonly backend: TensorBackend;
  readonly report: readonly BackendReport[];
  /**
   * Gradient of every replica's mean cross-entropy by automatic differentiation; [replicas, classes · (inputs + 1)], nats/length.
   * A replica's numbers do not depend on who shares the call.
   */
  softmaxGradients(batch: SoftmaxBatch): Float32Array;
  /** `rows`: how many a step of training will have, for whoever chooses by it who computes. */
  network(shape: NetworkShape, rows?: number): NeuralNetwork;
}
