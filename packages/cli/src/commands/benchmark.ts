import { extname } from 'node:path';
import { nearest, SzilardError } from '@szilard/core';
import { type BenchmarkRow, benchmark as measure } from '@szilard/core/compose';
import { benchmarkMarkdown, type Gates, isAccurate, toJson, writeAtomically } from '@szilard/report';
import { labWith, wholeNumber } from '../arguments.ts';
import { contractOf } from '../contract.ts';
import { Interrupted, interruptible, progressOn } from '../progress.ts';
import { provenance } from '../provenance.ts';

export interface BenchmarkOptions {
  readonly quantity?: string[];
  readonly task?: string[];
  readonly estimator?: string[];
  readonly sizes?: string;
  readonly seeds: string;
  readonly quick?: boolean;
  /** Leave out estimators that train a network. */
  readonly untrained?: boolean;
  readonly out?: string;
  readonly json?: boolean;
  readonly plugin?: string[];
}

/** Every estimator on every task with an exact truth; an interrupt keeps the rows that are done. */
export async function benchmark(what: string, options: BenchmarkOptions): Promise<number> {
  if (what !== 'estimators') throw new SzilardError('unknown-id', `[benchmark] expected estimators, got "${what}".`);
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
  const sizes = (options.sizes ?? (options.quick ? '300' : '100,1000,10000'))
    .split(',')
    .map((text) => wholeNumber(text, '--sizes', 2, 1e6));
  const seeds = Array.from({ length: wholeNumber(options.seeds, '--seeds', 1, 1000) }, (_, i) => i + 1);
  const signal = interruptible();
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
  const caught = (error: unknown): Interrupted => {
    if (error instanceof Interrupted) return error;
    throw error;
  };
  let stopped = await run.then(() => undefined, caught);
  if (started && process.stderr.isTTY) progress.done();

  const measured = quantities ?? tasks?.map((id) => lab.task(id).quantity as string);
  const wanted = lab
    .ids('estimator')
    .filter(
      (id) =>
        (estimators?.includes(id) ?? true) && (asked?.includes(id) || (measured?.includes(lab.estimator(id).quantity as string) ?? true)),
    );
  const gates: Gates[] = [];
  if (process.stderr.isTTY) progress.start('promises of the contract', wanted.length);
  for (const [done, id] of wanted.entries()) {
    if (process.stderr.isTTY) progress.at(done);
    const own = rows.filter((row) => row.estimator === id && row.refused === undefined);
    gates.push({
      estimator: id,
      implementation: lab.estimator(id).verifiedBy ?? null,
      accuracy: [own.filter(isAccurate).length, own.length],
      contract: stopped
        ? [0, 0, []]
        : await contractOf(lab, id, signal).catch((error) => {
            stopped = caught(error);
            return [0, 0, []] as const;
          }),
    });
  }
  if (process.stderr.isTTY) progress.done();
  const document = toJson({ provenance: provenance(`1-${seeds.length}`), gates, rows });
  const markdown = benchmarkMarkdown(rows, gates);
  if (options.out !== undefined) writeAtomically(options.out, kind === '.json' ? `${document}\n` : markdown);
  process.stdout.write(options.json ? `${document}\n` : options.out === undefined ? markdown : '');
  for (const { estimator, contract } of gates) for (const line of contract[2]) process.stderr.write(`szilard: ${estimator}: ${line}\n`);
  if (stopped) throw stopped;
  return gates.some(({ contract }) => contract[0] < contract[1]) ? 1 : 0;
}
