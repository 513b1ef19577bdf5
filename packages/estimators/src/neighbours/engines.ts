import type { NeighbourEngine } from './engine.ts';
import type { Metric } from './metric.ts';
import { plainEngine } from './plain.ts';
import { wasmEngine } from './wasm.ts';

/** Compiled once; a program without nearest neighbours never does. */
let simd: NeighbourEngine | null | undefined;

/** The fastest engine there is. All give the same bits. */
export function fastEngine(): NeighbourEngine {
  if (simd === undefined) simd = wasmEngine();
  return simd ?? plainEngine;
}

/** The fastest that knows the metric. */
export const engineFor = (metric: Metric): NeighbourEngine => (metric.ends === undefined ? plainEngine : fastEngine());

/** The engine asked for, or the plain one where the room is too large for it. */
export const roomy = (asked: NeighbourEngine, bytes: number): NeighbourEngine => (bytes < asked.most ? asked : plainEngine);
