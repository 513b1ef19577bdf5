import type { Estimate } from '../contracts/estimator.ts';
import { type Coverage, HALF_68, HALF_95 } from '../numerics/coverage.ts';
import { moments } from '../numerics/moments.ts';

/** What repetitions on one known truth say of an estimator. */
export interface Scores {
  /** Mean of the estimates − truth, and its standard error. */
  readonly bias: number;
  readonly biasError: number;
  /** Standard deviation of the estimates. */
  readonly deviation: number;
  /** Mean of the standard errors that the estimator reported. */
  readonly claimed: number;
  readonly coverage: Coverage;
  /** Of those estimates that came without a caution; `share`: theirs of all. */
  readonly silent: Coverage & { readonly share: number };
}

export function scores(found: readonly Estimate[], truth: number): Scores {
  const { mean, stderr, variance } = moments(found.map(({ value }) => value));
  const silent = found.filter(({ cautions }) => cautions.length === 0);
  return {
    bias: mean - truth,
    biasError: stderr,
    deviation: Math.sqrt(variance),
    claimed: moments(found.map((each) => each.stderr)).mean,
    coverage: coverageOf(found, truth),
    silent: { ...coverageOf(silent, truth), share: silent.length / found.length },
  };
}

/** An infinite error bar would hold every truth and say nothing: it counts as a miss. NaN where there is nothing to count. */
function coverageOf(found: readonly Estimate[], truth: number): Coverage {
  const share = (width: number) =>
    found.filter(({ value, stderr }) => Number.isFinite(stderr) && Math.abs(value - truth) <= width * stderr).length / found.length;
  return { within68: share(HALF_68), within95: share(HALF_95) };
}
