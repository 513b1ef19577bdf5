import { type Experiment, type RandomStream, type Run, recordState, simulateAsync } from '@szilard/core';
import type { ExampleContext } from './example.ts';
import { sampled } from './sampled.ts';

/** Σ_X|Θ from the heat of the samples, the same with their draws averaged over, interval Σ. */
export type Seen = Readonly<Record<'conditional' | 'along' | 'interval', ReturnType<typeof sampled>>>;

/** A learner of a mean whose samples relax fully in each step. */
export async function simulated(
  { quick, progress, signal }: ExampleContext,
  experiment: Experiment,
  title: string,
  width: number,
  rng: RandomStream,
): Promise<Seen> {
  const trajectories = quick ? 1000 : 5000;
  progress.start(title, trajectories);
  const run = await simulateAsync(experiment, {
    trajectories,
    rng,
    record: { ends: recordState('x', 2, experiment.ticks.length), path: recordState('theta', 1, 2) },
    onProgress: progress.at,
    ...(signal ? { signal } : {}),
  });
  progress.done();
  const spent = samplesHeat(run);
  // −ln p_N(x_N) + ln p_0(x_0), the data set unseen.
  const spread = (boundary: Experiment['start']) => boundary.gaussian!.covariance[0];
  const logLaw = (x: number, variance: number) => -0.5 * ((x * x) / variance + Math.log(variance));
  const { data } = run.records.ends;
  const gone = spent.map((q, i) => q + logLaw(data[4 * i], spread(experiment.start)) - logLaw(data[4 * i + 2], spread(experiment.end)));
  return {
    conditional: sampled(spent, 'heat of the samples'),
    along: sampled(alongParameters(run, width), 'Σ (Δθ)²/2s²'),
    interval: sampled(gone, 'heat of the samples'),
  };
}

/** Heat of the x seat, which moves at odd ticks. */
const samplesHeat = ({ ledger: { heat, ticks, trajectories } }: Run): Float64Array =>
  Float64Array.from({ length: trajectories }, (_, i) => {
    let spent = 0;
    for (let t = 1; t < ticks; t += 2) spent += heat[i * ticks + t];
    return spent;
  });

/** Σ D(p_θn−1 ‖ p_θn) of each path of θ. */
const alongParameters = ({ records: { path } }: Run, width: number): Float64Array =>
  Float64Array.from({ length: path.trajectories }, (_, i) => {
    let sum = 0;
    for (let n = 1; n < path.steps; n++) sum += (path.data[i * path.steps + n] - path.data[i * path.steps + n - 1]) ** 2;
    return sum / (2 * width * width);
  });
