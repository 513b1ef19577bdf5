import type { LedgerPoint } from '../types.ts';
import { domain } from './domain.ts';
import { ink, oneOfThree, type Spec, schema, theme } from './theme.ts';

const entries = [
  { key: 'work', name: 'work W', color: ink('reference'), dash: [1, 0] },
  { key: 'heat', name: 'heat Q', color: ink('first'), dash: [6, 2] },
  { key: 'energy', name: 'ΔU', color: ink('second'), dash: [2, 2] },
] as const;

/** Mean work, heat into the bath and ΔU so far, move by move; energy in the reference k_BT. */
export function ledgerChart(points: readonly LedgerPoint[]): Spec {
  const rows = points.flatMap((point) => entries.map(({ key, name }) => ({ move: point.move, entry: name, value: point[key] })));
  const scale = { domain: entries.map(({ name }) => name) };
  const x = { field: 'move', type: 'quantitative', title: 'move', scale: { nice: false, zero: true } };
  const y = {
    field: 'value',
    type: 'quantitative',
    title: 'mean energy / kT',
    scale: { domain: domain([0, ...rows.map(({ value }) => value)]), nice: false },
  };
  return {
    $schema: schema,
    config: theme,
    ...oneOfThree,
    data: { values: rows },
    layer: [
      { data: { values: [{ value: 0 }] }, mark: { type: 'rule', color: ink('axis'), strokeWidth: 1 }, encoding: { y } },
      {
        mark: { type: 'line', strokeWidth: 2, interpolate: 'linear' },
        encoding: {
          x,
          y,
          color: { field: 'entry', type: 'nominal', scale: { ...scale, range: entries.map(({ color }) => color) } },
          strokeDash: { field: 'entry', type: 'nominal', scale: { ...scale, range: entries.map(({ dash }) => dash) } },
        },
      },
    ],
  };
}
