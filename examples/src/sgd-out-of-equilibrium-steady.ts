import { type Ensemble, entropyProduction, paramsOf, randomStream, recordState, simulateAsync } from '@szilard/core';
import { composeExperiment } from '@szilard/core/compose';
import { quadraticLoss, quadraticSteadyState } from '@szilard/models';
import { curves, type Point } from './curves.ts';
import type { ExampleContext } from './example.ts';
import { isFar, sampled, unless } from './sampled.ts';
import { system } from './system.ts';

const { id, defaults } = quadraticLoss;
const three = {
  curvatures: [1, 2, 5],
  noise: [
    [2, 0.6, 0.3],
    [0.6, 1, -0.2],
    [0.3, -0.2, 1.5],
  ],
};

/** Entropy production of a learner that has come to the bottom, what turns there, and how hot each direction is. */
export async function steadyState(context: ExampleContext): Promise<void> {
  const truth = quadraticSteadyState(defaults);
  // From one seed the two runs agree digit by digit: the noise sets the scale of θ, and σ does not know it.
  for (const batch of [10, 1000]) {
    const { result, examination } = await system(context, id, 'minibatch', { params: { batch }, reservoirParams: { batch } });
    const seen = sampled(entropyProduction(examination.evidence.forward).map((s) => s / defaults.steps));
    context.keep({
      systems: [result],
      broken: [...result.broken, ...far(`Σ a step in batches of ${batch}`, seen, truth.entropyProductionPerStep)],
      notes: [
        `batches of ${batch}: ${seen.value.toFixed(4)} ± ${seen.stderr.toFixed(4)} nats a step in the steady state; closed form ${truth.entropyProductionPerStep.toFixed(4)}`,
      ],
    });
  }
  await whatTurns(context);
  await againstTheRate(context);
  refusal(context);
}

/** Σ a step against the learning rate, in two and in three dimensions. */
async function againstTheRate(context: ExampleContext): Promise<void> {
  const cases = { 'two directions': {}, 'three directions': three };
  const series: Record<string, Point[]> = {};
  const broken: string[] = [];
  for (const [name, over] of Object.entries(cases)) {
    const truth = (learningRate: number) =>
      quadraticSteadyState(paramsOf(quadraticLoss, { ...over, learningRate })).entropyProductionPerStep;
    const steepest = Math.max(...paramsOf(quadraticLoss, over).curvatures);
    series[name] = Array.from({ length: 30 }, (_, k) => (0.05 + 0.05 * k) / steepest).map((x) => ({ x, y: truth(x) }));
    for (const learningRate of [0.05, 0.1, 0.25]) {
      const seen = sampled((await run(context, { ...over, learningRate })).sigma);
      (series[`${name}, simulated`] ??= []).push({ x: learningRate, y: seen.value, stderr: seen.stderr });
      broken.push(...far(`Σ a step in ${name} at the learning rate ${learningRate}`, seen, truth(learningRate)));
    }
  }
  context.keep({
    broken,
    charts: [
      curves({
        title: 'A learner at the bottom of its loss goes on producing entropy',
        caption:
          'Entropy production per step of SGD in a quadratic loss with anisotropic noise: closed form (lines), simulated (points, two standard errors). The same for every batch size.',
        x: { title: 'learning rate' },
        y: { title: 'nats a step' },
        series,
      }),
    ],
  });
}

/** Temperatures of the two directions and the circulation ⟨θ₁Δθ₂ − θ₂Δθ₁⟩. */
async function whatTurns(context: ExampleContext): Promise<void> {
  const { temperatures, circulation } = quadraticSteadyState(defaults);
  const { theta } = await run(context, {});
  const value = (i: number, t: number, k: number) => theta.data[(i * theta.steps + t) * 2 + k];
  const over = (f: (i: number) => number) =>
    sampled(
      Float64Array.from({ length: theta.trajectories }, (_, i) => f(i)),
      'simulation',
      '1',
    );
  const last = theta.steps - 1;
  const rows = [
    ...defaults.curvatures.map((h, k) => ({
      quantity: `temperature of direction ${k + 1}`,
      truth: temperatures[k],
      seen: over((i) => h * value(i, last, k) ** 2),
    })),
    {
      quantity: '⟨θ₁Δθ₂ − θ₂Δθ₁⟩ of a step',
      truth: circulation[0][1],
      seen: over((i) => {
        let sum = 0;
        for (let t = 0; t < last; t++) sum += value(i, t, 0) * value(i, t + 1, 1) - value(i, t, 1) * value(i, t + 1, 0);
        return sum / last;
      }),
    },
  ];
  context.keep({
    comparisons: rows.map(({ quantity, truth, seen }) => ({
      quantity,
      system: `${id} × minibatch`,
      truth,
      truthSource: 'docs/theory.md 22',
      estimates: [seen],
    })),
    broken: [
      ...rows.flatMap(({ quantity, truth, seen }) => far(quantity, seen, truth)),
      ...unless(Math.abs(rows[2].seen.value) > 4 * rows[2].seen.stderr, 'a circulation was expected that can be told from 0'),
    ],
  });
}

const far = (what: string, seen: ReturnType<typeof sampled>, truth: number): string[] =>
  unless(!isFar(seen, truth), `${what}: simulated ${seen.value} ± ${seen.stderr}, closed form ${truth}`);

/** σ a step, and θ after each; the batches of the model and of the reservoir are alike. */
async function run(
  { lab, seed, quick, progress, signal }: ExampleContext,
  params: object,
): Promise<{ sigma: Float64Array; theta: Ensemble }> {
  const { steps, batch, curvatures } = paramsOf(quadraticLoss, params);
  const experiment = await composeExperiment(lab, { model: id, params: { ...params }, reservoir: 'minibatch', reservoirParams: { batch } });
  const trajectories = quick ? 4000 : 20_000;
  const title = Object.entries(params).length === 0 ? `${id} × minibatch` : `${id}, ${JSON.stringify(params)}`;
  progress.start(title, trajectories);
  const done = await simulateAsync(experiment, {
    trajectories,
    rng: randomStream(seed).fork('sgd-out-of-equilibrium').fork(JSON.stringify(params)),
    record: { theta: recordState('theta', curvatures.length) },
    onProgress: progress.at,
    ...(signal ? { signal } : {}),
  });
  progress.done();
  return { sigma: entropyProduction(done).map((s) => s / steps), theta: done.records.theta };
}

/** Where steps grow there is no steady state, and no run. */
function refusal({ lab, keep }: ExampleContext): void {
  try {
    lab.model(id).create({ ...defaults, learningRate: 0.5 }, {});
    keep({ broken: ['a learning rate of 0.5 was expected to be refused'] });
  } catch (error) {
    keep({ notes: [`a learning rate of 0.5 is refused: ${(error as Error).message}`] });
  }
}
