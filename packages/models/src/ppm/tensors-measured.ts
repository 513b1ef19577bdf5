import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type NetworkShape, type NeuralNetwork, randomStream, type TensorBackend } from '@szilard/core';

/** From how many rows on a library is faster than kernels of ours, for one shape on one machine. */
export interface Crossover {
  /** Null: at none that was tried. */
  readonly rows: number | null;
  /** Seconds of a way there and back, the best of three. */
  readonly times: readonly { readonly rows: number; readonly szilard: number; readonly library: number }[];
}

/** By machine, library and shape, in words. */
export type Crossovers = Readonly<Record<string, Crossover>>;

const tried = [64, 256, 1024, 4096];

/** Where measurements are kept: beside those of other programs of this user. */
export const crossoverFile = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'szilard', 'networks.json');

/** All that is kept; nothing where nothing was. */
export function crossovers(file = crossoverFile()): Crossovers {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Crossovers;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw cause;
  }
}

/** What is kept of this shape on this machine, or what is measured now, and kept. */
export function crossoverOf(
  shape: NetworkShape,
  backend: TensorBackend,
  both: { readonly szilard: NeuralNetwork; readonly library: NeuralNetwork },
  clock: () => number,
  file = crossoverFile(),
): Crossover {
  const { layers, activation, embeddings } = shape;
  const what = [layers.join('-'), activation, ...(embeddings ? [`${embeddings.symbols} symbols as ${embeddings.width} numbers`] : [])];
  const key = [cpus()[0]?.model.trim() ?? process.arch, `${cpus().length} cores`, `Node ${process.versions.node}`, backend, ...what].join(
    ', ',
  );
  const known = crossovers(file)[key];
  if (known) return known;
  const found = measured(shape, both, clock);
  mkdirSync(dirname(file), { recursive: true });
  // Whole or not at all: others may read or write at the same time.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ ...crossovers(file), [key]: found }, null, 2)}\n`);
  renameSync(draft, file);
  return found;
}

function measured(
  { layers, embeddings }: NetworkShape,
  both: { readonly szilard: NeuralNetwork; readonly library: NeuralNetwork },
  clock: () => number,
): Crossover {
  const rng = randomStream(1);
  const parameters = both.szilard.initial(rng);
  const times = tried.map((rows) => {
    const inputs = Float32Array.from({ length: rows * layers[0] }, () =>
      embeddings ? Math.floor(embeddings.symbols * rng.uniform()) : rng.normal(),
    );
    const slope = new Float32Array(rows * layers[layers.length - 1]).fill(1 / rows);
    const seconds = (network: NeuralNetwork): number => {
      const turns = Array.from({ length: 5 }, () => {
        const begun = clock();
        network.pass(parameters, inputs).pullback(slope);
        return clock() - begun;
      });
      // The first two find code that is not compiled yet.
      return Math.min(...turns.slice(2)) / 1000;
    };
    return { rows, szilard: seconds(both.szilard), library: seconds(both.library) };
  });
  const last = times.findLastIndex(({ szilard, library }) => szilard <= library);
  return { rows: times[last + 1]?.rows ?? null, times };
}
