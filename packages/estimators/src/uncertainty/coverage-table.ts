import type { Estimator, Quantities, RandomStream } from '@szilard/core';
import { type Coverage, coverage, type Known } from './coverage.ts';

/** One line of a coverage table: an estimator, and samples whose truth is known. */
export interface CoverageCase<Q extends keyof Quantities = any> {
  /** What is estimated from what, e.g. `bar, normal work of variance 1, 200 + 200`. */
  readonly name: string;
  build(): Estimator<Q>;
  sample(rng: RandomStream): Known<Q>;
}

/** Coverage case by case; every case draws from a fork of its own name. */
export const coverageTable = (
  cases: readonly CoverageCase[],
  rng: RandomStream,
  repetitions = 200,
): (Coverage & { readonly name: string })[] =>
  cases.map(({ name, build, sample }) => ({ name, ...coverage(build, sample, rng.fork(name), repetitions) }));

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The table as Markdown. */
export function coverageMarkdown(rows: readonly (Coverage & { readonly name: string })[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['case', '68 %', '95 %', 'bias', 'error bar / spread', 'calibrated']),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows.map(({ name, within68, within95, bias, ratio, calibrated }) =>
      line([
        name,
        percent(within68),
        percent(within95),
        `${bias.value.toPrecision(2)} ± ${bias.stderr.toPrecision(1)}`,
        ratio.toFixed(2),
        calibrated ? 'yes' : 'no',
      ]),
    ),
  ].join('\n');
}
