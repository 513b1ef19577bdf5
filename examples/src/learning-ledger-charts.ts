import type { Bounds, LedgerFrame, Measured } from '@szilard/core';
import type { ChartSpec } from '@szilard/report';
import type { Observed } from './learning-ledger-ensemble.ts';

interface Span {
  readonly step: number;
  readonly low: number;
  readonly high: number;
}
type Series = Readonly<Record<string, readonly Span[]>>;

/** Bands between bounds, or one standard error wide around a value. */
const bands = (title: string, caption: string, y: string, series: Series, rules: readonly number[] = []): ChartSpec => ({
  title,
  caption,
  spec: {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 360,
    height: 220,
    data: {
      values: Object.entries(series).flatMap(([name, spans]) =>
        spans
          .filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
          .map((span) => ({ name, ...span, middle: (span.low + span.high) / 2 })),
      ),
    },
    encoding: {
      x: { field: 'step', type: 'quantitative', title: 'learning steps' },
      color: { field: 'name', type: 'nominal', title: null, sort: Object.keys(series) },
    },
    layer: [
      ...rules.map((at) => ({ mark: { type: 'rule', strokeDash: [5, 3] }, encoding: { y: { datum: at }, x: null, color: null } })),
      { mark: { type: 'area', opacity: 0.35 }, encoding: { y: { field: 'low', type: 'quantitative', title: y }, y2: { field: 'high' } } },
      { mark: { type: 'line', point: { size: 16 } }, encoding: { y: { field: 'middle', type: 'quantitative', title: y } } },
    ],
  },
});

/** What the book of one learner looks like over its steps. */
export function ledgerCharts(system: string, interval: number, { ledger, path, heldBack, fitted }: Observed): ChartSpec[] {
  const { frames, ceilings } = ledger;
  const looked = frames.filter(({ information }) => information);
  const around = ({ value, stderr }: Measured, frame: number): Span => ({
    step: frame * interval,
    low: value - stderr,
    high: value + stderr,
  });
  const between = ({ lower, upper }: Bounds, frame: number): Span => ({
    step: frame * interval,
    low: lower.value - lower.stderr,
    high: upper.value + upper.stderr,
  });
  const at = (of: (frame: LedgerFrame) => Bounds | undefined, which: readonly LedgerFrame[] = looked) =>
    which.flatMap((frame) => {
      const bounds = of(frame);
      return bounds ? [between(bounds, frame.frame)] : [];
    });
  const memorised = looked.flatMap(({ frame, information }) =>
    information!.memorised
      ? [
          {
            step: frame * interval,
            low: information!.memorised.value - information!.memorised.stderr,
            high: path[frame] ? path[frame].value + path[frame].stderr : ceilings.learned,
          },
        ]
      : [],
  );
  const steps = frames.slice(1);
  return [
    bands(
      `${system}: learned and memorised`,
      'Information on the data set in a sample (L) and in the parameters (M), and between sample and parameters; bands from lower to upper bound, one standard error beyond. Dashed: ln of the number of data sets.',
      'nats',
      {
        'M-info I(Θ;B)': memorised,
        'I(X;Θ)': at(({ information }) => information!.together),
        'L-info I(X;B)': at(({ information }) => information!.learned),
        'I(X;Θ|B)': at(({ information }) => information!.givenData),
      },
      ledger.sources > 1 ? [ceilings.learned] : [],
    ),
    bands(
      `${system}: entropy production of X`,
      'From the start: given the path of the parameters, as an observer of samples alone has it (interval), partial, and nostalgia; bands between bounds or one standard error wide.',
      'nats',
      {
        'Σ of X given Θ': frames.map(({ frame, dissipated }) => around(dissipated, frame)),
        interval: at(({ information }) => information!.apparent),
        partial: at(({ partial }) => partial, frames),
        nostalgia: at(({ nostalgia }) => nostalgia, frames),
      },
    ),
    bands(
      `${system}: work and heat`,
      `Of each interval of ${interval} learning steps: work of the parameters on the sample, heat of the sample into its bath; bands one standard error wide.`,
      'k_BT an interval',
      {
        work: steps.map(({ frame, step }) => around(step!.work, frame)),
        heat: steps.map(({ frame, step }) => around(step!.heat, frame)),
      },
    ),
    bands(
      `${system}: what it says of pictures`,
      'Mean of −ln p: of pictures held back, and of the data set that was learned.',
      'nats a picture',
      {
        'held back': heldBack.map(around),
        'own data set': fitted.map(around),
      },
    ),
  ];
}
