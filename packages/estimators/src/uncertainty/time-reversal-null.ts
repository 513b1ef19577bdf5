import type { Ensemble, Estimator, Quantities, RandomStream } from '@szilard/core';
import { mustRepeat } from './bootstrap.ts';
import { type NullTest, nullTest, type Side } from './null-test.ts';
import { windowsOf } from './windows.ts';

export interface TimeReversalOptions {
  readonly repetitions?: number;
  readonly side?: Side;
  /** ±1 per component: which of them change sign with time; absent, none. */
  readonly parity?: Int8Array;
  /** Frames per piece that is turned as a whole, for few long trajectories; 0: trajectories as they are. */
  readonly block?: number;
}

/**
 * Does the number exceed what time-symmetric series give? If forward and reversed trajectories are alike, turning each over or
 * not by the toss of a coin changes nothing [docs/theory.md 16]. With `block` the value, too, is that of the pieces.
 */
export function timeReversalNull<Q extends 'entropy-production-rate'>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  { repetitions = 199, side = 'greater', parity, block = 0 }: TimeReversalOptions = {},
): NullTest {
  mustRepeat('timeReversalNull', repetitions);
  const whole = block > 0 ? windowsOf('timeReversalNull', input, block, block) : input;
  const draws = Float64Array.from({ length: repetitions }, (_, r) => {
    const own = rng.fork(r);
    return estimator.estimate({ ...whole, series: tossed(whole.series, parity, own) }, own.fork('estimate')).value;
  });
  return nullTest(estimator.estimate(whole, rng).value, draws, side);
}

function tossed(series: Ensemble, parity: Int8Array | undefined, rng: RandomStream): Ensemble {
  const { trajectories, steps, dim, data } = series;
  const uniform = new Float64Array(trajectories);
  rng.fillUniform(uniform);
  const out = data.slice();
  for (let i = 0; i < trajectories; i++) {
    if (uniform[i] < 0.5) continue;
    for (let t = 0; t < steps; t++)
      for (let k = 0; k < dim; k++) out[(i * steps + t) * dim + k] = data[(i * steps + steps - 1 - t) * dim + k] * (parity ? parity[k] : 1);
  }
  return { ...series, data: out };
}
