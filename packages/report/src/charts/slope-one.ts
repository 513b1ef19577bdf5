import { ink } from './theme.ts';

/** The line y = x across the given limits: what an exact law looks like. */
export const slopeOne = ([low, high]: readonly [number, number]) => ({
  data: {
    values: [
      { x: low, y: low },
      { x: high, y: high },
    ],
  },
  mark: { type: 'line', color: ink('reference'), strokeWidth: 1.25, strokeDash: [5, 3] },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
});
