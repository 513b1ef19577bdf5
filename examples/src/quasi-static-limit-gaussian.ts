import { linearGaussianProcess, paramsOf, randomStream } from '@szilard/core';
import { composeExperiment } from '@szilard/core/compose';
import { gaussianMean } from '@szilard/models';
import type { Point } from './curves.ts';
import type { ExampleContext } from './example.ts';
import { gaussianCharts, samplesChart } from './quasi-static-limit-charts.ts';
import { type Seen, simulated } from './quasi-static-limit-runs.ts';
import { isFar, logSlope, unless } from './sampled.ts';

const TIME = 5;
const RATES = [0.2, 0.1, 0.05, 0.025, 0.0125];
const learner = { prior: 1, dataSpread: 2, sampleVariance: 1, batch: 10, width: 0.5, memory: 0 };
const system = `${gaussianMean.id}, full relaxation`;
/** lim Σ_{X|Θ}/ε = (1/2s²)[(v₀ + S_B)(1 − e^−2T)/2 + Tc²/|b|], and the last part of it at a temperature that does not follow ε. */
const [LIMIT, JITTER] = [2 * (((1 + 4) * -Math.expm1(-2 * TIME)) / 2 + TIME * 0.1), 2 * TIME * 0.1 * RATES[0]];

/** Σ_X|Θ, interval Σ and ΔI at one learning rate: exactly, and as simulated. */
export interface Row {
  readonly rate: number;
  readonly exact: Readonly<Record<'conditional' | 'interval' | 'gained', number>>;
  readonly seen: Seen;
}

const paramsAt = (learningRate: number, more: object = {}) =>
  paramsOf(gaussianMean, { ...learner, learningRate, steps: Math.round(TIME / learningRate), ...more });
const heat = (params: ReturnType<typeof paramsAt>): number => gaussianMean.exact!['heat-of-samples'](params);

/** The learner of a mean: everything in closed form, and simulated beside it. */
export async function gaussianLimit(context: ExampleContext): Promise<void> {
  const rows: Row[] = [];
  for (const rate of RATES) rows.push(await rowAt(context, rate));
  const fine = rows[rows.length - 1];
  // The same with the noise of θ at one temperature: batches that shrink with the learning rate.
  const held = RATES.map((rate): Point => ({ x: rate, y: heat(paramsAt(rate, { sampleVariance: RATES[0] / rate })) }));
  const exact = rows.map((row): Point => ({ x: row.rate, y: row.exact.conditional }));
  const along = rows.map(({ rate, seen }): Point => ({ x: rate, y: seen.along.value, stderr: seen.along.stderr }));
  const slope = { exact: logSlope(exact.slice(-2)).value, seen: logSlope(along.slice(-2)) };
  const cost = exact.map(({ x, y }): Point => ({ x, y: (TIME / x) * y }));
  // First-order corrections cancel between the finest two rates.
  const rest = 2 * held[held.length - 1].y - held[held.length - 2].y;
  context.keep({
    comparisons: rows.flatMap(({ rate, exact: truth, seen }) => {
      const at = { system: `${system}, learning rate ${rate}, ${TIME / rate} steps`, truthSource: 'docs/theory.md 22' };
      return [
        { ...at, quantity: 'Σ_X|Θ', truth: truth.conditional, estimates: [seen.conditional, seen.along] },
        { ...at, quantity: 'interval Σ of X', truth: truth.interval, estimates: [seen.interval] },
      ];
    }),
    charts: gaussianCharts(system, rows, { held, cost, time: TIME, limit: LIMIT }),
    notes: [
      `Σ_X|Θ against the learning rate, log-log, between the finest two: slope ${slope.exact.toFixed(3)} exactly, ${slope.seen.value.toFixed(3)} ± ${slope.seen.stderr.toFixed(3)} simulated; Σ_X|Θ/ε = ${(fine.exact.conditional / fine.rate).toFixed(3)} → ${LIMIT.toFixed(3)}`,
      `interval Σ − ΔI = ${(fine.exact.interval - fine.exact.gained).toPrecision(3)} nats at the finest rate; steps · Σ_X|Θ from ${cost[0].y.toFixed(2)} to ${cost[cost.length - 1].y.toFixed(2)} nats`,
      `at a fixed temperature of the parameters Σ_X|Θ stays at ${rest.toFixed(3)} nats (${JITTER} in theory): finer steps do not help against jitter that goes on`,
    ],
    broken: [
      ...rows.flatMap(({ rate, exact: truth, seen }) => [
        ...unless(
          !isFar(seen.conditional, truth.conditional),
          `Σ_X|Θ at ${rate}: simulated ${seen.conditional.value}, exactly ${truth.conditional}`,
        ),
        ...unless(!isFar(seen.along, truth.conditional), `Σ_X|Θ along θ at ${rate}: ${seen.along.value}, exactly ${truth.conditional}`),
        ...unless(
          !isFar(seen.interval, truth.interval),
          `interval Σ at ${rate}: simulated ${seen.interval.value}, exactly ${truth.interval}`,
        ),
        ...unless(Math.abs(truth.interval - truth.conditional - truth.gained) < 1e-9, `interval Σ − Σ_X|Θ − ΔI is not 0 at ${rate}`),
      ]),
      ...unless(Math.abs(slope.exact - 1) < 0.02, `a slope of 1 was expected between the finest learning rates, got ${slope.exact}`),
      ...unless(!isFar(slope.seen, slope.exact), `simulated slope ${slope.seen.value} ± ${slope.seen.stderr}, exactly ${slope.exact}`),
      ...unless(Math.abs(fine.exact.conditional / fine.rate / LIMIT - 1) < 0.02, `Σ_X|Θ/ε was expected near ${LIMIT}`),
      ...unless(Math.abs(rest / JITTER - 1) < 0.02, `at a fixed temperature ${JITTER} nats were expected to stay, got ${rest}`),
    ],
  });
  samplesNeeded(context);
}

async function rowAt(context: ExampleContext, rate: number): Promise<Row> {
  const { lab, seed } = context;
  const params = { ...paramsAt(rate) };
  const experiment = await composeExperiment(lab, { model: gaussianMean.id, params, reservoir: 'ideal', reservoirParams: {} });
  const { means } = linearGaussianProcess(experiment, { labels: gaussianMean.labels! });
  const { mutualInformation: information } = means;
  const gained = information[information.length - 1] - information[0];
  const rng = randomStream(seed).fork('quasi-static-limit').fork(String(rate));
  const seen = await simulated(context, experiment, `${gaussianMean.id}, learning rate ${rate}`, learner.width, rng);
  return { rate, exact: { conditional: heat(paramsAt(rate)), interval: means.apparent.x, gained }, seen };
}

/** Slow learning alone does not express what was memorised: that takes many samples. */
function samplesNeeded({ keep }: ExampleContext): void {
  const learned = (samples: number) => gaussianMean.exact!['l-info'](paramsAt(0.025, { width: learner.width / Math.sqrt(samples) }));
  const memorised = gaussianMean.exact!['m-info'](paramsAt(0.025));
  keep({
    charts: [samplesChart(learned, memorised)],
    notes: [
      `L-info of one sample ${learned(1).toFixed(3)}, of a hundred ${learned(100).toFixed(3)}, of ten thousand ${learned(1e4).toFixed(3)}; M-info ${memorised.toFixed(3)} nats`,
    ],
    broken: unless(
      learned(1) < learned(100) && learned(1e4) < memorised && memorised - learned(1e4) < 0.02,
      'L-info of many samples was expected to rise to M-info',
    ),
  });
}
