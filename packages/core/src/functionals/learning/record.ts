import { batch } from '../../arrays/batch.ts';
import type { Batch, Ensemble } from '../../contracts/batch.ts';
import type { RandomStream } from '../../contracts/random.ts';
import { SzilardError } from '../../errors.ts';

/** A parametric model whose density is known and which can be drawn from. */
export interface KnownModel {
  /** ln p(x_i|θ_i) row by row; [n], nats. */
  logDensity(x: Batch, theta: Batch, out: Float64Array): void;
  /** The same for every pair; [x.n, theta.n] by rows. Absent: `logDensity` over and over. */
  logDensities?(x: Batch, theta: Batch, out: Float64Array): void;
  /** x_i ~ p(·|θ_i) into `x`, whose frozen components are filled in already. `rng` has one lane a row. */
  sample(theta: Batch, rng: RandomStream, x: Batch): void;
}

/** An ensemble of runs: θ at every frame, and the sample that was drawn from it there, independently of all before. */
export interface LearningRecord {
  /** [trajectories, frames, dim of θ]. */
  readonly theta: Ensemble;
  /** [trajectories, frames, dim of x]. */
  readonly x: Ensemble;
  /** The number of the data set of every run, equally many runs on each; [trajectories]. */
  readonly sources: Int32Array;
}

/** Runs by data set and number within it. */
export interface Groups {
  readonly sources: number;
  readonly replicas: number;
  readonly trajectories: number;
  /** Data set of run i, counted from 0 in order of appearance; [trajectories]. */
  readonly source: Int32Array;
  /** Which run on its data set run i is; [trajectories]. */
  readonly replica: Int32Array;
  /** Run of (source, replica); [sources · replicas]. */
  readonly run: Int32Array;
}

export function groupsOf({ theta, x, sources }: LearningRecord, where: string): Groups {
  const { trajectories, steps } = theta;
  for (const [name, { trajectories: n, steps: frames, dim, data }] of [
    ['theta', theta],
    ['x', x],
  ] as const) {
    if (n !== trajectories || frames !== steps || data.length !== n * frames * dim)
      throw new SzilardError(
        'shape',
        `${where} ${name}: expected [${trajectories}, ${steps}, ${dim}], got [${n}, ${frames}, ${dim}] with ${data.length} numbers.`,
      );
    const lost = data.findIndex((value) => !Number.isFinite(value));
    if (lost >= 0)
      throw new SzilardError(
        'non-finite',
        `${where} ${name}: expected finite numbers, got ${data[lost]} in run ${Math.floor(lost / (frames * dim))}. Did the loss explode? Lower the learning rate.`,
      );
  }
  if (steps < 2)
    throw new SzilardError(
      'input',
      `${where} expected at least two frames, the start and one after it, got ${steps}. Record along the run.`,
    );
  if (sources.length !== trajectories)
    throw new SzilardError('shape', `${where} sources: expected one for each of ${trajectories} runs, got ${sources.length}.`);
  const names = [...new Set(sources)];
  const replicas = trajectories / names.length;
  const [source, replica, run] = [0, 1, 2].map(() => new Int32Array(trajectories));
  const many = new Int32Array(names.length);
  for (let i = 0; i < trajectories; i++) {
    source[i] = names.indexOf(sources[i]);
    replica[i] = many[source[i]]++;
    if (replica[i] < replicas) run[source[i] * replicas + replica[i]] = i;
  }
  const odd = many.findIndex((runs) => runs !== replicas);
  if (odd >= 0)
    throw new SzilardError(
      'input',
      `${where} sources: expected equally many runs on every data set, got ${many[odd]} on number ${names[odd]} out of ${trajectories} on ${names.length}. Run as many on each.`,
    );
  if (trajectories < 2)
    throw new SzilardError('input', `${where} expected at least two runs, got one. An ensemble is what information is measured over.`);
  return { sources: names.length, replicas, trajectories, source, replica, run };
}

/** ln p(x_i|θ_j) of every pair; [x.n, theta.n] by rows, nats. Refuses NaN, +∞, and a sample that its own θ cannot have given. */
export function logMatrix(model: KnownModel, x: Batch, theta: Batch, where: string): Float64Array {
  const out = new Float64Array(x.n * theta.n).fill(Number.NaN);
  if (model.logDensities) model.logDensities(x, theta, out);
  else {
    const repeated = batch(theta.n, x.dim);
    for (let i = 0; i < x.n; i++) {
      for (let j = 0; j < theta.n; j++) repeated.data.set(x.data.subarray(i * x.dim, (i + 1) * x.dim), j * x.dim);
      model.logDensity(repeated, theta, out.subarray(i * theta.n, (i + 1) * theta.n));
    }
  }
  mustBeLogs(out, where);
  return out;
}

/** ln p(x_i|θ_i); [n], nats. */
export function logRows(model: KnownModel, x: Batch, theta: Batch, where: string): Float64Array {
  const out = new Float64Array(x.n).fill(Number.NaN);
  model.logDensity(x, theta, out);
  mustBeLogs(out, where);
  return out;
}

function mustBeLogs(logs: Float64Array, where: string): void {
  const odd = logs.findIndex((value) => Number.isNaN(value) || value === Number.POSITIVE_INFINITY);
  if (odd >= 0)
    throw new SzilardError('non-finite', `${where} logDensity: expected numbers below infinity, got ${logs[odd]}. Repair the density.`);
}
