import type { ChartSpec } from '@szilard/report';
import type { Measured } from './over-parameterisation-measures.ts';

/** A quantity against the width, both logarithmic, beside the expected power through the middle of the points. */
export function scalingChart(name: string, points: readonly ({ readonly width: number } & Measured)[], exponent: number): ChartSpec {
  const level = points.reduce((sum, { width, value }) => sum + Math.log(value) - exponent * Math.log(width), 0) / points.length;
  const values = points.map(({ width, value, stderr }) => ({
    width,
    value,
    low: Math.max(value - stderr, value / 10),
    high: value + stderr,
    expected: Math.exp(level + exponent * Math.log(width)),
  }));
  const scale = { type: 'log' };
  return {
    title: name,
    caption: `Against the width of the hidden layer; bars: one standard error over replicas. Line: width^${exponent}, its level fitted.`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      width: 360,
      height: 200,
      data: { values },
      encoding: { x: { field: 'width', type: 'quantitative', scale, title: 'width' } },
      layer: [
        {
          mark: { type: 'line', strokeDash: [4, 3], color: '#888' },
          encoding: { y: { field: 'expected', type: 'quantitative', scale, title: name } },
        },
        { mark: { type: 'point', filled: true }, encoding: { y: { field: 'value', type: 'quantitative', scale } } },
        { mark: 'rule', encoding: { y: { field: 'low', type: 'quantitative', scale }, y2: { field: 'high' } } },
      ],
    },
  };
}
