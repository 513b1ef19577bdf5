import type { Estimate } from '../contracts/estimator.ts';
import type { EstimatorPlugin } from '../contracts/plugin.ts';
import type { TaskPlugin } from '../contracts/task.ts';
import { SzilardError } from '../errors.ts';
import { randomStream } from '../random/stream.ts';
import { type Scores, scores } from './benchmark-scores.ts';
import type { Lab } from './lab.ts';

export interface BenchmarkOptions {
  /** Ids; absent: all. */
  readonly tasks?: readonly string[];
  readonly estimators?: readonly string[];
  readonly quantities?: readonly string[];
  /** Sample sizes. */
  readonly sizes: readonly number[];
  readonly seeds: readonly number[];
  /** Milliseconds of some clock: this package has none. */
  readonly now: () => number;
  readonly onRow?: (row: BenchmarkRow, done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

/** One estimator on one task at one sample size, over all seeds. */
export interface BenchmarkRow extends Scores {
  readonly quantity: string;
  readonly task: string;
  readonly estimator: string;
  readonly n: number;
  readonly truth: number;
  readonly unit: Estimate['unit'];
  readonly seeds: number;
  readonly bound?: 'lower' | 'upper';
  /** Mean time of one estimate. */
  readonly seconds: number;
  /** Why it gave no number. */
  readonly refused?: string;
}

/** Same quantity, and rows of the same kind. */
const suits = (estimator: EstimatorPlugin, task: TaskPlugin): boolean =>
  estimator.quantity === task.quantity && estimator.rows === task.rows;

/** Every estimator on every task of its quantity: bias, spread and time beside the exact truth. */
export async function benchmark(lab: Lab, options: BenchmarkOptions): Promise<BenchmarkRow[]> {
  const { sizes, seeds, now, onRow, signal } = options;
  const wanted = (list: readonly string[] | undefined, id: string) => list === undefined || list.includes(id);
  const plan = lab
    .ids('task')
    .filter((id) => wanted(options.tasks, id) && wanted(options.quantities, lab.task(id).quantity as string))
    .flatMap((task) =>
      lab
        .ids('estimator')
        .filter((id) => wanted(options.estimators, id) && suits(lab.estimator(id), lab.task(task)))
        .flatMap((estimator) => sizes.map((n) => ({ task, estimator, n }))),
    );
  const rows: BenchmarkRow[] = [];
  for (const { task: taskId, estimator: estimatorId, n } of plan) {
    const [taskPlugin, plugin] = [lab.task(taskId), lab.estimator(estimatorId)];
    const task = await lab.build(taskPlugin);
    const estimator = await lab.build(plugin);
    const probe = task.sample(2, randomStream('probe')) as object;
    if ((plugin.requires ?? []).some((name) => !(name in probe))) continue;
    const found: Estimate[] = [];
    let [spent, refused] = [0, undefined as string | undefined];
    for (const seed of seeds) {
      // Every estimator sees the same samples.
      const rng = randomStream(seed).fork('benchmark').fork(taskId).fork(n);
      const input = task.sample(n, rng.fork('samples'));
      signal?.throwIfAborted();
      const begun = now();
      try {
        found.push(await estimator.estimate(input as never, rng.fork('estimate').fork(estimatorId)));
      } catch (error) {
        if (!(error instanceof SzilardError)) throw error;
        refused = error.message;
        break;
      }
      spent += now() - begun;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    rows.push({
      quantity: plugin.quantity as string,
      task: taskId,
      estimator: estimatorId,
      n,
      truth: task.truth,
      unit: task.unit,
      seeds: found.length,
      ...scores(found, task.truth),
      ...(plugin.bound ? { bound: plugin.bound } : {}),
      seconds: spent / 1000 / Math.max(1, found.length),
      ...(refused === undefined ? {} : { refused }),
    });
    onRow?.(rows[rows.length - 1], rows.length, plan.length);
  }
  return rows;
}
