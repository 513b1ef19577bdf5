import { formatUnit, significant, trimmed } from './number.ts';

/** How often one estimator's error bars held the truth of one task; see `benchmark` of @szilard/core/compose. */
export interface CoverageLine {
  readonly quantity: string;
  readonly task: string;
  readonly estimator: string;
  readonly n: number;
  readonly seeds: number;
  readonly truth: number;
  readonly unit: string;
  readonly bias: number;
  readonly deviation: number;
  readonly claimed: number;
  readonly coverage: Shares;
  readonly silent: Shares & { readonly share: number };
  readonly bound?: 'lower' | 'upper';
  readonly refused?: string;
  readonly verdict: 'covers' | 'warned' | 'biased' | 'wide' | 'narrow' | 'refused';
}

interface Shares {
  readonly within68: number;
  readonly within95: number;
}

const words: Readonly<Record<CoverageLine['verdict'], string>> = {
  covers: 'covers',
  warned: 'warned of',
  biased: '**biased**',
  wide: '**too wide**',
  narrow: '**too narrow**',
  refused: 'refused',
};
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const percent = (share: number) => (Number.isNaN(share) ? '' : (100 * share).toFixed(1));

/** Markdown: what every estimator claims and where it keeps that, then every task. `claims`: estimators in order, and what they say. */
export function coverageReport(
  lines: readonly CoverageLine[],
  claims: readonly { readonly estimator: string; readonly calibrated: boolean }[],
): string {
  const parts = [row(['estimator', 'calibrated', 'covers', 'warned of', 'fails silently']), '|---|---|---:|---:|---|'];
  for (const { estimator, calibrated } of claims) {
    const own = lines.filter((line) => line.estimator === estimator && line.verdict !== 'refused');
    const count = (verdict: CoverageLine['verdict']) => own.filter((line) => line.verdict === verdict).length;
    const failing = own.filter(({ verdict }) => verdict !== 'covers' && verdict !== 'warned');
    const fails = failing.map(({ task, verdict }) => `${words[verdict].replaceAll('**', '')}: ${task.split('/')[1]}`).join('; ');
    const measured = own.length === 0 ? ['', '', 'no task'] : [`${count('covers')} of ${own.length}`, String(count('warned')), fails];
    parts.push(row([estimator, calibrated ? 'yes' : 'no', ...measured]));
  }
  for (const quantity of new Set(lines.map((line) => line.quantity))) {
    parts.push('', `## ${quantity}`, '');
    parts.push(row(['task', 'truth', 'n', 'estimator', '68 %', '95 %', 'silent', '68 %', '95 %', 'bias/spread', 'bar/spread', '']));
    parts.push('|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---|');
    for (const line of lines.filter((each) => each.quantity === quantity)) parts.push(row(cells(line)));
  }
  return `${parts.join('\n')}\n`;
}

function cells(line: CoverageLine): string[] {
  const { task, truth, unit, n, estimator, bound, coverage, silent, bias, deviation, claimed, verdict } = line;
  const head = [task, `${trimmed(truth)} ${formatUnit(unit)}`, String(n), bound ? `${estimator} (${bound} bound)` : estimator];
  if (verdict === 'refused') return [...head, '', '', '', '', '', '', '', words[verdict]];
  const shares = [coverage.within68, coverage.within95, silent.share];
  // Where all or none are silent, those without a caution tell nothing new.
  const apart = silent.share > 0 && silent.share < 1 ? [silent.within68, silent.within95] : [Number.NaN, Number.NaN];
  // One estimate that is infinite leaves no spread.
  const ratios = [bias / deviation, claimed / deviation].map((ratio) => (Number.isFinite(ratio) ? significant(ratio, 2) : ''));
  return [...head, ...[...shares, ...apart].map(percent), ...ratios, words[verdict]];
}
