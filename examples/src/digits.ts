import { type Ensemble, make, moments, paramsOf, randomStream, recordState, simulateAsync, total } from '@szilard/core';
import { softmaxClassifier, softmaxModel } from '@szilard/models';
import type { ChartSpec } from '@szilard/report';
import type { Example } from './example.ts';
import { estimator } from './system.ts';

const FRAMES = 10;

/** What does an ensemble of classifiers learn from digits, and what does it dissipate? */
export const digitsExample: Example = {
  id: 'digits',
  title: 'What does an ensemble of classifiers learn from digits, and what does it dissipate?',
  source: '[Parsi2024]; [Welling2011]; docs/theory.md 6',
  async run({ lab, seed, quick, progress, signal, keep }) {
    const [digits, tensors] = [await lab.service('digits'), await lab.service('tensors')];
    // Cold and long: noise far below what the loss is worth, ten classes, half of the pictures' resolution.
    const cold = {
      classes: 10,
      pool: quick ? 4 : 2,
      temperature: 1e-4,
      prior: 0.2,
      rate: 1,
      batch: 50,
      steps: quick ? 100 : 200,
      ramp: 0,
    } as const;
    const params = paramsOf(softmaxClassifier, cold);
    const { model, test, accuracy, logConditional } = softmaxModel(params, { digits, tensors });
    const bath = make(lab.reservoir('ideal'));
    const trajectories = quick ? 16 : 48;
    const every = model.ticks.length / FRAMES;
    const { dim } = model.subsystems.theta;
    const record = { theta: recordState('theta', dim, every) };
    progress.start(`digits: ${trajectories} classifiers, ${params.steps} steps`, trajectories);
    const run = await simulateAsync(
      { ...model, reservoirs: { x: bath, theta: bath } },
      {
        trajectories,
        rng: randomStream(seed).fork('digits'),
        record,
        block: 16,
        onProgress: progress.at,
        ...(signal ? { signal } : {}),
      },
    );
    progress.done();

    const curve = Array.from({ length: FRAMES + 1 }, (_, f) => ({
      step: Math.round((f * params.steps) / FRAMES),
      ...moments(accuracy(frame(run.records.theta, f))),
    }));
    const [first, last] = [curve[0], curve[FRAMES]];
    const heat = moments(total(run.ledger.heat, run.ledger.ticks));
    const estimate = estimator(lab, 'mutual-information/mixture').estimate(
      { x: run.x, y: run.theta, logConditional },
      randomStream(seed).fork('mixture'),
    );
    const learned = last.mean - first.mean > 4 * Math.hypot(first.stderr, last.stderr);
    keep({
      notes: [
        `${digits.source}; gradients by ${tensors.backend}; ${dim} parameters, ${trajectories} runs on one data set, ${params.steps} batches of ${params.batch}`,
        `accuracy on ${test.n} digits held back: ${percent(first)} before, ${percent(last)} after`,
        `heat to the bath, ${heat.mean.toPrecision(4)} ± ${heat.stderr.toPrecision(2)} k_BT a run, at a temperature of ${params.temperature} nats of loss`,
      ],
      comparisons: [
        {
          quantity: 'I(Y;Θ|U,B)',
          system: 'ppm/softmax-classifier, trained',
          truth: null,
          truthSource: 'not known; at most ln R',
          estimates: [estimate],
        },
      ],
      charts: [accuracyChart(curve)],
      broken: learned ? [] : [`the classifiers were expected to learn, but accuracy went from ${percent(first)} to ${percent(last)}`],
    });
  },
};

const percent = ({ mean, stderr }: { mean: number; stderr: number }) => `${(100 * mean).toFixed(1)} ± ${(100 * stderr).toFixed(1)} %`;

/** All trajectories at one recorded step; [trajectories, dim]. */
function frame({ trajectories, steps, dim, data }: Ensemble, step: number) {
  const out = new Float64Array(trajectories * dim);
  for (let i = 0; i < trajectories; i++) out.set(data.subarray((i * steps + step) * dim, (i * steps + step + 1) * dim), i * dim);
  return { n: trajectories, dim, data: out };
}

const accuracyChart = (curve: readonly { step: number; mean: number; stderr: number }[]): ChartSpec => ({
  title: 'Accuracy of the ensemble',
  caption: 'Mean over runs on digits held back, against the number of batches; bars: one standard error.',
  spec: {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 360,
    height: 200,
    data: { values: curve.map(({ step, mean, stderr }) => ({ step, mean, low: mean - stderr, high: mean + stderr })) },
    encoding: { x: { field: 'step', type: 'quantitative', title: 'batches' } },
    layer: [
      {
        mark: { type: 'line', point: true },
        encoding: { y: { field: 'mean', type: 'quantitative', title: 'accuracy', scale: { domain: [0, 1] } } },
      },
      { mark: 'rule', encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } } },
    ],
  },
});
