import {
  type Batch,
  type Experiment,
  type KnownModel,
  type LearningLedger,
  learningLedger,
  learningRecord,
  type Measured,
  type Model,
  make,
  moments,
  pathInformation,
  type Run,
  randomStream,
  recordState,
  simulateAsync,
} from '@szilard/core';
import type { PictureLearner, PictureModel } from '@szilard/models';
import type { ExampleContext } from './example.ts';

/** A learner of pictures, and how its ensemble is to be run. */
export interface Ensemble {
  readonly name: string;
  readonly learner: PictureLearner;
  readonly model: PictureModel;
  /** Runs on each data set. */
  readonly replicas: number;
  /** Learning steps from frame to frame of the ledger: X relaxes after so many. */
  readonly interval: number;
  /** Frames from one look at the information to the next. */
  readonly every: number;
  /** Samples of each θ and frame that are drawn only to look. */
  readonly probes: number;
  /** Runs on each data set whose whole path is weighed. */
  readonly weighed: number;
}

export interface Observed {
  readonly ledger: LearningLedger;
  /** One for each data set. */
  readonly runs: readonly Run[];
  /** What the first of them looks like alone: an ensemble of trials on one data set. */
  readonly alone: LearningLedger;
  /** I(path of Θ;B) at each frame; empty where there is one data set, or where none is weighed. */
  readonly path: readonly Measured[];
  /** −⟨ln p⟩ of pictures held back, and of the own data set, at each frame; nats a picture. */
  readonly heldBack: readonly Measured[];
  readonly fitted: readonly Measured[];
}

/** The model as the ledger asks for it. */
export const known = (model: PictureModel): KnownModel => ({
  logDensity: model.logDensity,
  logDensities: model.logDensities,
  sample(theta, rng, x) {
    const chance = new Float64Array(x.n * model.chances);
    rng.fillUniform(chance);
    model.draw(theta, chance, x);
  },
});

/** The same learner, X relaxing after every so many learning steps only: Θ is autonomous and does not notice. */
const relaxingEvery = (interval: number, model: Model): Model => {
  let moved = 0;
  return { ...model, ticks: model.ticks.filter(({ mover }) => (mover === 'theta' ? ++moved : moved % interval === 0)) };
};

/** Runs on every data set of the learner, and their ledger. */
export async function observe({ lab, seed, progress, signal }: ExampleContext, ensemble: Ensemble): Promise<Observed> {
  const { name, learner, model, replicas, interval, every, probes, weighed } = ensemble;
  const { sets } = learner;
  const rng = randomStream(seed).fork('learning-ledger').fork(name);
  const bath = make(lab.reservoir('ideal'));
  const simulated = async (label: string, trajectories: number, stride: number) => {
    progress.start(`${name}: ${sets.length} × ${trajectories} ${label}`, sets.length * trajectories);
    const runs: Run[] = [];
    const each = sets.map((_, s): Experiment => ({ ...relaxingEvery(interval, learner.given(s)), reservoirs: { x: bath, theta: bath } }));
    for (const [s, experiment] of each.entries())
      runs.push(
        await simulateAsync(experiment, {
          trajectories,
          rng: rng.fork(label).fork(s),
          record: { x: recordState('x', model.pixels + 1, stride), theta: recordState('theta', model.parameters, stride) },
          block: 10,
          onProgress: (done) => progress.at(s * trajectories + done),
          ...(signal ? { signal } : {}),
        }),
      );
    progress.done();
    return { runs, experiment: each[0] };
  };
  const { runs } = await simulated('runs', replicas, interval + 1);
  const record = learningRecord(runs);
  const { steps } = record.theta;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 0));
  await pause();
  progress.start(`${name}: ledger`, steps);
  const lossOn = (theta: Batch, s: number) => learner.loss(theta, s, Array.from(sets[s].rows.keys())).loss;
  const look = { rng: rng.fork('look'), every, probes };
  const ledger = learningLedger(known(model), record, {
    ...look,
    losses(theta) {
      const each = sets.map((_, s) => lossOn(theta, s));
      return Float64Array.from({ length: theta.n * sets.length }, (_, at) => each[at % sets.length][Math.floor(at / sets.length)]);
    },
    onFrame(done) {
      progress.at(done);
      signal?.throwIfAborted();
    },
  });
  const alone = learningLedger(known(model), learningRecord([runs[0]]), { ...look, every: steps });
  progress.done();
  await pause();

  const path: Measured[] = [];
  if (weighed > 1 && sets.length > 1) {
    const { runs: whole, experiment } = await simulated('paths', weighed, 1);
    const told = pathInformation(experiment, learningRecord(whole), {
      component: 0,
      labels: Array.from(sets.keys()),
      onFrame: () => signal?.throwIfAborted(),
    });
    for (let n = 0; n < steps; n++) path.push(told[n * interval]);
  }
  const over = (frame: number, of: (theta: Batch, s: number) => Float64Array): Measured => {
    signal?.throwIfAborted();
    const { mean, stderr } = moments(runs.flatMap((run, s) => Array.from(of(few(run, frame), s))));
    return { value: mean, stderr };
  };
  const frames = Array.from({ length: steps }, (_, n) => n);
  const heldBack = frames.map((n) => over(n, learner.heldBack));
  return { ledger, runs, alone, path, heldBack, fitted: frames.map((n) => over(n, lossOn)) };
}

/** The first five runs are enough to say how well pictures are told. */
function few({ records: { theta } }: Run, frame: number): Batch {
  const n = Math.min(5, theta.trajectories);
  const data = new Float64Array(n * theta.dim);
  for (let i = 0; i < n; i++) {
    const from = (i * theta.steps + frame) * theta.dim;
    data.set(theta.data.subarray(from, from + theta.dim), i * theta.dim);
  }
  return { n, dim: theta.dim, data };
}
