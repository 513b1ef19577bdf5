import type { NeighbourEngine } from './engine.ts';
import type { Metric } from './metric.ts';
import { plainEngine } from './plain.ts';
import { wasmEngine } from './wasm.ts';

/** Compiled once; a program without nearest neighbours never does. */
let simd: NeighbourEngine | null | undefined;

/** The fastest engine that knows the metric. All give the same bits. */
export function engineFor(metric: Metric): NeighbourEngine {
  if (metric.ends === undefined) return plainEngine;
  if (simd === undefined) simd = wasmEngine();
  return simd ?? plainEngine;
}
