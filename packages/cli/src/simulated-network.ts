import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { randomStream, SzilardError } from '@szilard/core';
import { networkBlocks, parseJson, readNetwork } from '@szilard/models';
import { pairs } from './arguments.ts';
import { mustFit, type SimulatedEnsemble } from './simulated-ensemble.ts';
import { timeGrid } from './time-grid.ts';

export const isNetworkFile = (subject: string): boolean => /\.json$/i.test(subject) || (existsSync(subject) && statSync(subject).isFile());

/** The ensemble of a reaction network in a file. */
export function networkEnsemble(
  path: string,
  options: {
    readonly trajectories: number;
    readonly seed: string;
    readonly mostFirings: number;
    readonly times?: string;
    readonly case?: string;
    readonly param?: string[];
  },
): SimulatedEnsemble {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new SzilardError('input', `[simulate] ${path}: expected a file with a reaction network, got none. Check the path.`);
  const params = pairs(options.param);
  const network = readNetwork(parseJson(readFileSync(path, 'utf8'), path), { source: basename(path), case: options.case, params });
  const times = timeGrid(options.times ?? network.times ?? '0:50:1');
  const columns = network.columns.map(({ name }) => name);
  mustFit(times.length, columns.length);
  const rng = randomStream(options.seed).fork('network');
  return {
    name: network.source,
    times,
    columns,
    blocks: networkBlocks(network, { times, trajectories: options.trajectories, rng, mostFirings: options.mostFirings }),
    about: { network: path, ...(options.case === undefined ? {} : { case: options.case }), params },
  };
}
