import type { ChartSpec } from '@szilard/report';
import type { Settings } from './settings.ts';
import type { Summary } from './summary.ts';

const base = { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', width: 360, height: 200 };
const quantitative = (field: string, title: string, more: object = {}) => ({ field, type: 'quantitative', title, ...more });
const color = { field: 'batch', type: 'nominal', title: '|b|', sort: null };
const label = ({ batch }: Summary) => String(batch);

export const figureCharts = (summaries: readonly Summary[], settings: Settings): ChartSpec[] => [
  realisations(summaries, settings),
  accuracy(summaries),
  variance(summaries),
  autocorrelation(summaries, settings),
];

const realisations = (summaries: readonly Summary[], { followedEvery }: Settings): ChartSpec => ({
  title: '(a) A parameter of the last layer',
  caption: 'Four realisations for each batch size, against the step; one parameter, drawn at random, for each batch size.',
  spec: {
    ...base,
    data: {
      values: summaries.flatMap((summary) =>
        summary.trials
          .slice(0, 4)
          .flatMap(({ path }, trial) =>
            path.map((value, k) => ({ batch: label(summary), trial: `${summary.batch}-${trial}`, step: k * followedEvery, value })),
          ),
      ),
    },
    mark: { type: 'line', strokeWidth: 1 },
    encoding: {
      x: quantitative('step', 'step'),
      y: quantitative('value', 'θ', { scale: { zero: false } }),
      color,
      detail: { field: 'trial' },
    },
  },
});

const accuracy = (summaries: readonly Summary[]): ChartSpec => ({
  title: '(b) Accuracy of the ensemble',
  caption: 'Mean over trials on digits held back (line), and one standard deviation either way (band).',
  spec: {
    ...base,
    data: {
      values: summaries.flatMap((summary) =>
        summary.accuracy.map(({ mean, variance: spread }, k) => ({
          batch: label(summary),
          step: summary.steps[k],
          mean,
          low: mean - Math.sqrt(spread),
          high: mean + Math.sqrt(spread),
        })),
      ),
    },
    encoding: { x: quantitative('step', 'step'), color },
    layer: [
      { mark: { type: 'area', opacity: 0.25 }, encoding: { y: quantitative('low', 'accuracy'), y2: { field: 'high' } } },
      { mark: 'line', encoding: { y: quantitative('mean', 'accuracy') } },
    ],
  },
});

const variance = (summaries: readonly Summary[]): ChartSpec => ({
  title: '(c) Size of the noise',
  caption:
    '√[(1/dim) Σ C_ii(t,0)], the standard deviation of a component of η: the one-pass formula, root mean over trials (line), and batches drawn (points). Dashed: the largest |∂U_B/∂θ_i| seen, of the same unit.',
  spec: {
    ...base,
    data: {
      values: summaries.flatMap((summary) =>
        summary.variance.map(({ mean }, k) => ({
          batch: label(summary),
          step: summary.steps[k],
          deviation: Math.sqrt(mean),
          drawn: Math.sqrt(summary.sampled[k].mean),
        })),
      ),
    },
    encoding: { x: quantitative('step', 'step'), color },
    layer: [
      { mark: 'line', encoding: { y: quantitative('deviation', 'gradient', { scale: { type: 'log' } }) } },
      { mark: { type: 'point', size: 12, opacity: 0.6 }, encoding: { y: quantitative('drawn', 'gradient') } },
      {
        data: { values: summaries.map((summary) => ({ batch: label(summary), largest: summary.largest })) },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { x: null, y: quantitative('largest', 'gradient'), color },
      },
    ],
  },
});

const autocorrelation = (summaries: readonly Summary[], { window }: Settings): ChartSpec => ({
  title: `(d) Autocorrelation of the noise from step ${window.from}`,
  caption: 'ρ(s) = Σ_i C_ii(t,s)/Σ_i C_ii(t,0), with two standard errors from the spread over trials.',
  spec: {
    ...base,
    data: {
      values: summaries.flatMap((summary) =>
        summary.autocorrelation.rho.map((rho, lag) => {
          const two = 2 * summary.autocorrelation.stderr[lag];
          return { batch: label(summary), lag, rho, low: rho - two, high: rho + two };
        }),
      ),
    },
    encoding: { x: quantitative('lag', 'lag, steps'), color },
    layer: [
      { mark: { type: 'line', point: true }, encoding: { y: quantitative('rho', 'ρ') } },
      { mark: 'rule', encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } } },
    ],
  },
});
