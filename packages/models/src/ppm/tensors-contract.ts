/** Where tensors may live, fastest first. */
export const tensorBackends = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'] as const;
export type TensorBackend = (typeof tensorBackends)[number];

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

/** What the program asks of a tensor library, in plain arrays. A replica's numbers do not depend on who shares the call. */
export interface Tensors {
  readonly backend: TensorBackend;
  readonly report: readonly BackendReport[];
  /** Gradient of every replica's mean cross-entropy by automatic differentiation; [replicas, classes · (inputs + 1)], nats/length. */
  softmaxGradients(batch: SoftmaxBatch): Float32Array;
}

declare module '@szilard/core' {
  interface Environment {
    tensors: Tensors;
  }
}
