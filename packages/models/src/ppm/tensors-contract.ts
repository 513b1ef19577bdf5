import type { TensorBackend } from '@szilard/core';

export type { BackendReport, NetworkShape, NeuralNetwork, SoftmaxBatch, TensorBackend, Tensors } from '@szilard/core';

/** Where tensors may live, fastest first. */
export const tensorBackends = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'] as const satisfies readonly TensorBackend[];
