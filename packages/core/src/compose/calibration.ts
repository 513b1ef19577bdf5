import { covers } from '../numerics/coverage.ts';
import type { BenchmarkRow } from './benchmark.ts';

/**
 * What error bars do on one task. `covers`: all of them, or those that come without a caution, hold the truth as often as they should;
 * `warned`: most come with a caution. Else why they do not: `biased` by half the spread or more, `wide` or `narrow` beside it, or `refused`.
 */
export type CoverageVerdict = 'covers' | 'warned' | 'biased' | 'wide' | 'narrow' | 'refused';

/** Fewer estimates without a caution than this share are not judged by themselves. */
const FEW = 0.2;

export function coverageVerdict({ coverage, silent, bias, deviation, claimed, refused }: BenchmarkRow): CoverageVerdict {
  if (refused !== undefined) return 'refused';
  if (covers(coverage)) return 'covers';
  if (silent.share < FEW) return 'warned';
  if (covers(silent)) return 'covers';
  if (!(Math.abs(bias) < 0.5 * deviation)) return 'biased';
  return claimed > deviation ? 'wide' : 'narrow';
}

/** Covers on some task, and silently fails on none. Undefined where no row tells. */
export function isCalibrated(rows: readonly BenchmarkRow[]): boolean | undefined {
  const verdicts = rows.map(coverageVerdict).filter((verdict) => verdict !== 'refused');
  if (verdicts.length === 0) return undefined;
  return verdicts.includes('covers') && verdicts.every((verdict) => verdict === 'covers' || verdict === 'warned');
}
