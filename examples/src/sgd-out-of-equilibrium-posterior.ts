import { paramsOf, randomStream, simulateAsync } from '@szilard/core';
import { composeExperiment } from '@szilard/core/compose';
import { sgldPosterior, sgldQuadratic, sgldSteadyState } from '@szilard/models';
import { curves, type Point } from './curves.ts';
import type { ExampleContext } from './example.ts';
import { isFar, sampled, unless } from './sampled.ts';

const data = { observations: 100, spread: 1, batch: 50 } as const;
const at = (learningRate: number, replacement: boolean) => sgldPosterior({ ...data, replacement, learningRate });
const name = (replacement: boolean) => (replacement ? 'with replacement' : 'without replacement');

/** Langevin gradient descent as a sampler of the posterior: how much too wide it is. */
export async function posteriorBias(context: ExampleContext): Promise<void> {
  const width = (learningRate: number, replacement: boolean) =>
    data.observations * sgldSteadyState(paramsOf(sgldQuadratic, at(learningRate, replacement))).variance;
  const rates = Array.from({ length: 25 }, (_, k) => 10 ** (-5 + k / 8));
  const series: Record<string, Point[]> = {};
  const broken: string[] = [];
  for (const replacement of [true, false]) {
    series[name(replacement)] = rates.map((x) => ({ x, y: width(x, replacement) - 1 }));
    for (const rate of [3e-4, 1e-3, 3e-3]) {
      const { value, stderr } = sampled(await squares(context, at(rate, replacement)));
      (series[`${name(replacement)}, simulated`] ??= []).push({ x: rate, y: value - 1, stderr });
      broken.push(
        ...unless(
          !isFar({ value, stderr }, width(rate, replacement)),
          `posterior ${name(replacement)} at ${rate}: variance ${value} ± ${stderr}, closed form ${width(rate, replacement)}`,
        ),
      );
    }
  }
  context.keep({
    charts: [
      curves({
        title: 'The posterior that Langevin gradient descent samples is too wide',
        caption: `${data.observations} observations in batches of ${data.batch}: variance of θ over that of the posterior, less 1. Batches drawn without replacement make less noise; what is left is the discretisation.`,
        x: { title: 'learning rate', log: true },
        y: { title: 'excess of the variance', log: true },
        series,
      }),
    ],
    notes: [
      `posterior of ${data.observations} observations at the learning rate 0.001: too wide by ${percent(width(1e-3, true))} in batches of ${data.batch} with replacement, by ${percent(width(1e-3, false))} without, by ${percent(width(1e-5, true))} at 0.00001`,
    ],
    broken: [
      ...broken,
      ...unless(width(1e-3, false) < width(1e-3, true), 'without replacement the posterior was expected to be closer'),
      ...unless(Math.abs(width(1e-7, true) - 1) < 1e-3, 'the posterior was expected as the learning rate goes to zero'),
    ],
  });
}

const percent = (ratio: number) => `${(100 * (ratio - 1)).toPrecision(3)} %`;

/** N θ², each trajectory at the end of its run. */
async function squares({ lab, seed, quick, progress, signal }: ExampleContext, params: ReturnType<typeof at>): Promise<Float64Array> {
  const experiment = await composeExperiment(lab, {
    model: sgldQuadratic.id,
    params: { ...params, steps: 20 },
    reservoir: 'ideal',
    reservoirParams: {},
  });
  const trajectories = quick ? 4000 : 40_000;
  progress.start(`${sgldQuadratic.id}, posterior, learning rate ${params.learningRate}`, trajectories);
  const { theta } = await simulateAsync(experiment, {
    trajectories,
    rng: randomStream(seed).fork('posterior').fork(JSON.stringify(params)),
    ledger: 'totals',
    onProgress: progress.at,
    ...(signal ? { signal } : {}),
  });
  progress.done();
  return theta.data.map((v) => data.observations * v * v);
}
