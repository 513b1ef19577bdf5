import { batch } from '../arrays/batch.ts';
import type { Ensemble } from '../contracts/batch.ts';
import type { Experiment } from '../contracts/dynamics.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Recorder, Run } from '../contracts/run.ts';
import { SzilardError } from '../errors.ts';
import { mustBeExperiment } from './border.ts';
import { withBlock } from './ready-block.ts';

/** Numbers in the frames of one block, where they are given away: 32 MiB. */
const FRAMES = 1 << 22;
/** States per block: large enough for SIMD noise, small enough that all buffers of a block stay in the first-level cache. */
const BLOCK = 256;

export interface SimulateOptions {
  readonly trajectories: number;
  readonly rng: RandomStream;
  /** Index of the first trajectory: a worker that takes [first, first + trajectories) gets the numbers a whole run has there. */
  readonly first?: number;
  /** One ledger entry per move (default), or running totals, which need no memory per move. */
  readonly ledger?: 'moves' | 'totals';
  /** What to keep along the way; by default nothing but the ledger and the final states. */
  readonly record?: Readonly<Record<string, Recorder>>;
  /** Keep the final states (default), or none of them: then totals are all there is, 56 bytes per trajectory. */
  readonly states?: 'final' | 'none';
  /** States moved together; changes speed and no number. */
  readonly block?: number;
}

/** Run an ensemble. Every number depends on (seed, path, trajectory) only. */
export function simulate(experiment: Experiment, options: SimulateOptions): Run {
  const blocks = simulateBlocks(experiment, options);
  for (;;) {
    const { done, value } = blocks.next();
    if (done) return value;
  }
}

export interface WatchOptions {
  /** Called with the number of trajectories done. */
  readonly onProgress?: (done: number) => void;
  /** Stops the run between two blocks; the returned promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The same numbers as `simulate`, giving way to timers and signals every few milliseconds. */
export async function simulateAsync(
  experiment: Experiment,
  { onProgress, signal, ...options }: SimulateOptions & WatchOptions,
): Promise<Run> {
  const blocks = simulateBlocks(experiment, options);
  let rested = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = blocks.next();
    if (done) return value;
    onProgress?.(value);
    if (performance.now() - rested > 20) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      rested = performance.now();
    }
  }
}

/** Yields the number of trajectories done after every block; returns the run. */
export function* simulateBlocks(experiment: Experiment, options: SimulateOptions): Generator<number, Run, void> {
  const { trajectories, first = 0, ledger = 'moves', record = {}, states = 'final' } = options;
  const { block = evenBlock(trajectories, roomyBlock(experiment, record)) } = options;
  for (const [name, value, least] of [
    ['trajectories', trajectories, 1],
    ['first', first, 0],
    ['block', block, 1],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new SzilardError('parameter', `[simulate] ${name}: expected a whole number of at least ${least}, got ${value}.`);
    }
  }
  mustBeExperiment(experiment);
  for (const [name, { every }] of Object.entries(record)) {
    if (!Number.isSafeInteger(every) || every < 1)
      throw new SzilardError('parameter', `[simulate] record.${name}.every: expected a whole number of at least 1, got ${every}.`);
  }
  const moves = experiment.ticks.length;
  const run = allocate(
    () => emptyRun(experiment, trajectories, ledger === 'moves' ? moves : 1, states === 'final' ? trajectories : 0, kept(record, false)),
    trajectories,
  );
  const given = kept(record, true);
  let frames: Run['records'] = {};
  for (let from = 0, last = 0; from < trajectories; from += block) {
    const n = Math.min(block, trajectories - from);
    if (n !== last) frames = emptyRecords(experiment, n, given);
    last = n;
    const into = { ...run, records: { ...run.records, ...frames } };
    withBlock(experiment, n, (runBlock) => runBlock(into, record, options.rng, first, from));
    for (const [name, recorder] of Object.entries(given)) recorder.into!(frames[name], first + from);
    yield from + n;
  }
  return run;
}

function allocate(make: () => Run, trajectories: number): Run {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new SzilardError(
      'parameter',
      `[simulate] trajectories: expected an ensemble that fits into memory, got ${trajectories} trajectories. Run fewer, keep totals only, or split by \`first\`.`,
      { cause },
    );
  }
}

type Recorders = Readonly<Record<string, Recorder>>;

/** Those that give their frames away, or the others. */
const kept = (record: Recorders, given: boolean): Recorders =>
  Object.fromEntries(Object.entries(record).filter(([, { into }]) => (into !== undefined) === given));

const stepsOf = (experiment: Experiment, { every }: Recorder): number => 1 + Math.floor(experiment.ticks.length / every);

/** Few enough trajectories that the frames of a block fit into memory, however long they are. */
function roomyBlock(experiment: Experiment, record: Recorders): number {
  const numbers = Object.values(kept(record, true)).map((one) => one.dim * stepsOf(experiment, one));
  return Math.max(1, Math.min(BLOCK, Math.floor(FRAMES / Math.max(1, ...numbers))));
}

/** A shorter last block would need buffers and compiled passes of its own: blocks of one size, in whole fours, where there is such a size. */
function evenBlock(trajectories: number, most: number): number {
  for (let size = most - (most % 4); size > most / 2; size -= 4) if (trajectories % size === 0) return size;
  return most;
}

function emptyRecords(experiment: Experiment, n: number, record: Recorders): Record<string, Ensemble> {
  const records: Record<string, Ensemble> = {};
  for (const [name, recorder] of Object.entries(record)) {
    const [steps, { dim }] = [stepsOf(experiment, recorder), recorder];
    records[name] = { trajectories: n, steps, dim, data: new Float64Array(n * steps * dim) };
  }
  return records;
}

function emptyRun(experiment: Experiment, n: number, ticks: number, ended: number, record: Recorders): Run {
  const moves = experiment.ticks.length;
  const column = () => new Float64Array(n * ticks);
  return {
    ledger: { trajectories: n, ticks, moves, work: column(), heat: column(), bathEntropy: column(), logRatio: column() },
    boundary: new Float64Array(n),
    energy: { start: new Float64Array(n), end: new Float64Array(n) },
    x: batch(ended, experiment.subsystems.x.dim),
    theta: batch(ended, experiment.subsystems.theta.dim),
    records: emptyRecords(experiment, n, record),
  };
}

/** Keeps the state of one seat: one frame before the first move, then one after every `every`-th. */
export const recordState = (seat: 'x' | 'theta', dim: number, every = 1): Recorder => ({
  every,
  dim,
  observe: (x, theta, out) => out.data.set((seat === 'x' ? x : theta).data),
});
