import { covers, type Estimate, type Estimator, moments, type Quantities, type RandomStream, SzilardError, type Task } from '@szilard/core';
import { halfWidth } from './normal-quantile.ts';

/** Samples and the number that an estimator should find in them. */
export interface Known<Q extends keyof Quantities> {
  readonly input: Quantities[Q];
  readonly truth: number;
}

/** Samples of a task, n at a time, for `coverage`. */
export const known =
  <Q extends keyof Quantities>({ sample, truth }: Task<Q>, n: number) =>
  (rng: RandomStream): Known<Q> => ({ input: sample(n, rng), truth });

/** How often value ± error bars held the truth. */
export interface Coverage {
  readonly repetitions: number;
  /** Share of intervals value ± 0.994 stderr that held the truth; 0.68 if the error bar is right. */
  readonly within68: number;
  /** Share of intervals value ± 1.96 stderr that held the truth; 0.95 if the error bar is right. */
  readonly within95: number;
  /** Mean of value − truth, and its standard error. */
  readonly bias: { readonly value: number; readonly stderr: number };
  /** Mean reported error over the true one, the spread of the values. */
  readonly ratio: number;
  /** Repetitions without a finite value and error; they count as misses. */
  readonly lost: number;
  /** 60 to 76 % and 90 to 98 %: the error bar means what it says, on this case. */
  readonly calibrated: boolean;
}

const [NARROW, WIDE] = [halfWidth(0.68), halfWidth(0.95)];

/**
 * Coverage of an estimator's error bar, by repetition on known truths [docs/theory.md 16]. Repetition r draws from
 * `rng.fork(r)` alone: more repetitions leave the first ones as they were.
 */
export function coverage<Q extends keyof Quantities>(
  build: () => Estimator<Q>,
  sample: (rng: RandomStream) => Known<Q>,
  rng: RandomStream,
  repetitions = 200,
): Coverage {
  if (!(repetitions >= 2)) {
    throw new SzilardError('parameter', `[coverage] repetitions: expected at least 2, got ${repetitions}. 200 tell 95 % from 90 %.`);
  }
  const estimator = build();
  const outcomes = Array.from({ length: repetitions }, (_, r) => {
    const own = rng.fork(r);
    const { input, truth } = sample(own.fork('sample'));
    const { value, stderr }: Pick<Estimate, 'value' | 'stderr'> = estimator.estimate(input, own.fork('estimate'));
    return { value, stderr, truth };
  });
  const finite = outcomes.filter(({ value, stderr }) => Number.isFinite(value) && Number.isFinite(stderr));
  const share = (width: number) =>
    finite.filter(({ value, stderr, truth }) => Math.abs(value - truth) <= width * stderr).length / repetitions;
  const [within68, within95] = [share(NARROW), share(WIDE)];
  const errors = moments(finite.map(({ value, truth }) => value - truth));
  return {
    repetitions,
    within68,
    within95,
    bias: { value: errors.mean, stderr: errors.stderr },
    ratio: moments(finite.map(({ stderr }) => stderr)).mean / Math.sqrt(errors.variance),
    lost: repetitions - finite.length,
    calibrated: covers({ within68, within95 }),
  };
}
