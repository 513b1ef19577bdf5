import type { MovePoint } from '../types.ts';
import { domain } from './domain.ts';
import { slopeOne } from './slope-one.ts';
import { ink, noLegend, oneOfThree, type Spec, schema, theme } from './theme.ts';

const seatNames: Readonly<Record<string, string>> = { x: 'X moves', theta: 'Θ moves' };

/** ln K(x′|x)/K(x|x′) against ΔS_R, a dot a move, and the line of slope one; nats. */
export function movesChart(points: readonly MovePoint[]): Spec {
  const limits = domain(points.flatMap(({ bathEntropy, logRatio }) => [bathEntropy, logRatio]));
  const scale = { domain: limits, nice: false, zero: false };
  const rows = points.map(({ seat, ...point }) => ({ ...point, mover: seat === undefined ? 'a move' : (seatNames[seat] ?? seat) }));
  const movers = [...new Set(rows.map(({ mover }) => mover))].sort();
  const range = [ink('first'), ink('second'), ink('third')];
  const by = {
    color: { field: 'mover', type: 'nominal', scale: { domain: movers, range } },
    shape: { field: 'mover', type: 'nominal', scale: { domain: movers, range: ['circle', 'triangle-up', 'square'] } },
  };
  return {
    $schema: schema,
    config: theme,
    ...oneOfThree,
    ...(movers.length > 1 ? {} : { padding: noLegend }),
    data: { values: rows },
    layer: [
      {
        mark: { type: 'point', color: ink('first'), filled: true, opacity: 0.5, size: 16 },
        encoding: {
          x: { field: 'bathEntropy', type: 'quantitative', title: 'ΔS of the reservoir / nat', scale },
          y: { field: 'logRatio', type: 'quantitative', title: 'ln K(x′|x)/K(x|x′)', scale },
          ...(movers.length > 1 ? by : {}),
        },
      },
      slopeOne(limits),
    ],
  };
}
