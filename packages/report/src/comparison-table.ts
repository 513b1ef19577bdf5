import type { Estimate } from '@szilard/core';
import { estimateLabels } from './labels.ts';
import { formatEstimate, formatScore, formatUnit, trimmed, zScore } from './number.ts';
import { pad, tint, width, wrap } from './text.ts';
import type { Comparison } from './types.ts';
import type { TableOptions } from './verdict-table.ts';

/** |z| above which an estimate disagrees with the truth. */
export const DISAGREES = 4;

/** Every quantity with its exact value, and below it each estimate ± one standard error, its z and its cautions. */
export function comparisonTable(
  comparisons: readonly Comparison[],
  { color = false, width: limit = Number.POSITIVE_INFINITY }: TableOptions = {},
): string {
  const rows = comparisons.map((comparison) => ({ comparison, labels: estimateLabels(comparison.estimates) }));
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(width));
  const label = widest(rows.flatMap(({ labels }) => labels));
  const value = widest(comparisons.flatMap(({ estimates }) => estimates.map(valueText)));
  const estimateLines = (estimate: Estimate, name: string, truth: number | null): string[] => {
    const z = zScore(estimate, truth);
    const mark = z === null ? '' : tint(`z ${formatScore(z)}`, Math.abs(z) > DISAGREES ? 'red' : 'green', color);
    const cautions = estimate.cautions.flatMap((caution) => wrap(`caution: ${caution}`, Math.max(40, limit - 6)));
    return [
      `    ${pad(name, label)}  ${pad(valueText(estimate), value)}  ${mark}`.trimEnd(),
      ...cautions.map((text) => `      ${tint(text, 'yellow', color)}`),
    ];
  };
  return rows
    .flatMap(({ comparison, labels }) => [
      `${comparison.quantity}  ${comparison.system}  ${truthText(comparison)}`,
      ...comparison.estimates.flatMap((estimate, i) => estimateLines(estimate, labels[i], comparison.truth)),
    ])
    .join('\n');
}

const SIGNS = { lower: '≥ ', upper: '≤ ' } as const;
const valueText = ({ value, stderr, unit, bound }: Estimate): string =>
  `${bound ? SIGNS[bound] : ''}${formatEstimate(value, stderr)} ${formatUnit(unit)}`.trimEnd();

/** `exact 0.02703 (theory 3)`. */
export function truthText({ truth, truthSource }: Pick<Comparison, 'truth' | 'truthSource'>): string {
  const source = truthSource === '' ? '' : ` (${truthSource})`;
  return truth === null ? `no exact value known${source}` : `exact ${trimmed(truth)}${source}`;
}
