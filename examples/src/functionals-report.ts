import type { AccountRow } from '@szilard/core/compose';
import { type ChartSpec, type Comparison, formatEstimate, trimmed } from '@szilard/report';

/** ⟨e^−S⟩ of a functional whose exact value is known. */
export type KnownIntegral = NonNullable<AccountRow['integral']> & { readonly quantity: string; readonly exact: number };

/** ⟨e^−S⟩ of a functional that fails, exact beside simulated. */
export const functionalComparison = (system: string, { quantity, exact, mean, because }: KnownIntegral, n: number): Comparison => ({
  quantity: `⟨e^−S⟩ of ${quantity}`,
  system,
  truth: exact,
  truthSource: 'exact back-end',
  estimates: [
    {
      value: mean![0],
      stderr: mean![1],
      unit: '1',
      n,
      method: 'simulation',
      params: {},
      cautions: mean![1] < Number.POSITIVE_INFINITY ? [] : [because],
    },
  ],
});

/** Every functional on one axis: the exact value, and two standard errors of the simulated one where it has any. */
export const functionalsChart = (system: string, known: readonly KnownIntegral[]): ChartSpec => ({
  title: system,
  caption: '⟨e^−S⟩ of every functional: exact (point), and simulated with two standard errors (bar, where the error is finite). Dashed: 1.',
  spec: {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 360,
    height: { step: 18 },
    data: {
      values: known.map(({ quantity, exact, mean }) => ({
        quantity,
        exact,
        ...(mean && mean[1] < Number.POSITIVE_INFINITY ? { low: mean[0] - 2 * mean[1], high: mean[0] + 2 * mean[1] } : {}),
      })),
    },
    encoding: { y: { field: 'quantity', type: 'nominal', title: null, sort: null } },
    layer: [
      { mark: { type: 'rule', strokeDash: [5, 3] }, encoding: { x: { datum: 1 }, y: null } },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 4, opacity: 0.5 },
        encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 50 },
        encoding: { x: { field: 'exact', type: 'quantitative', title: '⟨e^−S⟩', scale: { zero: false } } },
      },
    ],
  },
});

/** `total (simulated 1.002 ± 0.011), apparent.x 1.061 (simulated 1.05 ± 0.01)`: the exact value where it is not 1. */
export const sentence = (known: readonly KnownIntegral[]): string =>
  known
    .map(({ quantity, exact, mean }) => {
      const value = Math.abs(exact - 1) < 1e-8 ? '' : ` ${trimmed(exact)}`;
      return `${quantity}${value}${mean ? ` (simulated ${formatEstimate(...mean)})` : ''}`;
    })
    .join(', ');
