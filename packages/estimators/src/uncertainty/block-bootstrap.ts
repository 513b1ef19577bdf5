import { type Estimator, type Quantities, type RandomStream, SzilardError } from '@szilard/core';
import { draws, mustRepeat } from './bootstrap.ts';
import { type Replicates, replicatesOf } from './replicates.ts';
import { unitsOf } from './units.ts';
import { holdsSeries, windowsOf } from './windows.ts';

export interface BlockBootstrapOptions {
  /** Mean length of a block, in units or frames; several autocorrelation times. */
  readonly length: number;
  /** `moving`: blocks of that length. `stationary`: geometric lengths, the last unit followed by the first [Politis1994]. */
  readonly blocks?: 'moving' | 'stationary';
  readonly repetitions?: number;
}

/**
 * Error by drawing again whole blocks of neighbours [Kunsch1989, docs/theory.md 16]. For units in the order of time that
 * remember each other. Of time series (transfer entropy, entropy production) it draws windows of `length` frames, which then
 * pass for independent trajectories; these are always moving.
 */
export function blockBootstrap<Q extends keyof Quantities>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  { length, blocks = 'stationary', repetitions = 200 }: BlockBootstrapOptions,
): Replicates {
  mustRepeat('blockBootstrap', repetitions);
  if (!(length >= 1))
    throw new SzilardError('parameter', `[blockBootstrap] length: expected at least 1, got ${length}. Take several autocorrelation times.`);
  const values = holdsSeries(input)
    ? windowValues(estimator, input, rng, Math.round(length), repetitions)
    : unitValues(estimator, input, rng, { length, blocks, repetitions });
  return replicatesOf(values, estimator.estimate(input, rng).value);
}

function windowValues<Q extends keyof Quantities>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  length: number,
  repetitions: number,
): Float64Array {
  const apart = unitsOf(windowsOf('blockBootstrap', input, length, length)).sizes[0];
  const { sizes, pick } = unitsOf(windowsOf('blockBootstrap', input, length, 1));
  return Float64Array.from({ length: repetitions }, (_, r) => {
    const own = rng.fork(r);
    return estimator.estimate(pick([draws(apart, sizes[0], own.fork(0))]), own.fork('estimate')).value;
  });
}

function unitValues<Q extends keyof Quantities>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  { length, blocks, repetitions }: Required<BlockBootstrapOptions>,
): Float64Array {
  const { sizes, pick } = unitsOf(input);
  const chain = blocks === 'moving' ? movingBlocks : stationaryBlocks;
  return Float64Array.from({ length: repetitions }, (_, r) => {
    const own = rng.fork(r);
    const chosen = sizes.map((size, k) => chain(size, length, own.fork(k)));
    return estimator.estimate(pick(chosen), own.fork('estimate')).value;
  });
}

function movingBlocks(size: number, length: number, rng: RandomStream): Int32Array {
  const width = Math.min(Math.round(length), size);
  const starts = draws(Math.ceil(size / Math.max(1, width)), size - width + 1, rng);
  return Int32Array.from({ length: size }, (_, i) => starts[Math.floor(i / width)] + (i % width));
}

function stationaryBlocks(size: number, length: number, rng: RandomStream): Int32Array {
  const uniform = new Float64Array(2 * size);
  rng.fillUniform(uniform);
  const chosen = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const anew = i === 0 || uniform[2 * i] < 1 / length;
    chosen[i] = anew ? Math.floor(uniform[2 * i + 1] * size) : (chosen[i - 1] + 1) % size;
  }
  return chosen;
}
