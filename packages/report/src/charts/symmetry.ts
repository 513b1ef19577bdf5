import type { SymmetryPoint } from '../types.ts';
import { domain } from './domain.ts';
import { slopeOne } from './slope-one.ts';
import { ink, noLegend, oneOfThree, type Spec, schema, theme } from './theme.ts';

/** ln P_F(σ)/P_R(−σ) against σ with one standard error, and the line of slope one; nats. */
export function symmetryChart(points: readonly SymmetryPoint[]): Spec {
  const rows = points.map(({ sigma, value, stderr }) => ({ sigma, value, low: value - stderr, high: value + stderr }));
  const limits = domain(rows.flatMap(({ sigma, low, high }) => [sigma, low, high]));
  const scale = { domain: limits, nice: false, zero: false };
  const x = { field: 'sigma', type: 'quantitative', title: 'σ / nat', scale };
  const y = { type: 'quantitative', title: 'ln P(σ)/P(−σ)', scale };
  return {
    $schema: schema,
    config: theme,
    ...oneOfThree,
    padding: noLegend,
    data: { values: rows },
    layer: [
      slopeOne(limits),
      { mark: { type: 'rule', color: ink('first'), strokeWidth: 1.25 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } } },
      { mark: { type: 'point', color: ink('first'), filled: true, opacity: 1, size: 26 }, encoding: { x, y: { ...y, field: 'value' } } },
    ],
  };
}
