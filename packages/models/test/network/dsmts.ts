// Cases of the Discrete Stochastic Models Test Suite [Evans2008]: numbers read from outside, none kept here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '@szilard/core';
import { type NetworkMethod, networkBlocks, readNetwork } from '@szilard/models';

export interface DsmtsCase {
  readonly id: string;
  readonly network: { readonly parameters: Readonly<Record<string, number>>; readonly needs_compartment_semantics: boolean };
  readonly columns: readonly string[];
  readonly mean_csv: string;
  readonly sd_csv: string;
}

export const dsmtsCases = (folder: string): DsmtsCase[] =>
  JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')).cases.filter(({ mean_csv }: DsmtsCase) =>
    existsSync(join(folder, mean_csv)),
  );

/** How far an ensemble is from the suite's tables. */
export interface Outside {
  /** Points with |Z| ≥ 3, Z = √n (mean − μ)/σ. */
  readonly mean: number;
  /** Points with |Y| ≥ 5, Y = √(n/2) (S²/σ² − 1), S² about the true mean. */
  readonly sd: number;
  /** Points that do not vary and are missed. */
  readonly exact: number;
  /** Largest |Z|. */
  readonly worstMean: number;
  /** Largest |S² − σ²| in standard errors of S² itself: unlike Y it knows heavy tails. */
  readonly worstSpread: number;
}

export function held(folder: string, one: DsmtsCase, trajectories: number, document: unknown = one, method?: NetworkMethod) {
  const times = Array.from({ length: 51 }, (_, k) => k);
  const network = readNetwork(document, { source: one.id });
  const table = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => line.split(',').slice(1).map(Number));
  const [mu, sigma] = [table(one.mean_csv), table(one.sd_csv)];
  const width = mu.length;
  // Powers of x − μ: first, second and fourth.
  const sums = Array.from({ length: 3 }, () => new Float64Array(width));
  const options = { times, trajectories, rng: randomStream(1).fork(one.id), ...(method ? { method } : {}) };
  for (const block of networkBlocks(network, options)) {
    if (!block) continue;
    for (let at = 0; at < block.frames.length; at++) {
      const off = block.frames[at] - mu[at % width];
      sums[0][at % width] += off / trajectories;
      sums[1][at % width] += off ** 2 / trajectories;
      sums[2][at % width] += off ** 4 / trajectories;
    }
  }
  const outside = { mean: 0, sd: 0, exact: 0, worstMean: 0, worstSpread: 0 };
  for (let k = 0; k < width; k++) {
    const [off, square, fourth] = sums.map((sum) => sum[k]);
    if (sigma[k] === 0) {
      if (square !== 0) outside.exact++;
      continue;
    }
    const z = (Math.sqrt(trajectories) * off) / sigma[k];
    const y = Math.sqrt(trajectories / 2) * (square / sigma[k] ** 2 - 1);
    const stderr = Math.sqrt((fourth - square ** 2) / trajectories);
    if (!(Math.abs(z) < 3)) outside.mean++;
    if (!(Math.abs(y) < 5)) outside.sd++;
    outside.worstMean = Math.max(outside.worstMean, Math.abs(z));
    outside.worstSpread = Math.max(outside.worstSpread, Math.abs(square - sigma[k] ** 2) / stderr);
  }
  return { columns: network.columns.map(({ name }) => name), outside: outside as Outside };
}
