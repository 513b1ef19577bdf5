import { paramsOf, randomStream, simulateAsync } from '@szilard/core';
import { composeExperiment } from '@szilard/core/compose';
import {
  conditionalProduction,
  dissipationAlong,
  learnerRecords,
  quasiStaticLearner,
  type RbmLearner,
  rbmLearner,
  restrictedBoltzmannMachine,
} from '@szilard/models';
import { curves, type Point } from './curves.ts';
import type { ExampleContext } from './example.ts';
import { isFar, logSlope, sampled, unless } from './sampled.ts';

const TIME = 2;
const NOISE = 0.2;
/** Half-steps of the samples for each step of the parameters: near full relaxation. */
const LAG = 12;

/** The same by simulation for a restricted Boltzmann machine of three and two units. */
export async function machineLimit(context: ExampleContext): Promise<void> {
  const rates = (context.quick ? [3, 4, 5] : [3, 4, 5, 6]).map((k) => 2 ** -k);
  const rows: Row[] = [];
  for (const rate of rates) rows.push(await simulated(context, rate, NOISE * rate));
  const still = await simulated(context, rates[rates.length - 1], NOISE * rates[0]);
  const points = (of: 'relaxed' | 'along') =>
    rows.map(({ rate, ...row }): Point => ({ x: rate, y: row[of].value, stderr: row[of].stderr }));
  const slope = logSlope(points('relaxed'));
  const last = rows[rows.length - 1];
  const held = logSlope([points('relaxed')[0], { x: still.rate, y: still.relaxed.value, stderr: still.relaxed.stderr }]);
  const cost = ({ rate, relaxed: { value, stderr } }: Row) => ({ x: rate, y: (TIME / rate) * value, stderr: (TIME / rate) * stderr });
  context.keep({
    charts: [
      curves({
        title: 'The same of a Boltzmann machine',
        caption: `${restrictedBoltzmannMachine.id}, three visible and two hidden units, total time ${TIME}, by simulation: Σ_n D(p_θn−1 ‖ p_θn) along the learned parameters, samples relaxed fully, and with ${LAG} half-steps of the chain a step, its draws averaged over.`,
        x: { title: 'learning rate', log: true },
        y: { title: 'Σ of X given Θ, nats', log: true },
        series: {
          'full relaxation': points('relaxed'),
          [`${LAG} half-steps`]: points('along'),
          'slope 1': [rates[0], last.rate].map((x) => ({ x, y: (rows[0].relaxed.value * x) / rates[0] })),
        },
      }),
      curves({
        title: 'Entropy production times steps of the machine',
        caption: 'The cost of learning slowly: it tends to a constant.',
        x: { title: 'learning rate', log: true },
        y: { title: 'steps · Σ of X given Θ, nats' },
        series: { simulated: rows.map(cost) },
      }),
    ],
    notes: [
      `${restrictedBoltzmannMachine.id}: log-log slope of Σ_X|Θ ${slope.value.toFixed(3)} ± ${slope.stderr.toFixed(3)}; ${held.value.toFixed(3)} ± ${held.stderr.toFixed(3)} with the temperature of the parameters held fixed; the chain's Σ against equilibrium ${last.chain.value.toFixed(4)} ± ${last.chain.stderr.toFixed(4)} at the finest rate, ${last.relaxed.value.toFixed(4)} relaxed`,
    ],
    broken: [
      // First-order corrections in the rate bend the line.
      ...unless(
        Math.abs(slope.value - 1) < 0.1 + 4 * slope.stderr,
        `a slope of 1 was expected of the machine, got ${slope.value} ± ${slope.stderr}`,
      ),
      ...unless(
        held.value < 0.8 - 4 * held.stderr,
        `at a fixed temperature a slope well below 1 was expected of the machine, got ${held.value} ± ${held.stderr}`,
      ),
      ...rows.flatMap(({ rate, chain, along }) =>
        unless(
          !isFar(chain, along.value),
          `the chain dissipates ${chain.value} ± ${chain.stderr} at the rate ${rate}, its parameters ask for ${along.value}`,
        ),
      ),
    ],
  });
}

interface Row {
  readonly rate: number;
  /** Σ D(p‖p′) along the paths of θ. */
  readonly relaxed: ReturnType<typeof sampled>;
  /** From the ledger of the chain. */
  readonly chain: ReturnType<typeof sampled>;
  /** What the same paths of θ ask of a chain with this lag, on average over its draws. */
  readonly along: ReturnType<typeof sampled>;
}

async function simulated({ lab, seed, quick, progress, signal }: ExampleContext, rate: number, temperature: number): Promise<Row> {
  const params: RbmLearner = {
    ...quasiStaticLearner(
      { ...paramsOf(restrictedBoltzmannMachine, {}), prior: 0.5, sources: 1, resampling: 'one', size: 4 },
      { rate, time: TIME, noise: NOISE, lag: LAG },
    ),
    temperature,
  };
  const learner = rbmLearner(params);
  const experiment = await composeExperiment(lab, {
    model: restrictedBoltzmannMachine.id,
    params: { ...params },
    reservoir: 'ideal',
    reservoirParams: {},
  });
  const trajectories = quick ? 150 : 500;
  progress.start(`${restrictedBoltzmannMachine.id}, learning rate ${rate}`, trajectories);
  const run = await simulateAsync(experiment, {
    trajectories,
    rng: randomStream(seed).fork('quasi-static-limit').fork(`machine ${rate} ${temperature}`),
    record: learnerRecords(experiment),
    onProgress: progress.at,
    ...(signal ? { signal } : {}),
  });
  progress.done();
  const { path } = run.records;
  const width = path.steps * path.dim;
  const over = (lag: number) =>
    Float64Array.from({ length: trajectories }, (_, i) =>
      dissipationAlong(learner.shape, path.data.subarray(i * width, (i + 1) * width), lag),
    );
  return {
    rate,
    relaxed: sampled(over(Number.POSITIVE_INFINITY)),
    chain: sampled(conditionalProduction(learner, run)),
    along: sampled(over(LAG)),
  };
}
