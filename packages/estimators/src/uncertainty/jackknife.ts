import { type Estimator, moments, type Quantities, type RandomStream, SzilardError } from '@szilard/core';
import { unitsOf } from './units.ts';

export interface Jackknife {
  readonly stderr: number;
  /** (g − 1)(mean of the values with one left out − the estimate), summed over strata: the bias of order 1/n [Quenouille1956]. */
  readonly bias: number;
  /** The estimate with every group left out in turn, stratum after stratum. */
  readonly values: Float64Array;
}

export interface JackknifeOptions {
  /** Contiguous groups that each stratum is cut into; 0: every unit by itself. Groups longer than the memory make correlated units harmless. */
  readonly blocks?: number;
}

/**
 * Error by leaving out groups of units in turn [Tukey1958, docs/theory.md 16]; strata add up:
 *
 *     σ² = Σ_strata (g − 1)/g Σ_groups (value without the group − their mean)²
 *
 * No unit comes twice, so that nearest-neighbour estimators may have it. Not for medians and other numbers that jump.
 */
export function jackknife<Q extends keyof Quantities>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  { blocks = 0 }: JackknifeOptions = {},
): Jackknife {
  const { sizes, pick } = unitsOf(input);
  const all = sizes.map((size) => Int32Array.from({ length: size }, (_, i) => i));
  const value = estimator.estimate(input, rng).value;
  let [variance, bias] = [0, 0];
  const values: number[] = [];
  for (const [k, size] of sizes.entries()) {
    if (size === 0) continue;
    const groups = blocks === 0 ? size : blocks;
    if (!(Number.isInteger(groups) && groups >= 2 && groups <= size)) {
      throw new SzilardError(
        'parameter',
        `[jackknife] blocks: expected 0, or a whole number from 2 to the ${size} units of stratum ${k}, got ${blocks}. 20 to 50 are usual.`,
      );
    }
    const without = Float64Array.from({ length: groups }, (_, g) => {
      const [from, to] = [Math.floor((g * size) / groups), Math.floor(((g + 1) * size) / groups)];
      const chosen = all.map((units, j) => (j === k ? units.filter((i) => i < from || i >= to) : units));
      return estimator.estimate(pick(chosen), rng.fork(`${k}/${g}`)).value;
    });
    const { mean, variance: spread } = moments(without);
    variance += ((groups - 1) ** 2 / groups) * spread;
    bias += (groups - 1) * (mean - value);
    values.push(...without);
  }
  const finite = values.every(Number.isFinite);
  return {
    stderr: finite ? Math.sqrt(variance) : Number.POSITIVE_INFINITY,
    bias: finite ? bias : Number.NaN,
    values: Float64Array.from(values),
  };
}
