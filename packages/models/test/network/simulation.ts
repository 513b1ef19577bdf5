import { randomStream } from '@szilard/core';
import {
  type EnsembleSummary,
  type NetworkSimulationOptions,
  networkBlocks,
  type ReactionNetwork,
  readNetwork,
  simulateNetwork,
} from '@szilard/models';

export const network = (document: unknown): ReactionNetwork => readNetwork(document, { source: 'net.json' });

type Options = Partial<NetworkSimulationOptions> & { readonly times: readonly number[]; readonly seed?: number };

const complete = ({ seed = 1, trajectories = 4000, ...rest }: Options): NetworkSimulationOptions => ({
  trajectories,
  rng: randomStream(seed).fork('network'),
  ...rest,
});

export const simulated = (document: unknown, options: Options): EnsembleSummary => simulateNetwork(network(document), complete(options));

/** Every frame of every trajectory; [trajectories, times, columns]. */
export function frames(document: unknown, options: Options): Float64Array {
  const parts = [...networkBlocks(network(document), complete(options))].flatMap((block) => (block ? [...block.frames] : []));
  return Float64Array.from(parts);
}

/** Mean of a column at one of the times, with its standard error. */
export function meanAt({ columns, trajectories, mean, sd }: EnsembleSummary, column: string, k: number) {
  const at = k * columns.length + columns.indexOf(column);
  return { value: mean[at], stderr: sd[at] / Math.sqrt(trajectories) };
}
