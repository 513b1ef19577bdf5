import { estimateLabels } from '../labels.ts';
import { formatUnit } from '../number.ts';
import type { Comparison } from '../types.ts';
import { domain } from './domain.ts';
import { ink, type Spec, schema, theme } from './theme.ts';

/** Estimates with one and two standard errors, and a vertical line at the truth. Estimates without a value are left to the table. */
export function comparisonChart({ truth, estimates }: Comparison): Spec {
  const labels = shorten(estimateLabels(estimates));
  const rows = estimates
    .map(({ value, stderr }, i) => ({ method: labels[i], value, ...bars(value, stderr) }))
    .filter(({ value }) => Number.isFinite(value));
  const limits = domain([
    ...rows.flatMap((row) => [row.value, row.low2 ?? row.value, row.high2 ?? row.value]),
    ...(truth === null ? [] : [truth]),
  ]);
  // Small values want exponents, not a row of zeros.
  const axis = Math.max(...limits.map(Math.abs)) < 1e-3 ? { axis: { format: '.3~e' } } : {};
  const x = {
    type: 'quantitative',
    ...axis,
    title: formatUnit(estimates[0]?.unit ?? 'nat'),
    scale: { domain: limits, nice: false, zero: false },
  };
  const y = {
    field: 'method',
    type: 'nominal',
    title: null,
    sort: rows.map(({ method }) => method),
    axis: { grid: true, domain: false, ticks: false, labelPadding: 8, minExtent: 0 },
  };
  const bar = (low: string, high: string, strokeWidth: number) => ({
    transform: [{ filter: `isValid(datum.${low})` }],
    mark: { type: 'rule', color: ink('first'), strokeWidth },
    encoding: { x: { ...x, field: low }, x2: { field: high }, y },
  });
  const line = {
    data: { values: [{ truth }] },
    mark: { type: 'rule', color: ink('reference'), strokeWidth: 1.5, strokeDash: [5, 3] },
    encoding: { x: { ...x, field: 'truth' } },
  };
  return {
    $schema: schema,
    config: theme,
    data: { values: rows },
    width: 420,
    height: 52 + 30 * rows.length,
    autosize: { type: 'fit', contains: 'padding' },
    layer: [
      ...(truth === null ? [] : [line]),
      bar('low2', 'high2', 1.25),
      bar('low', 'high', 4),
      {
        mark: { type: 'point', shape: 'circle', color: ink('first'), fill: ink('first'), opacity: 1, size: 70 },
        encoding: { x: { ...x, field: 'value' }, y },
      },
    ],
  };
}

const bars = (value: number, stderr: number): { low?: number; high?: number; low2?: number; high2?: number } =>
  Number.isFinite(stderr) ? { low: value - stderr, high: value + stderr, low2: value - 2 * stderr, high2: value + 2 * stderr } : {};

/** `mutual-information/ksg` → `ksg`, unless two labels would then be the same. */
function shorten(labels: readonly string[]): string[] {
  const short = labels.map((label) => label.replace(/^[\w-]+\//, ''));
  return short.map((label, i) => (short.filter((other) => other === label).length > 1 ? labels[i] : label));
}
