import { entropyProduction, paramsOf, randomStream, simulateAsync } from '@szilard/core';
import { composeExperiment } from '@szilard/core/compose';
import { type SgldQuadratic, sgldQuadratic, sgldSteadyState } from '@szilard/models';
import { curves, type Point } from './curves.ts';
import type { ExampleContext } from './example.ts';
import { isFar, sampled, unless } from './sampled.ts';
import { system } from './system.ts';

const { id } = sgldQuadratic;
const binary = { batches: 'binary', batchVariance: 1, learningRate: 0.5 } as const;
const VIEWS = ['protocol', 'reservoir'] as const;

/** One run of Langevin gradient descent with the batch as work source, and with the batch as heat bath. */
export async function twoViews(context: ExampleContext): Promise<void> {
  const series: Record<string, Point[]> = {};
  const cases: readonly (readonly [string, Partial<SgldQuadratic>])[] = [
    ['Gaussian batches', {}],
    ...[0.5, 0.2, 0.1, 0.05].map((temperature) => [`batches of ±1, T = ${temperature}`, { ...binary, temperature }] as const),
  ];
  for (const [name, params] of cases) {
    const { entropyProductionPerStep: truth } = sgldSteadyState(paramsOf(sgldQuadratic, params));
    for (const view of VIEWS) {
      const production = await productionPerStep(context, { ...params, view });
      const seen = sampled(production);
      if (params.batches === 'binary')
        (series[`${view}, simulated`] ??= []).push({ x: params.temperature!, y: seen.value, stderr: seen.stderr });
      context.keep({
        // σ = 0 on every trajectory is rounding beside rounding, and no z score.
        ...(truth[view] === 0
          ? {
              notes: [
                `${name}, ${view}: σ a step within ${Math.max(...production.map(Math.abs)).toExponential(0)} of 0 on every trajectory`,
              ],
            }
          : {
              comparisons: [
                {
                  quantity: `Σ a step, ${view}`,
                  system: `${id}, ${name}`,
                  truth: truth[view],
                  truthSource: 'docs/theory.md 22',
                  estimates: [seen],
                },
              ],
            }),
        broken: unless(
          !isFar(seen, truth[view]),
          `Σ a step, ${view}, ${name}: simulated ${seen.value} ± ${seen.stderr}, exactly ${truth[view]}`,
        ),
      });
    }
  }
  const temperatures = Array.from({ length: 25 }, (_, k) => 10 ** (-2.6 + k / 8));
  const exact = temperatures.map(
    (temperature) => sgldSteadyState(paramsOf(sgldQuadratic, { ...binary, temperature })).entropyProductionPerStep,
  );
  context.keep({
    charts: [
      curves({
        title: 'One run, two entropy productions',
        caption:
          'Langevin gradient descent with batches of ±1, ε = ½: entropy production per step where the batch is a protocol that is known, and where it is averaged over in the kernel. Both diverge as the injected noise goes to zero.',
        x: { title: 'temperature of the injected noise', log: true },
        y: { title: 'nats a step', log: true },
        series: { ...Object.fromEntries(VIEWS.map((view) => [view, temperatures.map((x, k) => ({ x, y: exact[k][view] }))])), ...series },
      }),
    ],
    broken: exact.flatMap(({ protocol, reservoir }, k) => [
      ...unless(
        reservoir <= protocol,
        `averaging over batches was expected to hide entropy production, at T = ${temperatures[k]} it adds some`,
      ),
      ...unless(
        k === 0 || reservoir < exact[k - 1].reservoir,
        `less noise was expected to produce more entropy, not so at T = ${temperatures[k]}`,
      ),
    ]),
  });
  await raw(context);
}

/** Without injected noise a step on one of two batches cannot be undone: nothing can be said of σ but that it is infinite. */
async function raw(context: ExampleContext): Promise<void> {
  for (const view of VIEWS) {
    const { result } = await system(context, id, 'ideal', { params: { ...binary, temperature: 0, view, steps: 5 }, trajectories: 2000 });
    const decided = result.verdicts.filter(({ holds, because }) => holds !== 'undecided' || !/absolute/.test(because));
    context.keep({
      systems: [result],
      notes: result.verdicts.map(({ law, holds, because }) => `raw SGD, ${view}: ${law} ${holds}, ${because}`),
      broken: decided.map(
        ({ law, holds, because }) =>
          `raw SGD, ${view}: ${law} was expected to be undecided for absolute irreversibility, got ${holds}, ${because}`,
      ),
    });
  }
}

async function productionPerStep(
  { lab, seed, quick, progress, signal }: ExampleContext,
  params: Partial<SgldQuadratic>,
): Promise<Float64Array> {
  const steps = 4;
  const experiment = await composeExperiment(lab, { model: id, params: { ...params, steps }, reservoir: 'ideal', reservoirParams: {} });
  const trajectories = quick ? 3000 : 20_000;
  progress.start(`${id}, ${JSON.stringify(params)}`, trajectories);
  const run = await simulateAsync(experiment, {
    trajectories,
    rng: randomStream(seed).fork('sgd-out-of-equilibrium').fork(JSON.stringify(params)),
    ledger: 'totals',
    onProgress: progress.at,
    ...(signal ? { signal } : {}),
  });
  progress.done();
  return entropyProduction(run).map((s) => s / steps);
}
