import { type RandomStream, SzilardError, type WatchOptions } from '@szilard/core';
import { type EnsembleBlock, type EnsembleSummary, ensembleSummary } from './ensemble-summary.ts';
import type { NetworkMethod } from './method.ts';
import type { ReactionNetwork } from './network.ts';
import { trajectoryRunner } from './trajectory.ts';

export interface NetworkSimulationOptions {
  /** When to look; rising, from 0, where the initial state holds. */
  readonly times: ArrayLike<number>;
  readonly trajectories: number;
  readonly rng: RandomStream;
  /** Index of the first trajectory: a range of a larger ensemble has the numbers that the whole has there. */
  readonly first?: number;
  /** Firings of one trajectory at most, so that a runaway growth is told and not awaited. */
  readonly mostFirings?: number;
  /** False: never by generated code. Changes speed and no number. */
  readonly generate?: boolean;
  /** How what happens next is drawn; absent: directly up to 16 reactions, by the next-reaction method beyond (docs/networks.md). */
  readonly method?: NetworkMethod;
}

/** Trajectories per block where a frame is small. */
const BLOCK = 64;
const BLOCK_NUMBERS = 1 << 20;

/**
 * Exact trajectories of a network by the direct method [Gillespie1977] or, where reactions are many, the next-reaction method
 * [Gibson2000], docs/theory.md 11: block after block, `null` at a pause within one. After a fault the finished trajectories of its block come first. Numbers depend on (seed, path, trajectory).
 */
export function* networkBlocks(network: ReactionNetwork, options: NetworkSimulationOptions): Generator<EnsembleBlock | null, void, void> {
  const { trajectories, rng, first = 0, mostFirings = 1e8, generate = true, method } = options;
  for (const [name, value, least] of [
    ['trajectories', trajectories, 1],
    ['first', first, 0],
    ['mostFirings', mostFirings, 1],
  ] as const)
    if (!Number.isSafeInteger(value) || value < least)
      throw new SzilardError('parameter', `[${network.source}] ${name}: expected a whole number of at least ${least}, got ${value}.`);
  const times = mustRise(options.times, network.source);
  const width = times.length * network.columns.length;
  const size = Math.max(1, Math.min(BLOCK, Math.floor(BLOCK_NUMBERS / Math.max(1, width))));
  const run = trajectoryRunner(network, { times, mostFirings, generate, method });
  for (let from = 0; from < trajectories; from += size) {
    const n = Math.min(size, trajectories - from);
    const stream = rng.trajectories(first + from, n);
    const frames = new Float64Array(n * width);
    let [firings, done] = [0, 0];
    try {
      for (; done < n; done++) {
        const steps = run(stream.lane(done), first + from + done, frames.subarray(done * width, (done + 1) * width));
        let step = steps.next();
        for (; !step.done; step = steps.next()) yield null;
        firings += step.value;
      }
    } catch (fault) {
      if (done > 0) yield { first: first + from, n: done, frames: frames.slice(0, done * width), firings };
      throw fault;
    }
    yield { first: first + from, n, frames, firings };
  }
}

/** Means and standard deviations of all columns at all times. */
export function simulateNetwork(network: ReactionNetwork, options: NetworkSimulationOptions): EnsembleSummary {
  const summary = ensembleSummary(namesOf(network), options.times);
  for (const block of networkBlocks(network, options)) if (block) summary.add(block);
  return summary.read();
}

/** The same numbers, giving way to timers and signals every few milliseconds. */
export async function simulateNetworkAsync(
  network: ReactionNetwork,
  { onProgress, signal, ...options }: NetworkSimulationOptions & WatchOptions,
): Promise<EnsembleSummary> {
  const summary = ensembleSummary(namesOf(network), options.times);
  let rested = performance.now();
  for (const block of networkBlocks(network, options)) {
    signal?.throwIfAborted();
    if (block) {
      summary.add(block);
      onProgress?.(block.first - (options.first ?? 0) + block.n);
    }
    if (performance.now() - rested < 20) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    rested = performance.now();
  }
  return summary.read();
}

const namesOf = ({ columns }: ReactionNetwork) => columns.map(({ name }) => name);

function mustRise(times: ArrayLike<number>, source: string): Float64Array {
  const out = Float64Array.from(times);
  out.forEach((time, k) => {
    if (!Number.isFinite(time) || time < 0 || (k > 0 && !(time > out[k - 1])))
      throw new SzilardError(
        'parameter',
        `[${source}] times: expected finite times that rise from 0 on, got ${time} after ${k > 0 ? out[k - 1] : 'the start'}.`,
      );
  });
  return out;
}
