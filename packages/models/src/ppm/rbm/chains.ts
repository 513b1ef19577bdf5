import type { Batch, RandomStream } from '@szilard/core';
import type { Layer } from './fields.ts';
import { plainChains } from './plain-chains.ts';
import type { RbmShape } from './shape.ts';
import { wasmChains } from './wasm-chains.ts';

/** Where chains of one machine keep their states, and how hot each is. */
export interface ChainsJob {
  readonly shape: RbmShape;
  /** [n, dim]: v from `labels` on, then h. */
  readonly x: Batch;
  readonly labels: number;
  /** Inverse temperatures; [n], 1/energy. */
  readonly beta: Float64Array;
}

/**
 * n chains of one machine side by side, in double precision. What a unit feels is its bias, then for every eight units of the other layer
 * the sum of two sums of four: of the weights of those that are on, ascending. Σ unit · field: even and odd units by themselves, then both.
 */
export interface Chains {
  readonly name: 'wasm' | 'plain';
  /** The machine from now on. */
  load(theta: Float64Array): void;
  /** Takes the states over. */
  read(): void;
  /**
   * Every unit of a layer from its law given the other layer, u < 1/(1 + e^−βf), one uniform number a unit; Σ unit · field to `before` and
   * `after` the draw; [n], energy.
   */
  draw(layer: Layer, rng: RandomStream, before: Float64Array, after: Float64Array): void;
  /** Hands the states of a layer back. */
  write(layer: Layer): void;
}

/** The fastest there is. */
export const chainsOf = (job: ChainsJob): Chains => wasmChains(job) ?? plainChains(job);
