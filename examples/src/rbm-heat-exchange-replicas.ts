import {
  type Batch,
  type Estimate,
  integralFluctuation,
  make,
  moments,
  paramsOf,
  type Run,
  randomStream,
  simulateAsync,
} from '@szilard/core';
import {
  conditionalProduction,
  learnerRecords,
  memorisedByDecoding,
  type NegativePhase,
  type Replicated,
  rbmLearner,
  replicaInformation,
  restrictedBoltzmannMachine,
} from '@szilard/models';
import type { Comparison } from '@szilard/report';
import type { ExampleContext, Findings } from './example.ts';
import { estimator } from './system.ts';

const id = 'ppm/rbm';

/** What replicas over data sets remember and show, and what a chain that steers its own parameters does to their fluctuation theorem. */
export async function replicas(context: ExampleContext): Promise<Partial<Findings>> {
  const long = { steps: context.quick ? 30 : 60, ramp: 0, temperature: 0.05, sources: 6, size: 4 };
  const { learner, run } = await learn(context, long, context.quick ? 1200 : 4800);
  const { both, learned, conditional } = replicaInformation(learner, run.x, run.theta);
  const [fit, held] = [part(run, 0, run.x.n / 2), part(run, run.x.n / 2, run.x.n)];
  const memorised = memorisedByDecoding(learner, fit, held);
  const feedback = await Promise.all(
    (['exact', 'persistent'] as const).map(async (negative) => ({ negative, ...(await steered(context, negative)) })),
  );
  const [alone, fed] = feedback;
  const name = `${id} × ideal, ${long.sources} data sets of ${long.size}`;
  const counting = estimator(context.lab, 'mutual-information/mixture').estimate(
    { x: run.x, y: run.theta, logConditional: learner.logConditional },
    randomStream(context.seed).fork('mixture'),
  );
  const loss = moments(learner.loss(run.x, run.theta));
  const comparisons: Comparison[] = [
    comparison('I(V;Θ)', name, [counted(both, run.x.n, 'v summed over'), counting]),
    comparison('L-info I(V;B)', name, [counted(learned, run.x.n, 'v summed over')]),
    comparison('M-info I(Θ;B)', name, [{ ...counted(memorised, held.x.n, 'decoding by the loss'), bound: 'lower' }]),
  ];
  const margin = memorised.value - learned.value;
  return {
    comparisons,
    notes: [
      `${name}: loss ${loss.mean.toFixed(3)} ± ${loss.stderr.toFixed(3)} nats; M-info at least ${text(memorised)}, L-info ${text(learned)}, I(V;Θ) ${text(both)} = L-info + I(V;Θ|B) ${text(conditional)}: what is memorised hardly shows in one sample`,
      `data sets are told by the loss times ${memorised.scale.toFixed(1)}; 1/T = ${(1 / long.temperature).toFixed(1)} where θ is stationary`,
      ...feedback.map(({ negative, because, holds }) => `negative phase ${negative}: ⟨e^−Σ_X|Θ⟩ = 1 ${holds}, ${because}`),
    ],
    broken: [
      ...(margin > -4 * Math.hypot(memorised.stderr, learned.stderr)
        ? []
        : [`M ≥ L was expected, got M-info ${memorised.value} below L-info ${learned.value}`]),
      ...(Math.abs(counting.value - both.value) <= 4 * Math.hypot(counting.stderr, both.stderr)
        ? []
        : [`I(V;Θ) by sampling v: ${counting.value} ± ${counting.stderr}, by summing over v ${both.value} ± ${both.stderr}`]),
      ...(alone.holds === 'no' ? [`θ moves by itself, and ⟨e^−Σ_X|Θ⟩ = 1 was expected: ${alone.because}`] : []),
      ...(fed.holds === 'no' ? [] : [`θ looks at x, and ⟨e^−Σ_X|Θ⟩ = 1 was expected to fail: ${fed.holds}, ${fed.because}`]),
    ],
  };
}

async function learn({ lab, seed, progress, signal }: ExampleContext, params: object, trajectories: number) {
  const learner = rbmLearner(paramsOf(restrictedBoltzmannMachine, params));
  const bath = make(lab.reservoir('ideal'));
  const experiment = { ...learner.model, reservoirs: { x: bath, theta: bath } };
  progress.start(`${id}, ${trajectories} replicas`, trajectories);
  const run = await simulateAsync(experiment, {
    trajectories,
    rng: randomStream(seed).fork(id).fork(JSON.stringify(params)),
    record: learnerRecords(experiment),
    onProgress: progress.at,
    ...(signal ? { signal } : {}),
  });
  progress.done();
  return { learner, run };
}

/** ⟨e^−σ⟩ of x given the path of θ. */
async function steered(context: ExampleContext, negative: NegativePhase) {
  const { learner, run } = await learn(context, { negative }, context.quick ? 2000 : 10_000);
  return integralFluctuation(conditionalProduction(learner, run));
}

function part({ x, theta }: Run, from: number, to: number) {
  const rows = ({ dim, data }: Batch): Batch => ({ n: to - from, dim, data: data.subarray(from * dim, to * dim) });
  return { x: rows(x), theta: rows(theta) };
}

const text = ({ value, stderr }: Replicated): string => `${value.toFixed(4)} ± ${stderr.toFixed(4)}`;

const counted = ({ value, stderr }: Replicated, n: number, method: string): Estimate => ({
  value,
  stderr,
  unit: 'nat',
  n,
  method,
  params: {},
  cautions: [],
});

const comparison = (quantity: string, name: string, estimates: readonly Estimate[]): Comparison => ({
  quantity,
  system: name,
  truth: null,
  truthSource: 'not known in closed form',
  estimates,
});
