import { formatEstimate, formatUnit, significant, trimmed } from './number.ts';

/** One estimator on one task at one sample size; see `benchmark` of @szilard/core/compose. */
export interface BenchmarkLine {
  readonly quantity: string;
  readonly task: string;
  readonly estimator: string;
  readonly n: number;
  readonly truth: number;
  readonly unit: string;
  readonly bias: number;
  readonly biasError: number;
  readonly deviation: number;
  readonly claimed: number;
  readonly bound?: 'lower' | 'upper';
  readonly seconds: number;
  readonly refused?: string;
}

/** The three gates of an estimator, kept apart. */
export interface Gates {
  readonly estimator: string;
  /** The external case with recorded values that it meets; null: unverified. */
  readonly implementation: string | null;
  /** Cells of the table whose bias is within four of its errors or 5 % of the truth, of all that gave a number; bounds only on their own side. */
  readonly accuracy: readonly [met: number, of: number];
  /** Promises of the estimator contract that are kept, and those that are not. */
  readonly contract: readonly [kept: number, of: number, broken: readonly string[]];
}

export function isAccurate({ bias, biasError, truth, bound }: BenchmarkLine): boolean {
  const near = Math.max(4 * biasError, 0.05 * Math.abs(truth));
  // A bound keeps its promise on its own side, however far away.
  if (bound === 'lower') return bias <= near;
  if (bound === 'upper') return bias >= -near;
  return Math.abs(bias) <= near;
}

/** A Markdown table a quantity: bias ± its error, spread, the error that was claimed, time. */
export function benchmarkMarkdown(lines: readonly BenchmarkLine[], gates: readonly Gates[]): string {
  const parts = ['## Gates', '', '| estimator | implementation | accuracy | contract |', '|---|---|---:|---:|'];
  for (const { estimator, implementation, accuracy, contract } of gates)
    parts.push(
      `| ${estimator} | ${implementation ?? 'unverified'} | ${accuracy[1] === 0 ? 'no task' : accuracy.join(' of ')} | ${contract[0]} of ${contract[1]} |`,
    );
  for (const quantity of new Set(lines.map((line) => line.quantity))) {
    parts.push(
      '',
      `## ${quantity}`,
      '',
      '| task | truth | n | estimator | bias | spread | claimed error | ms |',
      '|---|---:|---:|---|---:|---:|---:|---:|',
    );
    for (const line of lines.filter((each) => each.quantity === quantity)) parts.push(`| ${cells(line).join(' | ')} |`);
  }
  return `${parts.join('\n')}\n`;
}

function cells(line: BenchmarkLine): string[] {
  const { task, truth, unit, n, estimator, bound, refused } = line;
  const head = [task, `${trimmed(truth)} ${formatUnit(unit)}`, String(n), bound ? `${estimator} (${bound} bound)` : estimator];
  if (refused !== undefined) return [...head, `refused: ${refused.replaceAll('|', '\\|')}`, '', '', ''];
  const { bias, biasError, deviation, claimed, seconds } = line;
  return [...head, formatEstimate(bias, biasError), significant(deviation, 2), significant(claimed, 2), significant(1000 * seconds, 2)];
}
