// Ours, through the public API: a reaction network of species that are born and die, so many channels.
//   node bench/ours/networks.mjs CHANNELS [direct|rule] [firings, about] [repeats]
import { randomStream } from '@szilard/core';
import { networkBlocks, readNetwork } from '@szilard/models';
import { timed } from './timed.mjs';

const [channels, method = 'rule', ...rest] = process.argv.slice(2);
const [firings = 200_000, repeats = 3] = rest.map(Number);
const species = Array.from({ length: Number(channels) / 2 }, (_, k) => `S${k}`);
const network = readNetwork({
  initial: Object.fromEntries(species.map((name) => [name, 10])),
  reactions: species.flatMap((name) => [
    [`0 -> ${name}`, 10],
    [`${name} -> 0`, 1],
  ]),
});
const trajectories = 4;
// Ten firings of each channel per unit of time.
const times = [firings / (10 * Number(channels) * trajectories)];
const options = { times, trajectories, rng: randomStream(1), ...(method === 'direct' ? { method } : {}) };
const run = () => {
  let fired = 0;
  for (const block of networkBlocks(network, options)) fired += block?.firings ?? 0;
  return fired;
};
const impl = method === 'direct' ? 'direct' : 'Szilard, simulateNetwork()';
timed({ job: `${channels} channels`, impl, units: run(), repeats, go: run });
