import { extname } from 'node:path';
import { nearest, SzilardError } from '@szilard/core';
import { type BenchmarkRow, benchmark as measure } from '@szilard/core/compose';
import { labWith, wholeNumber } from '../arguments.ts';
import { Interrupted, interruptible, progressOn } from '../progress.ts';

export interface BenchmarkOptions {
  readonly quantity?: string[];
  readonly task?: string[];
  readonly estimator?: string[];
  readonly sizes?: string;
  readonly seeds?: string;
  readonly quick?: boolean;
  /** Leave out estimators that train a network. */
  readonly untrained?: boolean;
  readonly out?: string;
  readonly json?: boolean;
  readonly plugin?: string[];
}

export type BenchmarkPlan = Awaited<ReturnType<typeof planOf>>;

/** What was asked for, checked; `defaults` where nothing was. */
export async function planOf(options: BenchmarkOptions, defaults: { readonly sizes: string; readonly seeds: string }) {
  const kind = options.out === undefined ? undefined : extname(options.out);
  if (kind !== undefined && kind !== '.md' && kind !== '.json')
    throw new SzilardError('parameter', `[--out] expected a name that ends in .md or .json, got "${options.out}".`);
  const lab = await labWith(options.plugin);
  const chosen = (flag: string, texts: string[] | undefined, known: string[]) => {
    const ids = texts?.flatMap((text) => text.split(','));
    const stray = ids?.find((id) => !known.includes(id));
    if (stray !== undefined) {
      const near = nearest(stray, known);
      throw new SzilardError('unknown-id', `[${flag}] no "${stray}". Known: ${known.join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`);
    }
    return ids;
  };
  const quantities = chosen('--quantity', options.quantity, [...new Set(lab.ids('task').map((id) => lab.task(id).quantity as string))]);
  const tasks = chosen('--task', options.task, lab.ids('task'));
  const asked = chosen('--estimator', options.estimator, lab.ids('estimator'));
  const estimators = options.untrained ? (asked ?? lab.ids('estimator')).filter((id) => !lab.estimator(id).needs?.length) : asked;
  const sizes = (options.sizes ?? (options.quick ? '300' : defaults.sizes)).split(',').map((text) => wholeNumber(text, '--sizes', 2, 1e6));
  const seeds = Array.from({ length: wholeNumber(options.seeds ?? defaults.seeds, '--seeds', 1, 10_000) }, (_, i) => i + 1);
  const measured = quantities ?? tasks?.map((id) => lab.task(id).quantity as string);
  /** Estimators that the answer is about, those without a task included. */
  const subjects = lab
    .ids('estimator')
    .filter(
      (id) =>
        (estimators?.includes(id) ?? true) && (asked?.includes(id) || (measured?.includes(lab.estimator(id).quantity as string) ?? true)),
    );
  return { lab, kind, quantities, tasks, estimators, sizes, seeds, subjects, signal: interruptible() };
}

export const interruption = (error: unknown): Interrupted => {
  if (error instanceof Interrupted) return error;
  throw error;
};

/** Rows as far as they got, and what stopped them. */
export async function rowsOf({ lab, quantities, tasks, estimators, sizes, seeds, signal }: BenchmarkPlan) {
  const progress = progressOn(process.stderr);
  const rows: BenchmarkRow[] = [];
  let started = false;
  const run = measure(lab, {
    sizes,
    seeds,
    now: () => performance.now(),
    signal,
    onRow(row, done, all) {
      if (!started && process.stderr.isTTY) progress.start('estimators on tasks', all);
      started = true;
      rows.push(row);
      if (process.stderr.isTTY) progress.at(done);
    },
    ...(quantities ? { quantities } : {}),
    ...(tasks ? { tasks } : {}),
    ...(estimators ? { estimators } : {}),
  });
  const stopped = await run.then(() => undefined, interruption);
  if (started && process.stderr.isTTY) progress.done();
  return { rows, stopped };
}
