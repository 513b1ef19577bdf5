import { type Estimator, type Quantities, type RandomStream, SzilardError } from '@szilard/core';
import { type Replicates, replicatesOf } from './replicates.ts';
import { unitsOf } from './units.ts';

/**
 * Error by drawing the units again, with replacement, stratum by stratum [Efron1979, docs/theory.md 16]. For independent units.
 * Repetition r draws from `rng.fork(r)` alone. Not for estimators that dislike repeated samples (nearest neighbours, recurrence):
 * there take `jackknife` with blocks.
 */
export function bootstrap<Q extends keyof Quantities>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  repetitions = 200,
): Replicates {
  mustRepeat('bootstrap', repetitions);
  const { sizes, pick } = unitsOf(input);
  const values = Float64Array.from({ length: repetitions }, (_, r) => {
    const own = rng.fork(r);
    const chosen = sizes.map((size, k) => draws(size, size, own.fork(k)));
    return estimator.estimate(pick(chosen), own.fork('estimate')).value;
  });
  return replicatesOf(values, estimator.estimate(input, rng).value);
}

/** `count` whole numbers from 0 to size − 1. */
export function draws(count: number, size: number, rng: RandomStream): Int32Array {
  const uniform = new Float64Array(count);
  rng.fillUniform(uniform);
  return Int32Array.from(uniform, (u) => Math.floor(u * size));
}

export function mustRepeat(where: string, repetitions: number): void {
  if (Number.isInteger(repetitions) && repetitions >= 2) return;
  throw new SzilardError(
    'parameter',
    `[${where}] repetitions: expected a whole number from 2 on, got ${repetitions}. 200 give an error bar to 5 %.`,
  );
}
