import type { ChartSpec } from '@szilard/report';

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Absent: known exactly. */
  readonly stderr?: number;
}

export interface CurvesOptions {
  readonly title: string;
  readonly caption: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Values known exactly, joined by a line; simulated ones are points with two standard errors. */
  readonly series: Readonly<Record<string, readonly Point[]>>;
}

export interface Axis {
  readonly title: string;
  readonly log?: boolean;
}

/** Exact curves as lines, simulated ones as points with two standard errors; a logarithmic axis leaves out points that it cannot tell from 0. */
export function curves({ title, caption, x, y, series }: CurvesOptions): ChartSpec {
  const rows = Object.entries(series).flatMap(([name, points]) =>
    points
      .filter((point) => Number.isFinite(point.y) && (!y.log || point.y > 2 * (point.stderr ?? 0)) && (!x.log || point.x > 0))
      .map((point) => ({ name, exact: point.stderr === undefined, x: point.x, y: point.y, ...bar(point) })),
  );
  const axis = (of: Axis) => ({ type: 'quantitative', title: of.title, scale: of.log ? { type: 'log' } : { zero: false } });
  const color = { field: 'name', type: 'nominal', title: null, sort: Object.keys(series), legend: { columns: 2 } };
  return {
    title,
    caption,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      width: 360,
      height: 220,
      data: { values: rows },
      encoding: { x: { field: 'x', ...axis(x) }, color },
      // A layer without rows has no extent, and the chart's library warns.
      layer: [
        ...(rows.some(({ exact }) => exact)
          ? [{ transform: [{ filter: 'datum.exact' }], mark: { type: 'line' }, encoding: { y: { field: 'y', ...axis(y) } } }]
          : []),
        ...(rows.some(({ exact }) => !exact)
          ? [
              {
                transform: [{ filter: 'isValid(datum.low)' }],
                mark: { type: 'rule' },
                encoding: { y: { field: 'low', ...axis(y) }, y2: { field: 'high' } },
              },
              {
                transform: [{ filter: '!datum.exact' }],
                mark: { type: 'point', filled: true, size: 40 },
                encoding: { y: { field: 'y', ...axis(y) } },
              },
            ]
          : []),
      ],
    },
  };
}

const bar = ({ y, stderr }: Point) => (stderr === undefined ? {} : { low: y - 2 * stderr, high: y + 2 * stderr });
